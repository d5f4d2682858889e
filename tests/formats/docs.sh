#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# docs/JSON.md and the schemas say of the formats for programs what the column tables say; see docs.py. What the program
# writes of this machine is as the schemas say.
#
# Environment: NETSTAT  the program to test (default: $builddir/netstat)
#              PYTHON   one with the module jsonschema (default: /usr/bin/python3)
#              srcdir, builddir   the top directories (default: two above this one)
# Exit: 0 all is well, 1 it is not, 77 cannot be run here (the reason is printed).

here=$(cd "$(dirname "$0")" && pwd)
: "${srcdir:=$here/../..}" "${builddir:=$srcdir}" "${PYTHON:=/usr/bin/python3}"
if ! "$PYTHON" -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null; then
	echo "SKIP: needs $PYTHON with jsonschema 4 (python3-jsonschema)"
	exit 77
fi
LC_ALL=C.UTF-8
PYTHONDONTWRITEBYTECODE=1
export LC_ALL PYTHONDONTWRITEBYTECODE
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
columns=$dir/columns
"$builddir/tests/formats/list_columns" >"$columns" || exit 1
# Without jq its decoder is not tried.
# shellcheck disable=SC2046 # nothing, if there is none
"$PYTHON" "$srcdir/tests/formats/docs.py" "$columns" "$srcdir/docs" $(command -v jq) || exit 1

# document SCHEMA ARGUMENT...: for validate.py.
document() {
	schema=$1
	shift
	timeout 20 "${NETSTAT:-$builddir/netstat}" "$@" --json >"$dir/document" || exit 1
	"$PYTHON" "$srcdir/tests/formats/validate.py" "$srcdir/docs/$schema.schema.json" "$dir/document" || exit 1
}
document groups -gn
document groups -g --sort=-group
document statistics -s
document statistics -s6
document statistics -stuSU --sort=-value
document interfaces -ia
document routes -rn46
document routes -r46CFn --source=proc --sort=-metric,destination
document interfaces -ia --source=proc --sort=-rx_bytes
