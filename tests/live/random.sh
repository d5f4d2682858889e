#!/bin/sh
# Random routes, and random interfaces with random addresses: what netlink says of them, and what /proc says, must become
# net-tools' lines. PYTHON is one to run random_worlds.py with (default: /usr/bin/python3). See common.sh for the rest.

# shellcheck disable=SC1091,SC2034,SC2154 # common.sh uses and sets variables
menagerie_options=--empty
python_modules="difflib"
. "${0%/*}/common.sh"

script=$(cd "$(dirname "$0")" && pwd)/random_worlds.py

# worlds KIND SEED...
worlds() {
	kind=$1
	shift
	for seed; do
		if unshare -n timeout 60 "$PYTHON" "$script" "$kind" "$seed" "$W/ours/netstat" "$W/oracle/netstat" >"$W/report" 2>&1
		then
			passed "$(tail -n 1 "$W/report")"
		else
			failed "$kind, seed $seed" 'they differ'
		fi
	done
}
worlds routes 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
worlds interfaces 1 2 3 4 5 6 7 8 9 10 11 12

finish
