#!/bin/sh
# A table that is large enough to be read in parts, printed by a second thread and looked through by several: the same
# bytes as net-tools', and the same on one processor. Environment: see common.sh; exit: as there.

LC_ALL=C
export LC_ALL
SOCKETS=12000

skip_all() {
	echo "SKIP: $*"
	exit 77
}

find_oracle() {
	for oracle in ${ORACLE:-$(command -v netstat) /usr/bin/netstat /bin/netstat}; do
		[ -x "$oracle" ] || continue
		case $("$oracle" --version 2>/dev/null | head -n 1) in
		'net-tools 2.10'*) return 0 ;;
		esac
	done
	return 1
}

outside() {
	[ "$(id -u)" = 0 ] || skip_all 'needs root'
	for tool in unshare mktemp timeout cmp sort taskset; do
		command -v $tool >/dev/null || skip_all "needs $tool"
	done
	find_oracle || skip_all 'no netstat of net-tools 2.10 (set ORACLE)'
	unshare -n true 2>/dev/null || skip_all 'no network namespace can be made'
	here=$(cd "$(dirname "$0")" && pwd)
	: "${srcdir:=$here/../..}" "${builddir:=$srcdir}"
	: "${NETSTAT:=$builddir/netstat}"
	W=$(mktemp -d) || exit 1
	trap 'rm -rf "$W"' EXIT
	trap 'exit 1' HUP INT TERM
	: "${PYTHON:=/usr/bin/python3}"
	PYTHONDONTWRITEBYTECODE=1
	export W oracle NETSTAT builddir srcdir PYTHON PYTHONDONTWRITEBYTECODE
	timeout 600 "$builddir/tests/bench/farm" $SOCKETS -- sh "$here/${0##*/}" inside
	exit $?
}

[ "$1" = inside ] || outside

fails=0
passes=0

# result TITLE FILE FILE
result() {
	if cmp "$2" "$3" >"$W/cmp" 2>&1; then
		passes=$((passes + 1))
	else
		fails=$((fails + 1))
		echo "FAILED: $1: $(cat "$W/cmp")"
		diff "$2" "$3" | head -n 6
	fi
}

# The heading, then the rows in an order of their own.
rows_sorted() {
	head -n 2 "$1"
	tail -n +3 "$1" | sort
}

ascending() {
	if "$builddir/tests/live/ascending" <"$W/ours" >"$W/cmp" 2>&1; then
		passes=$((passes + 1))
	else
		fails=$((fails + 1))
		echo "FAILED: $*: not ascending: $(head -n 3 "$W/cmp")"
	fi
}

# compare ARGUMENT...: in kernel order the bytes of net-tools, else its rows ascending; on one processor the same
compare() {
	"$oracle" "$@" >"$W/theirs" 2>/dev/null
	"$NETSTAT" "$@" --sort=none >"$W/none" 2>/dev/null
	"$NETSTAT" "$@" >"$W/ours" 2>/dev/null
	result "$* --sort=none" "$W/theirs" "$W/none"
	rows_sorted "$W/theirs" >"$W/theirs.rows"
	rows_sorted "$W/ours" >"$W/ours.rows"
	result "$*: the same rows" "$W/theirs.rows" "$W/ours.rows"
	case $* in
	*n*) ascending "$@" ;; # it reads no names
	esac
	alone "$@"
}

# alone ARGUMENT...: one processor, no threads
alone() {
	for order in --sort=local --sort=none --sort=-inode,port; do
		"$NETSTAT" "$@" $order >"$W/many" 2>/dev/null
		taskset -c "$processor" "$NETSTAT" "$@" $order >"$W/one" 2>/dev/null
		result "$* $order on one processor" "$W/many" "$W/one"
	done
}

# recorded ARGUMENT...: replayed, the same bytes; ss reads all of it
recorded() {
	"$NETSTAT" "$@" --record="$W/recording" >"$W/live"
	"$NETSTAT" "$@" --replay="$W/recording" >"$W/replay"
	result "$*: replayed" "$W/live" "$W/replay"
	command -v ss >/dev/null || return
	grep -c '^tcp' "$W/live" >"$W/live.count"
	TCPDIAG_FILE=$W/recording ss -tanH | grep -c . >"$W/ss.count"
	result "$*: as many in ss" "$W/live.count" "$W/ss.count"
}

# formats ARGUMENT...: JSON, JSON Lines and CSV hold what the text holds
formats() {
	"$NETSTAT" "$@" >"$W/text.out"
	"$NETSTAT" --json "$@" >"$W/json.out"
	"$NETSTAT" --format=jsonl "$@" >"$W/jsonl.out"
	"$NETSTAT" --format=csv "$@" >"$W/csv.out"
	if "$PYTHON" "$srcdir/tests/formats/compare.py" - "$W" "$@" >"$W/cmp" 2>&1; then
		passes=$((passes + 1))
	else
		fails=$((fails + 1))
		echo "FAILED: $*: the formats differ: $(head -n 3 "$W/cmp")"
	fi
	taskset -c "$processor" "$NETSTAT" --format=jsonl "$@" >"$W/one"
	result "$* --format=jsonl on one processor" "$W/jsonl.out" "$W/one"
}

# streams KILOBYTES: most of the lines are out before the program needs so much memory
streams() {
	mkfifo "$W/fifo"
	"$NETSTAT" -tan --sort=none --format=jsonl >"$W/fifo" &
	pid=$!
	{
		head -c 3000000 | wc -c >"$W/got"
		sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status" >"$W/peak"
		cat >/dev/null
	} <"$W/fifo"
	wait $pid
	if [ "$(cat "$W/got")" = 3000000 ] && [ "$(cat "$W/peak")" -le "$1" ]; then
		passes=$((passes + 1))
	else
		fails=$((fails + 1))
		echo "FAILED: --format=jsonl --sort=none: $(cat "$W/peak") kB after $(cat "$W/got") bytes"
	fi
}

# any that this process may use
processor=$(taskset -cp $$ | sed 's/.*: *\([0-9]*\).*/\1/')

rows=$("$NETSTAT" -tan --sort=none | wc -l)
[ "$rows" -gt $SOCKETS ] || { echo "FAILED: only $rows rows of more than $SOCKETS"; exit 1; }
for arguments in -tan -t4an -t6an -tn -tln -tane -tano -taneop -tanp -tap; do
	compare $arguments
done
for filter in 'sport = 2003' 'dport ge 10000 and dport le 30000' 'not sport ge 2000' 'dst 127.0.0.1' \
	'src ::1' 'state established and ( sport = 2001 or dport = 2002 )' 'user 0 and sport = 2004'; do
	alone -tan "$filter"
	"$NETSTAT" -tan "$filter" >"$W/many"
	"$NETSTAT" -tan --source=proc "$filter" >"$W/one"
	result "$filter: as from /proc" "$W/many" "$W/one"
done

for order in --sort=local --sort=none; do
	for arguments in -tan -taneo; do
		recorded $arguments $order
	done
done
if "$PYTHON" -c '' 2>/dev/null; then
	for arguments in -tan '-tan --sort=none' '-tanepo --sort=-inode'; do
		# shellcheck disable=SC2086 # several words
		formats $arguments
	done
else
	echo "without $PYTHON: JSON and CSV are not compared"
fi
streams 8192

echo "$passes comparisons passed, $fails failed"
[ $fails = 0 ]
