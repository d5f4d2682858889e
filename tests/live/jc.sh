#!/bin/sh
# jc's parser of netstat makes the same JSON of ours as of net-tools' output, over sockets of every kind and links. See
# common.sh for the environment. PYTHON is one with the module jc (default: /usr/bin/python3).

# shellcheck disable=SC1091,SC2034,SC2154 # common.sh uses and sets variables
# jc cannot read names with blanks, whoever wrote them
menagerie_options='--without=deferred --without=many --without=unix-many --without=processes'
python_modules="jc"
. "${0%/*}/common.sh"
for part in counters links answers; do
	# shellcheck disable=SC1090
	. "${0%/*}/$part.sh"
done

make_links
# shellcheck disable=SC2034 # check_all evaluates what stands below
read_json="$PYTHON $(cd "$(dirname "$0")" && pwd)/jc_rows.py"

check_all <<'END'
sockets -an :: $read_json
sockets -tulpn :: $read_json
sockets -tneopa :: $read_json
sockets -xap :: $read_json
sockets -ltnW :: $read_json
view -rn :: $read_json
view -rne :: $read_json
view -rnee :: $read_json
view -r :: $read_json
view -i :: $read_json
view -ia :: $read_json
END

finish
