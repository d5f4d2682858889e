# shellcheck shell=sh disable=SC2034,SC2086,SC2154 # variables of the scripts that source this; some hold several words
# common.sh: what the scripts in this directory share. To be sourced first, with the options for the menagerie:
#
#     menagerie_options=--with=awkward
#     . "${0%/*}/common.sh"
#
# Sourcing this starts the script once more inside the menagerie: a network namespace with sockets of every kind, and
# own files in the place of /etc/hosts, services and so on. The script goes on inside; the outer one only waits.
#
# A script that needs Python says so with python_modules="MODULE, ...".
#
# Environment: NETSTAT   the program to test (default: $builddir/netstat)
#              ORACLE    net-tools' netstat 2.10 (default: the one in the PATH or in /usr/bin, /bin)
#              PYTHON    with these modules (default: /usr/bin/python3)
#              srcdir, builddir   the top directories (default: two above this one)
#              MENAGERIE_OPTIONS  more options for the menagerie, say --without=KIND
# Exit: 0 all passed, 1 something failed, 77 cannot be run here (the reason is printed).

skip_all() {
	echo "SKIP: $*"
	exit 77
}

absolute() {
	case $1 in
	/*) echo "$1" ;;
	*) echo "$(pwd)/$1" ;;
	esac
}

find_oracle() {
	for oracle in ${ORACLE:-$(command -v netstat) /usr/bin/netstat /bin/netstat}; do
		[ -x "$oracle" ] || continue
		case $("$oracle" --version 2>/dev/null | head -n 1) in
		'net-tools 2.10'*)
			absolute "$oracle"
			return 0
			;;
		esac
	done
	return 1
}

# Both programs are started as "netstat", found by PATH: messages begin with the name they were started as. The copies
# are where every user can start them.
copy_programs() {
	chmod 755 "$LIVE_DIR" || exit 1
	mkdir "$LIVE_DIR/ours" "$LIVE_DIR/oracle" "$LIVE_DIR/tools" || exit 1
	cp "$NETSTAT" "$LIVE_DIR/ours/netstat" || exit 1
	cp "$oracle" "$LIVE_DIR/oracle/netstat" || exit 1
	for tool in deny ascending link_sockets menagerie; do
		cp "$builddir/tests/live/$tool" "$LIVE_DIR/tools/" || exit 1
	done
	chmod -R a+rX "$LIVE_DIR"
}

enter_menagerie() {
	[ "$(id -u)" = 0 ] || skip_all 'needs root'
	for tool in ip unshare mktemp timeout cmp diff awk; do
		command -v $tool >/dev/null || skip_all "needs $tool"
	done
	[ -z "$python_modules" ] || "$PYTHON" -c "import $python_modules" 2>/dev/null ||
		skip_all "needs $PYTHON with $python_modules"
	oracle=$(find_oracle) || skip_all 'no netstat of net-tools 2.10 (set ORACLE)'
	here=$(cd "$(dirname "$0")" && pwd)
	: "${srcdir:=$here/../..}" "${builddir:=$srcdir}"
	NETSTAT=$(absolute "${NETSTAT:-$builddir/netstat}")
	[ -x "$NETSTAT" ] || { echo "no program to test: $NETSTAT"; exit 1; }
	LIVE_DIR=$(mktemp -d) || exit 1
	export LIVE_DIR
	trap 'rm -rf "$LIVE_DIR"' EXIT
	trap 'exit 1' HUP INT TERM
	copy_programs
	# shellcheck disable=SC2086 # several options
	"$builddir/tests/live/menagerie" --etc="$here/etc" $menagerie_options $MENAGERIE_OPTIONS \
		-- sh "$here/${0##*/}"
	exit $?
}

LC_ALL=C
export LC_ALL
unset LANGUAGE LANG POSIXLY_CORRECT COLUMNS NO_COLOR PAGER RES_OPTIONS HOSTALIASES LOCALDOMAIN
unset NETSTAT_OPTIONS
: "${PYTHON:=/usr/bin/python3}"
PYTHONDONTWRITEBYTECODE=1
export PYTHON PYTHONDONTWRITEBYTECODE
umask 022
[ -n "$LIVE_DIR" ] || enter_menagerie

W=$LIVE_DIR
DENY=$W/tools/deny
ASCENDING=$W/tools/ascending
tests=0 failures=0
RUN_AS=			# a command that starts the program, say as another user

# run NAME ours|oracle ARGUMENT...: leaves $W/NAME.out, $W/NAME.err and the exit code in $code
run() {
	name=$1 program=$2
	shift 2
	(
		PATH=$W/$program:$PATH
		cd / && exec timeout -k 1 20 $RUN_AS netstat "$@"
	) </dev/null >"$W/$name.out" 2>"$W/$name.err"
	code=$?
}

# The seconds until a timer runs out are never the same twice; those of one that is off are. The fields behind them
# count retransmissions and probes, and must agree. This takes the seconds out of an awk program's line.
# shellcheck disable=SC2016 # the dollars are awk's
STILL='match($0, / (on|keepalive|timewait|probe) \([0-9]+\.[0-9]+\/[0-9]+\/[0-9]+\)$/) {
	timer = substr($0, RSTART)
	sub(/\([0-9.]+/, "(S", timer)
	$0 = substr($0, 1, RSTART - 1) timer
}'

# same NAME NAME: the same bytes on stdout, apart from running timers
same() {
	cmp -s "$W/$1.out" "$W/$2.out" && return 0
	awk "$STILL"' { print }' "$W/$1.out" >"$W/left"
	awk "$STILL"' { print }' "$W/$2.out" >"$W/right"
	cmp -s "$W/left" "$W/right"
}

# same_messages NAME NAME: the same bytes on stderr
same_messages() {
	[ -s "$W/$1.err" ] || [ -s "$W/$2.err" ] || return 0
	cmp -s "$W/$1.err" "$W/$2.err"
}

passed() {
	tests=$((tests + 1))
	echo "ok $tests - $1"
}

# failed TITLE REASON: with what stands in $W/report
failed() {
	tests=$((tests + 1)) failures=$((failures + 1))
	echo "not ok $tests - $1"
	echo "# $2"
	head -n 40 "$W/report" | cat -A | sed 's/^/#   /'
}

# expect TITLE COMMAND...: the command says whether it is so, of what ours did last
expect() {
	title=$1
	shift
	if "$@"; then
		passed "$title"
	else
		cat "$W/ours.err" "$W/ours.out" >"$W/report"
		failed "$title" "exit code $code, stderr and stdout:"
	fi
}

# Reports the difference of what was compared last, or of two files.
report_difference() {
	diff "${1:-$W/left}" "${2:-$W/right}" >"$W/report"
}

finish() {
	echo "1..$tests"
	echo "# $((tests - failures)) of $tests passed"
	[ $failures = 0 ]
	exit
}
