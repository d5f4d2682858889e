#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# --why-busy --json in every situation there is: docs/why-busy.schema.json allows what it writes.
#
# Environment: NETSTAT   the program to test (default: $builddir/netstat)
#              PYTHON    one with the module jsonschema (default: /usr/bin/python3)
#              srcdir, builddir   the top directories (default: two above this one)
# Exit: 0 all passed, 1 something failed, 77 cannot be run here (the reason is printed).

skip_all() {
	echo "SKIP: $*"
	exit 77
}

here=$(cd "$(dirname "$0")" && pwd)
: "${srcdir:=$here/../..}" "${builddir:=$srcdir}" "${PYTHON:=/usr/bin/python3}"
: "${NETSTAT:=$builddir/netstat}" "${SITUATIONS:=$builddir/tests/why/situations}"
PYTHONDONTWRITEBYTECODE=1
export NETSTAT SITUATIONS PYTHONDONTWRITEBYTECODE
[ "$(id -u)" = 0 ] || skip_all 'needs root'
for tool in unshare timeout mktemp xargs; do
	command -v $tool >/dev/null || skip_all "needs $tool"
done
unshare -n true 2>/dev/null || skip_all 'no namespaces can be made'
"$PYTHON" -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null ||
	skip_all "needs $PYTHON with jsonschema 4 (python3-jsonschema)"
W=$(mktemp -d) || exit 1
export W
trap 'rm -rf "$W"' EXIT
trap 'exit 1' HUP INT TERM

# What this kernel cannot do leaves no document behind: see situations.c.
# shellcheck disable=SC2016 # the inner shells' dollars
"$SITUATIONS" --list | timeout 300 xargs -P 4 -L 1 sh -c '
	timeout -k 1 30 "$SITUATIONS" --keep "$1" -- sh -c "netstat --why-busy=\"\$1\" --json >\"\$2\"" sh "$2" "$W/$1.json" \
		</dev/null >/dev/null 2>&1
	[ -s "$W/$1.json" ] || rm -f "$W/$1.json"
	exit 0' sh
count=$(find "$W" -name '*.json' | wc -l)
[ "$count" -ge 40 ] || { echo "only $count situations gave a document"; exit 1; }
"$PYTHON" "$srcdir/tests/formats/validate.py" "$srcdir/docs/why-busy.schema.json" "$W"/*.json
