#!/bin/sh
# -c of the views that are no lists of sockets, and of some that are: the first two rounds are net-tools', byte for byte.
# But not those of -gc, which is judged by itself: net-tools prints nonsense there from the second round on, ours prints
# the same in each. See common.sh for the environment.

# shellcheck disable=SC1091,SC2034,SC2086,SC2154 # common.sh uses and sets variables; some hold several words
menagerie_options=--empty
. "${0%/*}/common.sh"
# shellcheck source=SCRIPTDIR/links.sh
. "${0%/*}/links.sh"

# start NAME ours|oracle ARGUMENT...: in the background, for longer than two rounds; they all go on at the same time
start() {
	(
		out=$1 program=$2
		shift 2
		PATH=$W/$program:$PATH
		cd / && timeout $SECONDS_LONG netstat "$@" </dev/null >"$W/$out.out" 2>"$W/$out.err"
		echo $? >"$W/$out.code"
	) &
}

# first_rounds NAME COUNT: of the output, in lines; false if there are less
first_rounds() {
	head -n "$2" "$W/$1.out" >"$W/$1.rounds"
	[ "$(wc -l <"$W/$1.rounds")" -eq "$2" ]
}

# The heading of the interfaces stands there only once.
lines_of_two_rounds() {
	lines=$(wc -l <"$W/once.out")
	case " $*" in
	*' -i'*) echo $((2 * lines - 1)) ;;
	*) echo $((2 * lines)) ;;
	esac
}

# rounds_agree NAME ARGUMENT...: as net-tools' are, in the first two
rounds_agree() {
	number=$1
	shift
	run once oracle "$@"
	count=$(lines_of_two_rounds "$@")
	first_rounds "oracle.$number" $count
	got_two=$?
	first_rounds "ours.$number" $count && [ $got_two = 0 ] &&
		cmp -s "$W/oracle.$number.rounds" "$W/ours.$number.rounds" &&
		cmp -s "$W/oracle.$number.code" "$W/ours.$number.code" &&
		[ "$(head -n 1 "$W/oracle.$number.err")" = "$(head -n 1 "$W/ours.$number.err")" ]
}

# What is started with -c. Sockets need the kernel's order, and nobody beside them who asks for names: that takes a
# socket, too.
continuous='-rn -r -r6n -reen -i -ia -ie -iae -rC'
continuous_sockets='-x -tan'
SECONDS_LONG=3.6	# more than two rounds need, as the machine may be busy

# start_rounds SORT ARGUMENTS...
start_rounds() {
	sort=$1
	shift
	number=0
	for arguments; do
		number=$((number + 1))
		start oracle.$number oracle $arguments -c
		start ours.$number ours $arguments -c $sort
	done
}

check_rounds() {
	number=0
	for arguments; do
		number=$((number + 1))
		if rounds_agree $number $arguments; then
			passed "two rounds of ${arguments}c"
		else
			report_difference "$W/oracle.$number.rounds" "$W/ours.$number.rounds"
			cat "$W/ours.$number.err" >>"$W/report"
			failed "two rounds of ${arguments}c" 'stdout, stderr or exit code:'
		fi
	done
}

# every_round_as_once NAME ARGUMENT...: at least two whole rounds, and perhaps a part of one, each as without -c
every_round_as_once() {
	listing=$1
	shift
	run once oracle "$@"
	once=$(wc -c <"$W/once.out")
	size=$(wc -c <"$W/$listing.out")
	: >"$W/rounds"
	for round in 1 2 3 4 5; do
		cat "$W/once.out" >>"$W/rounds"
	done
	if [ "$size" -ge $((2 * once)) ] && [ "$size" -le $((5 * once)) ] && [ "$once" -gt 0 ] && [ ! -s "$W/$listing.err" ] &&
		cmp -s -n "$size" "$W/rounds" "$W/$listing.out"; then
		passed "every round of ${*}c is as the first"
	else
		report_difference "$W/once.out" "$W/$listing.out"
		cat "$W/$listing.err" >>"$W/report"
		failed "every round of ${*}c is as the first" "$size bytes, once: $once"
	fi
}

make_links
"$LINK_SOCKETS" sockets || skip_all 'no sockets'

start_rounds '' $continuous
start ours.groups ours -gnc
start ours.groups-tcp ours -gtanc --sort=none
wait
check_rounds $continuous
every_round_as_once ours.groups -gn
every_round_as_once ours.groups-tcp -gtan

start_rounds --sort=none $continuous_sockets
wait
check_rounds $continuous_sockets

finish
