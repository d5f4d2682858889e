#!/bin/sh
# Where netlink is refused the listing comes from /proc/net, and nobody can tell. See common.sh for the environment.

# shellcheck disable=SC1091,SC2031,SC2034,SC2086,SC2154 # common.sh uses and sets variables; some hold several words
# what sock_diag tells of these differs: see differences.sh
menagerie_options=--without=deferred
. "${0%/*}/common.sh"

TRIES=5

# Twice the ordinary way, with the other way in between: as in compare.sh.
run_three() {
	other=$1
	shift
	try=0
	while [ $try -lt $TRIES ]; do
		RUN_AS=
		run before ours "$@"
		before_code=$code
		case $other in
		--source=*) run other ours "$other" "$@" ;;
		*) RUN_AS="$DENY $other --" run other ours "$@" ;;
		esac
		other_code=$code
		RUN_AS=
		cmp -s "$W/before.out" "$W/other.out" && return 0
		run after ours "$@"
		same before after && return 0
		try=$((try + 1))
	done
	return 1
}

# check OTHER ARGUMENT...
check() {
	title="$*"
	if ! run_three "$@"; then
		report_difference
		failed "$title" 'the ordinary listing was another one each time'
	elif [ "$before_code $other_code" != '0 0' ]; then
		cat "$W/before.err" "$W/other.err" >"$W/report"
		failed "$title" "exit codes $before_code and $other_code"
	elif ! same before other; then
		report_difference
		failed "$title" 'stdout'
	elif ! same_messages before other; then
		report_difference "$W/before.err" "$W/other.err"
		failed "$title" 'stderr'
	else
		passed "$title"
	fi
}

for other in netlink netlink-diag netlink-unsupported netlink-diag-unsupported --source=proc; do
	for arguments in -an -ane -tanoep -uanoe -t4an -t6an -ln -n -xan -xlp -wan -Uan; do
		check $other $arguments
		check $other --sort=none $arguments
	done
done
# Only what every kernel lists over netlink: raw sockets often are not.
for arguments in -tan -tanoep -uanoe -Uan -tln; do
	check --source=netlink $arguments
	check --source=netlink --sort=none $arguments
done

rounds() {
	echo "headings: $(grep -c '^Active' "$W/$1.out"), lines on stderr: $(wc -l <"$W/$1.err")"
}

# Rounds of -c: the headings and warnings of one round, as net-tools prints them, again and again; how many rounds there
# are depends on how fast the machine is, but in 3.5 s there are two at least.
check_rounds() {
	(
		PATH=$W/oracle:$PATH
		exec $RUN_AS netstat "${1%c}"
	) >"$W/oracle.out" 2>"$W/oracle.err"
	(
		PATH=$W/ours:$PATH
		exec timeout -k 5 -s INT 3.5 $RUN_AS netstat "$@"
	) >"$W/ours.out" 2>"$W/ours.err"
	once=$(grep -c '^Active' "$W/oracle.out") warned=$(wc -l <"$W/oracle.err")
	all=$(grep -c '^Active' "$W/ours.out") all_warned=$(wc -l <"$W/ours.err")
	# The last round may have been cut short between its headings.
	if [ "$all" -ge $((2 * once)) ] && [ "$all_warned" -ge $((all / once * warned)) ] &&
		[ "$all_warned" -le $(((all / once + 1) * warned)) ]; then
		passed "$RUN_AS $*: $(rounds ours)"
	else
		rounds ours >"$W/report"
		failed "$RUN_AS $*" "one round of net-tools has $(rounds oracle)"
	fi
}

check_rounds -tanc
check_rounds -ac
check_rounds -lnc
RUN_AS="$DENY uid=65534 --"
check_rounds -tnpc

finish
