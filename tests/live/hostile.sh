#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Names with every byte there is, of unix sockets, programs and command lines: JSON, JSON Lines, CSV and --why-busy --json
# stay valid, and what they escape can be turned back. tests/formats/hostile.py does it, in namespaces of its own.
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
: "${NETSTAT:=$builddir/netstat}"
[ "$(id -u)" = 0 ] || skip_all 'needs root'
for tool in unshare timeout; do
	command -v $tool >/dev/null || skip_all "needs $tool"
done
unshare -n -p -f --mount-proc true 2>/dev/null || skip_all 'no namespaces can be made'
"$PYTHON" -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null ||
	skip_all "needs $PYTHON with jsonschema 4 (python3-jsonschema)"

LC_ALL=C.UTF-8
PYTHONDONTWRITEBYTECODE=1
export LC_ALL PYTHONDONTWRITEBYTECODE
# The processes in the namespace end with its first one.
timeout -k 1 300 unshare -n -p -f --kill-child --mount-proc sh -c 'ip link set lo up 2>/dev/null; exec "$@"' sh \
	"$PYTHON" "$srcdir/tests/formats/hostile.py" "$NETSTAT" "$builddir/tests/live/menagerie" "$srcdir/docs"
