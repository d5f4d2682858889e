#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# --why-busy where it may see little, and what it does with queries of every form: there is always an answer, a port
# that is held is never called free, and what cannot be understood is refused with what was expected.
#
# Environment: NETSTAT   the program to test (default: $builddir/netstat)
#              srcdir, builddir   the top directories (default: two above this one)
# Exit: 0 all passed, 1 something failed, 77 cannot be run here (the reason is printed).

skip_all() {
	echo "SKIP: $*"
	exit 77
}

here=$(cd "$(dirname "$0")" && pwd)
: "${srcdir:=$here/../..}" "${builddir:=$srcdir}"
: "${NETSTAT:=$builddir/netstat}" "${SITUATIONS:=$builddir/tests/why/situations}" "${DENY:=$builddir/tests/live/deny}"
export NETSTAT
[ "$(id -u)" = 0 ] || skip_all 'needs root'
for tool in unshare mount timeout mktemp; do
	command -v $tool >/dev/null || skip_all "needs $tool"
done
for program in "$NETSTAT" "$SITUATIONS" "$DENY"; do
	[ -x "$program" ] || { echo "missing: $program"; exit 1; }
done
LC_ALL=C
export LC_ALL
unset LANGUAGE LANG COLUMNS NO_COLOR PAGER NETSTAT_OPTIONS POSIXLY_CORRECT
W=$(mktemp -d) || exit 1
trap 'rm -rf "$W"' EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$W"
cp "$DENY" "$W/deny" || exit 1
tests=0 failures=0

# result TITLE: reads the faults from $W/faults
result() {
	tests=$((tests + 1))
	if [ -s "$W/faults" ]; then
		failures=$((failures + 1))
		echo "not ok $tests - $1"
		sed 's/^/#   /' "$W/faults"
		head -n 30 "$W/out" "$W/err" | cat -A | sed 's/^/#     | /'
	else
		echo "ok $tests - $1"
	fi
}

# ask SITUATION COMMAND: runs the command in it; leaves $W/out, $W/err and the exit code in $code
ask() {
	timeout -k 1 30 "$SITUATIONS" --keep "$1" -- sh -c "$2" </dev/null >"$W/out" 2>"$W/err"
	code=$?
}

# judge CODE...: what any answer must be, with one of these exit codes
judge() {
	: >"$W/faults"
	case " $* " in
	*" $code "*) ;;
	*) echo "exit code $code, not one of $*" >>"$W/faults" ;;
	esac
	[ -s "$W/out" ] || echo 'there is no answer' >>"$W/faults"
	if grep -iE 'sanitizer|runtime error|assert|internal|core dumped|segmentation|\(null\)' "$W/out" "$W/err"; then
		echo 'a message that is none for users' >>"$W/faults"
	fi >>"$W/faults"
	if [ -s "$W/err" ]; then
		echo 'messages on stderr' >>"$W/faults"
	fi
}

# try SITUATION QUERY TITLE PREFIX CODE...: JSON and text, the program started by way of PREFIX
try() {
	try_situation=$1 try_query=$2 try_title=$3 try_prefix=$4
	shift 4
	rm -f "$W/json"
	ask "$try_situation" "$try_prefix netstat --why-busy=$try_query --json >$W/json 2>&1; echo \$? >$W/json.code
		$try_prefix netstat --why-busy=$try_query"
	if [ $code = 77 ]; then
		echo "ok $((tests += 1)) - $try_title: $try_situation # SKIP $(tail -n 1 "$W/out")"
		return
	fi
	judge "$@"
	"$SITUATIONS" --valid <"$W/json" >>"$W/faults" || echo 'JSON: not the report it should be' >>"$W/faults"
	json_code=$(cat "$W/json.code")
	[ $code = "$json_code" ] || echo "exit code $json_code with --json, $code without" >>"$W/faults"
	if [ "$1" = 0 ] && ! grep -qE '"verdict": *"(busy|denied)"' "$W/json"; then
		echo 'it is not called busy' >>"$W/faults"
	fi
	if [ $code = 2 ] && grep -q '"notes": *\[\]' "$W/json" && ! grep -q '"hidden-' "$W/json"; then
		echo 'it does not say why the holder cannot be seen' >>"$W/faults"
	fi
	result "$try_title: $try_situation"
}

# where TITLE PREFIX: the same situations wherever the program is started, with the rights it has there
where() {
	try free 8080/tcp "$1" "$2" 1
	try listen-v4-any 8080/tcp "$1" "$2" 0 2
	try listen-v6-dual 8080/tcp "$1" "$2" 0 2
	try time-wait-noreuse 8080/tcp "$1" "$2" 0 2
	try established-survives 8080/tcp "$1" "$2" 0 2
	try udp-holder 8080/udp "$1" "$2" 0 2
	try bound-not-listening 8080/tcp "$1" "$2" 0 2
	try zombie-leader 8080/tcp "$1" "$2" 0 2
}

hide_sys='mount -t tmpfs none /sys &&'
hide_processes='mount -o remount,hidepid=2 /proc &&'
ordinary="$W/deny uid=65534 --"

where 'ordinary user' "$ordinary"
where 'with netlink unsupported' "$W/deny netlink-unsupported --"
where 'without sock_diag' "$W/deny netlink-diag --"
where 'with sock_diag unsupported' "$W/deny netlink-diag-unsupported --"
where 'hidepid=2' "$hide_processes $ordinary"
where "child PID namespace, the parent's /proc" 'unshare --pid --fork'
where 'user namespace' 'unshare --user --map-root-user'
where 'all of it' "$hide_sys $hide_processes $W/deny netlink uid=65534 --"

# all_through TITLE PREFIX: every situation there is, where the program sees less but has all rights
all_through() {
	timeout -k 1 200 "$SITUATIONS" --through "$2" >"$W/out" 2>"$W/err" </dev/null
	code=$?
	: >"$W/faults"
	[ $code = 0 ] || echo "exit code $code" >>"$W/faults"
	grep -E '^not ok|^#   [^ |]' "$W/out" | head -n 60 >>"$W/faults"
	tail -n 3 "$W/out"
	: >"$W/out"
	result "$1: all situations"
}

all_through 'without /sys' "$hide_sys"
all_through 'without netlink' "$W/deny netlink --"
all_through 'few descriptors' 'ulimit -n 6;'
# A program built with the address sanitizer does not run at all without it.
ask free 'mount -t tmpfs none /proc && netstat --version'
if [ -s "$W/err" ]; then
	echo "ok $((tests += 1)) - without /proc # SKIP this build of the program needs it"
else
	all_through 'without /proc' 'mount -t tmpfs none /proc &&'
fi
all_through 'child PID namespace' 'unshare --pid --fork --mount-proc'

# Root of a user namespace has no rights over the network it came from.
try free 80/tcp 'root of a user namespace, low port' 'unshare --user --map-root-user' 0
try free 80/tcp 'ordinary user, low port, without netlink' "$W/deny netlink uid=65534 --" 0
# Nothing is tried: what only a bind would tell stays unknown, and the port looks free.
try free '8080/tcp --no-probe' 'without a probe' '' 1
try landlock-denies '8080/tcp --no-probe' 'without a probe' '' 1 0

# ---- queries ----

# refuse ARGUMENT...: exit code 3, nothing on stdout, one line that says what was expected
refuse() {
	(cd / && exec timeout -k 1 20 "$NETSTAT" "$@") </dev/null >"$W/out" 2>"$W/err"
	code=$?
	: >"$W/faults"
	[ $code = 3 ] || echo "exit code $code instead of 3" >>"$W/faults"
	[ ! -s "$W/out" ] || echo 'an answer on stdout' >>"$W/faults"
	[ "$(wc -l <"$W/err")" = 1 ] || echo 'not one line on stderr' >>"$W/faults"
	grep -q 'expected' "$W/err" || echo 'stderr does not say what was expected' >>"$W/faults"
	LC_ALL=C grep -q '[^ -~]' "$W/err" && echo 'control bytes on stderr' >>"$W/faults"
	result "refused: $(printf '%.60s' "$*" | tr -d '\000-\037')"
}

long=$(printf '%0300d' 0 | tr 0 x)
for query in 0 65536 99999999999999999999 -1 +25 ' 25' '25 ' 0x19 25.0 foo nosuchservice 25/sctp 25/ /tcp / \
	25/TCP/udp 25/tcp/udp '[::1' '[::1]' '[::1]:' '[::1]25' '[]:25' '::1:25' 1.2.3.4 1.2.3.4: :25 1.2.3:25 \
	1.2.3.4.5:25 256.0.0.1:25 '[fe80::1%]:25' '[fe80::1%nope]:25' '[::g]:25' \
	'' ',' '25,' ',25' '25,,80' '25,foo' 25-30 '*' '*:25' "$long" "[$long]:25" "$long:25" "$(printf '25\033[31m')" \
	"$(printf '25\n')x"; do
	refuse "--why-busy=$query"
done
refuse --why-busy ''
refuse --why-busy foo
many=$(printf '%0400d' 0 | sed 's/0/25,/g')25
refuse "--why-busy=$many"

# accept REPORTS CODE ARGUMENT...: in a free network; so many lines of JSON reports
accept() {
	reports=$1 wanted=$2
	shift 2
	command=netstat
	for argument; do
		command="$command '$argument'"
	done
	ask free "$command --json"
	judge "$wanted"
	"$SITUATIONS" --valid <"$W/out" >>"$W/faults" || echo 'not the report it should be' >>"$W/faults"
	count=$(grep -o '"protocol": *"[a-z]*"' "$W/out" | wc -l)
	[ "$count" -ge "$reports" ] || echo "$count reports instead of $reports" >>"$W/faults"
	result "accepted: $*"
}

accept 2 1 --why-busy 25
accept 2 1 --why-busy=25
accept 1 1 --why-busy 25/udp
accept 1 1 --why-busy=25/tcp
accept 2 1 --why-busy=127.0.0.1:25
accept 1 1 '--why-busy=[::1]:25/tcp'
accept 2 1 '--why-busy=[::]:25'
accept 1 1 '--why-busy=[::ffff:127.0.0.1]:25/tcp'
accept 1 1 --why-busy=0.0.0.0:25/tcp
accept 2 1 --why-busy=1
accept 2 1 --why-busy=65535
accept 2 1 --why-busy=00025
accept 4 1 --why-busy=25,80
accept 3 1 '--why-busy=25/udp,[::1]:80'
accept 2 1 --json --why-busy 25
if getent services smtp/tcp >/dev/null; then
	accept 1 1 --why-busy smtp
	accept 1 1 --why-busy=smtp/tcp
	accept 1 1 --why-busy=127.0.0.1:smtp
fi
if getent services domain/udp >/dev/null; then
	accept 2 1 --why-busy=domain
fi

# ---- exit codes of several queries at once: the first that cannot be used decides ----

# several SITUATION CODE QUERY
several() {
	ask "$1" "netstat '--why-busy=$3'"
	judge "$2"
	result "several: $1, $3"
}

several listen-v4-any 0 8080
several udp-holder 0 8080
several listen-v4-any 0 8081,8080
several listen-v4-any 1 8081,8082
several hidden-unprivileged 2 8080
several hidden-unprivileged 2 8081,8080

# ---- the answer goes where it is sent, or the program says that it could not ----

ask free 'netstat --why-busy=25 >/dev/full'
: >"$W/faults"
case $code in
0 | 1) echo "exit code $code, though nothing could be written" >>"$W/faults" ;;
esac
[ -s "$W/err" ] || echo 'no message' >>"$W/faults"
result 'a full device'

echo "1..$tests"
echo "# $((tests - failures)) of $tests passed"
[ $failures = 0 ]
