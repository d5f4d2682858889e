#!/bin/sh
# Where netlink is refused the listing comes from /proc/net, and nobody can tell. See common.sh for the environment.

# shellcheck disable=SC1091,SC2031,SC2034,SC2086,SC2154 # common.sh uses and sets variables; some hold several words
# what sock_diag tells of these differs: see differences.sh
menagerie_options=--without=deferred
. "${0%/*}/common.sh"
. "${0%/*}/three.sh"

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
