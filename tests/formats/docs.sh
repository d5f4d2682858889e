#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# docs/JSON.md and the schemas say of the formats for programs what the column table says; see docs.py.
#
# Environment: PYTHON   one with the module jsonschema (default: /usr/bin/python3)
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
columns=$(mktemp) || exit 1
trap 'rm -f "$columns"' EXIT
"$builddir/tests/formats/list_columns" >"$columns" || exit 1
# Without jq its decoder is not tried.
# shellcheck disable=SC2046 # nothing, if there is none
"$PYTHON" "$srcdir/tests/formats/docs.py" "$columns" "$srcdir/docs" $(command -v jq)
