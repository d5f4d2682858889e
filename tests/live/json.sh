#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The listing for programs, over sockets of every kind: JSON, JSON Lines and CSV hold the same rows in the same order,
# the schema allows them, and the text that tests/formats/ makes of the JSON is the text that the program writes. See
# common.sh for the environment. PYTHON is one with the module jsonschema (default: /usr/bin/python3).

# shellcheck disable=SC1091,SC2034,SC2086,SC2154 # common.sh uses and sets variables; some hold several words
menagerie_options='--with=awkward --without=unix-many'
: "${PYTHON:=/usr/bin/python3}"
if [ -z "$LIVE_DIR" ] && ! "$PYTHON" -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null; then
	echo "SKIP: needs $PYTHON with jsonschema 4 (python3-jsonschema)"
	exit 77
fi
here=$(cd "$(dirname "$0")" && pwd)
: "${srcdir:=$here/../..}"
PYTHONDONTWRITEBYTECODE=1
export PYTHON srcdir PYTHONDONTWRITEBYTECODE
. "${0%/*}/common.sh"

TRIES=5

# formats ARGUMENT...: the listing in all formats, until two texts around them are the same
formats() {
	try=0
	while [ $try -lt $TRIES ]; do
		run text ours "$@"
		run json ours --json "$@"
		json_code=$code
		run jsonl ours --format=jsonl "$@"
		run csv ours --format=csv "$@"
		run after ours "$@"
		same text after && return 0
		try=$((try + 1))
	done
	return 1
}

# check ARGUMENT...
check() {
	if ! formats "$@"; then
		report_difference
		failed "$*" 'the text was another one each time'
	elif [ $json_code != $code ] || ! cmp -s "$W/text.err" "$W/json.err"; then
		cat "$W/text.err" "$W/json.err" >"$W/report"
		failed "$*" "exit code or messages: the text $code, JSON $json_code"
	elif "$PYTHON" "$srcdir/tests/formats/compare.py" "$srcdir/docs/sockets.schema.json" "$W" "$@" >"$W/report" 2>&1; then
		passed "$*: $(cat "$W/report")"
	else
		failed "$*" 'the formats differ:'
	fi
}

# Seconds of a timer that has run out meanwhile, and the like, are another listing: then the rows differ, too.
while read -r arguments; do
	eval "check $arguments"
done <<'END'
-an
-anW
-anp
-ane
-ano
-anepoW
-a
-aepo
-aW
-aneW --source=proc
-tuln
-x
-xap
-tn4
-6anp
-wan
-uane
-tan --sort=none
-an --sort=-recvq,port
-anp --sort=program,-inode
-xa --sort=inode
-tanp 'sport = 19200 or dport gt 20000'
-an --state=time-wait,listen
-anp --process='*shared*'
-xa 'path = /tmp/* or path = @*'
END

# ended CODE MESSAGE: with this status and line on stderr, and nothing on stdout
ended() {
	[ "$code" = "$1" ] && [ "$(cat "$W/ours.err")" = "$2" ] && [ ! -s "$W/ours.out" ]
}

# jq is one more reader: whether it finds EXPRESSION true
holds() {
	if command -v jq >/dev/null; then
		jq -es "$1" <"$W/ours.out" >/dev/null
	else
		"$PYTHON" -c 'import json, sys; [json.loads(line) for line in sys.stdin]' <"$W/ours.out"
	fi
}

# ---- what is no listing, and what goes wrong ----

run ours ours --json -rn
expect 'routes are a document of their own' holds '.[0].schema == "netstat-ng/routes/1" and .[0].notes == []'
run ours ours --json -tn --port=1
expect 'an empty listing is a document' holds '.[0].sockets == [] and .[0].notes == []'
run ours ours --format=jsonl -tn --port=1
expect 'an empty listing has no lines' test ! -s "$W/ours.out"
run ours ours --format=csv -tn --port=1
expect 'an empty listing has the line of keys' test "$(wc -l <"$W/ours.out")" = 1
run ours ours --json -tn --port=1 --ipx
expect 'a note stands in the document, too' holds ".[0].notes == [\"$(head -n 1 "$W/ours.err")\"]"
expect 'and the status is that of the text' test "$code" = 1
run ours ours --json -tnp --color=always --pager=always
expect 'neither colour nor pager' holds '.[0].schema == "netstat-ng/sockets/1"'
RUN_AS="$DENY uid=65534 --"
run ours ours --json -tanp
expect 'as nobody: the warning is a note' holds '.[0].notes[0] | startswith("(Not all processes could be identified")'
RUN_AS=

finish
