#!/bin/sh
# jc's parser of netstat makes the same JSON of -neopa, ours and net-tools'. In a menagerie without UDP: some versions of
# jc stop at a row that has a timer and no state, whoever wrote it. See common.sh for the environment, and jc.sh.

# shellcheck disable=SC1091,SC2034,SC2154 # common.sh uses and sets variables
menagerie_options='--without=deferred --without=many --without=unix-many --without=processes --without=udp
	--without=udplite --without=long --without=shared'
python_modules="jc"
. "${0%/*}/common.sh"
for part in counters answers; do
	# shellcheck disable=SC1090
	. "${0%/*}/$part.sh"
done

# shellcheck disable=SC2034 # check_all evaluates what stands below
read_json="$PYTHON $(cd "$(dirname "$0")" && pwd)/jc_rows.py"

check_all <<'END'
sockets -neopa :: $read_json
sockets -nepa :: $read_json
sockets -aneopW :: $read_json
END

finish
