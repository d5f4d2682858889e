#!/bin/sh
# The same sockets, listed by net-tools' netstat and by ours: the same bytes on stdout with --sort=none, the same rows
# in ascending order without it, the same stderr and exit code with both.
#
# The differences that are meant stand in differences.sh and nowhere here. See common.sh for the environment.

# shellcheck disable=SC1091,SC2034,SC2086,SC2154 # common.sh uses and sets variables; some hold several words
# what sock_diag tells of these differs: see differences.sh
menagerie_options=--without=deferred
. "${0%/*}/common.sh"

TRIES=5

# The lines of NAME, each with the number and the label of its table in front: these sort into the same order for the
# same rows, whatever their order within a table. A line that is no row is a table of its own.
tables() {
	awk "$STILL"'
		{ label = $1 ~ /^((tcp|udp|udpl|raw)6?|unix|sctp|\?\?)$/ ? $1 : "heading " NR }
		label != last { table++ }
		{ last = label; printf "%05d %s %s\n", table, label, $0 }' "$W/$1.out" | sort
}

same_rows() {
	tables "$1" >"$W/left"
	tables "$2" >"$W/right"
	cmp -s "$W/left" "$W/right"
}

# The seconds of each running timer, the row in front.
seconds() {
	sed -nE 's,^(.*) (on|keepalive|timewait|probe) \(([0-9]+\.[0-9]+)/.*$,\3,p' "$W/$1.out"
}

# Where a timer ran down between net-tools' two listings, our value must lie between theirs. They measure at different
# times, hence some tolerance; a timer that was started again in between says nothing.
timers_agree() {
	cmp -s "$W/before.out" "$W/ours.out" && return 0
	seconds before >"$W/seconds.before"
	seconds ours >"$W/seconds.ours"
	seconds after >"$W/seconds.after"
	paste "$W/seconds.before" "$W/seconds.ours" "$W/seconds.after" | awk '
		$1 >= $3 && ($2 > $1 + 0.3 || $2 < $3 - 0.3) { print "timer: " $0 > "/dev/stderr"; wrong = 1 }
		END { exit wrong }' 2>"$W/report"
}

# Runs net-tools, ours, ours sorted and net-tools again, until net-tools twice says the same: sockets change by
# themselves, by timers above all. Where all of them agree there is nothing to try again.
run_all() {
	try=0
	while [ $try -lt $TRIES ]; do
		run before oracle "$@"
		before_code=$code
		run ours ours --sort=none "$@"
		ours_code=$code
		run sorted ours "$@"
		sorted_code=$code
		rows_agree=no
		same_rows before sorted && rows_agree=yes
		[ "$rows_agree" = yes ] && cmp -s "$W/before.out" "$W/ours.out" && return 0
		run after oracle "$@"
		same before after && return 0
		try=$((try + 1))
	done
	return 1
}

# Rows can be checked for their order where they show whole numbers only.
shows_numbers() {
	case " $* " in
	*' -x'*) return 1 ;;
	*' -'*n*W*) return 0 ;;
	*) return 1 ;;
	esac
}

# check TITLE ARGUMENT...
check() {
	title=$1
	shift
	if ! run_all "$@"; then
		report_difference
		failed "$title" 'net-tools said something else each time'
	elif [ "$before_code $before_code" != "$ours_code $sorted_code" ]; then
		echo "$before_code, ours: $ours_code, sorted: $sorted_code" >"$W/report"
		failed "$title" 'exit code'
	elif ! same_messages before ours; then
		report_difference "$W/before.err" "$W/ours.err"
		failed "$title" 'stderr with --sort=none'
	elif ! same_messages before sorted; then
		report_difference "$W/before.err" "$W/sorted.err"
		failed "$title" 'stderr, sorted'
	elif ! same before ours; then
		report_difference
		failed "$title" 'stdout with --sort=none'
	elif ! timers_agree; then
		failed "$title" 'seconds of a timer: before, ours, after'
	elif [ "$rows_agree" = no ] && ! same_rows before sorted; then
		report_difference
		failed "$title" 'sorted, the rows are not the same'
	elif shows_numbers "$@" && ! "$ASCENDING" <"$W/sorted.out" >"$W/report"; then
		failed "$title" 'not sorted'
	else
		passed "$title"
	fi
}

first_message() {
	read -r first <"$W/$1.err"
	case $first in
	'netstat: '*) echo "$first" ;;
	esac
}

# The usage text is ours: only the line above it and the exit code count.
check_usage() {
	title=$1
	shift
	run before oracle "$@"
	expected="$code $(first_message before)"
	run ours ours "$@"
	if [ "$expected" != "$code $(first_message ours)" ]; then
		echo "$expected, ours: $code $(first_message ours)" >"$W/report"
		failed "$title" 'exit code, first line of stderr'
	elif [ -s "$W/ours.out" ]; then
		cp "$W/ours.out" "$W/report"
		failed "$title" 'stdout'
	else
		passed "$title"
	fi
}

# Every column with every other one, for each protocol.
for protocol in t u U w x ''; do
	for columns in '' e p o ep eo po epo; do
		check "-an$protocol$columns" "-an$protocol$columns"
	done
done
for columns in '' ee p eo eepo; do
	check "-an4$columns" "-an4$columns"
	check "-an6$columns" "-an6$columns"
	check "-anW46$columns" "-anW46$columns"
	check "-ln46$columns -W" "-ln46$columns" -W
	check "-n46$columns -W" "-n46$columns" -W
done

# A line: what to check it with, then the arguments.
while read -r how arguments; do
	case $how in
	'' | '#'*) continue ;;
	esac
	eval "set -- $arguments"
	case $how in
	same) check "$arguments" "$@" ;;
	usage) check_usage "$arguments" "$@" ;;
	posix) POSIXLY_CORRECT=1; export POSIXLY_CORRECT
		check "POSIXLY_CORRECT=1 $arguments" "$@"
		unset POSIXLY_CORRECT ;;
	nobody) RUN_AS="$DENY uid=65534 --"
		check "as nobody: $arguments" "$@"
		RUN_AS= ;;
	hidden) RUN_AS='unshare --pid --fork --mount-proc'
		check "other processes hidden: $arguments" "$@"
		RUN_AS= ;;
	empty) RUN_AS="$W/tools/menagerie --empty --"
		check "empty namespace: $arguments" "$@"
		RUN_AS= ;;
	esac
done <<'END'
# which sections, which rows
same
same -a
same -l
same -al
same -n
same -ln
same -t
same -u
same -U
same -w
same -x
same -xl
same -xn
same -xe
same -xo
same -xW
same -xeo
same -xlp
same -ta
same -tl
same -tW
same -tlW
same -taW
same -ua
same -ul
same -ulW
same -Ua
same -Ul
same -wa
same -wl
same -waW
same -wln
same -t4
same -t6
same -tl4n
same -tl6n
same -u4an
same -u6an
same -46t
same -46
same -4
same -6
same -4l
same -6a
same -4x
same -6x
same -tx
same -ut
same -wUut
same -antuUwxepo
same -tuna
same -tulpen
same -plunt
same -neopa -W
same -apn
same -tulpnea
same --inet --unix
same -A inet -A unix
same -A inet,inet6
same -A unix
same -A ip6 -l
same -A tcpip -n
same -A ddp
same --ddp
same -A econet
same -A ash
same -d
same -S
same -Sa
same -a4
same -a4v
same -v
same -av
same -vvv
same -tv
# names and numbers
same -t --numeric-hosts
same -t --numeric-ports
same -ta --numeric-users -e
same -tae
same -taee
same -tle
same -te --numeric-users
same -ta --numeric-hosts --numeric-ports
same -taN
same -tanN
same -ua --numeric-hosts
same -ua --numeric-ports
same -uae
same -Uae --numeric-hosts
same -wa --numeric-hosts
same -wa --numeric-ports
same -wae
same -taWe --numeric-ports
same -tapW
same -tao
same -taeoW
# the spelling
same --tcp --all --numeric
same --tcp --listening --numeric --wide
same --udp --udplite --raw --all --numeric --extend
same --tcp --numeric --programs --timers --all
same --prog --tcp -an
same --program -tn
same --listen -t
same --symbolic -t
same --unix --all
same --ax
same --inet6 --ip -n
same -tn --
posix -tan
posix -A inet -n
# errors
same -A foo
same -A inet,foo
same -A ''
same -A inet,,unix
same -A=inet
same -A INET
same -At
same --tcpip
same -Z
same -tZ
same --ipx
same --ax25
same --x25
same --netrom
same --rose
same -t --ipx
same -tan --ax25
usage -Q
usage -tQ
usage --bogus
usage -?
usage -A
usage --protocol
usage --tcp=1
usage --num
usage --l
usage --tc
usage --in
usage -T
usage -D
usage -I
usage -I=lo
usage -c1
usage --ip6
usage --ash
usage -ri
usage -rs
usage -Mi
usage -is
usage -ii
usage -rr
usage -tri
# another user: what cannot be read, and the warning for it
nobody -tan
nobody -tnp
nobody -tanp
nobody -xp
nobody -xap
nobody -uanp
nobody -apn
nobody -anpeo
nobody -tulpen
nobody -p
nobody -ep
# sockets of processes that are not seen
hidden -tanp
hidden -xap
# nothing at all
empty
empty -an
empty -anepo
empty -l
empty -x
empty -xap
empty -tuUw
empty -S
END

finish
