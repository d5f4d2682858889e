#!/bin/sh
# Random IPv4 routes of the kernel, by all layouts: what netlink says, and what /proc says, must become net-tools' lines.
# PYTHON is one to run routes_random.py with (default: /usr/bin/python3). See common.sh for the rest.

# shellcheck disable=SC1091,SC2034,SC2154 # common.sh uses and sets variables
menagerie_options=--empty
: "${PYTHON:=/usr/bin/python3}"
if [ -z "$LIVE_DIR" ] && ! "$PYTHON" -c '' 2>/dev/null; then
	echo "SKIP: needs $PYTHON"
	exit 77
fi
export PYTHON
. "${0%/*}/common.sh"

script=$(cd "$(dirname "$0")" && pwd)/routes_random.py
for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	if unshare -n timeout 60 "$PYTHON" "$script" $seed "$W/ours/netstat" "$W/oracle/netstat" >"$W/report" 2>&1; then
		passed "random routes, $(tail -n 1 "$W/report")"
	else
		failed "random routes, $seed" 'they differ'
	fi
done

finish
