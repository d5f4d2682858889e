# shellcheck shell=sh disable=SC2034,SC2086,SC2154 # variables of common.sh, which must be sourced first; some hold several words
# answers.sh: what a program that reads netstat's output makes of it, with net-tools' output and with ours. To be
# sourced behind common.sh and counters.sh.

TRIES=10
captured=

# Seconds of timers are taken out: nobody could compare those.
still() {
	awk "$STILL"' { print }' "$W/$1.out" >"$W/still" && mv "$W/still" "$W/$1.out"
}

# capture ARGUMENT...: net-tools, ours (in the kernel's order too, where sockets are listed), net-tools
capture() {
	run before oracle "$@"
	before_code=$code
	run ours ours $SORT "$@"
	ours_code=$code
	if [ "$SORT" ]; then
		run sorted ours "$@"
		still sorted
	fi
	run after oracle "$@"
	for listing in before ours after; do
		still $listing
	done
	captured=$*
}

# answer NAME IDIOM: into NAME.answer.out, and its lines sorted into NAME.lines
answer() {
	(
		cd / && eval "$2"
	) <"$W/$1.out" >"$W/$1.answer.out" 2>"$W/$1.answer.err"
	sort "$W/$1.answer.out" >"$W/$1.lines"
}

# Whether net-tools gave the same answer twice, or ours lies between the two.
answers_agree() {
	cmp -s "$W/before.answer.out" "$W/ours.answer.out" || lies_between before.answer ours.answer after.answer
}

lines_agree() {
	[ -z "$SORT" ] || cmp -s "$W/before.lines" "$W/sorted.lines" || cmp -s "$W/after.lines" "$W/sorted.lines"
}

# Whether net-tools itself gave two answers: then there is something to try again.
moved() {
	! cmp -s "$W/before.answer.out" "$W/after.answer.out"
}

# ask IDIOM: false if it was answered otherwise
ask() {
	for listing in before ours ${SORT:+sorted} after; do
		answer $listing "$1"
	done
	answers_agree && lines_agree
}

# check IDIOM ARGUMENT...: from what was captured last with these arguments, or from what is captured now
check() {
	idiom=$1
	shift
	title="$* | $idiom"
	[ "$captured" = "$*" ] || capture "$@"
	try=1
	while ! ask "$idiom" && moved && [ $try -lt $TRIES ]; do
		capture "$@"
		try=$((try + 1))
	done
	if [ $before_code != $ours_code ]; then
		echo "$before_code, ours: $ours_code" >"$W/report"
		failed "$title" 'exit code'
	elif ! answers_agree; then
		report_difference "$W/before.answer.out" "$W/ours.answer.out"
		failed "$title" 'another answer'
	elif ! lines_agree; then
		report_difference "$W/before.lines" "$W/sorted.lines"
		failed "$title" 'another answer from what is sorted'
	elif [ -s "$W/before.answer.err" ]; then
		cp "$W/before.answer.err" "$W/report"
		failed "$title" "it cannot read net-tools' output"
	elif [ ! -s "$W/before.answer.out" ]; then
		: >"$W/report"
		failed "$title" 'the answer is nothing at all'
	else
		passed "$title"
	fi
}

# check_all: each line of stdin is "sockets" or "view", the arguments, " :: ", and a pipeline
check_all() {
	while read -r kind line; do
		case $kind in
		'' | '#'*) continue ;;
		sockets) SORT=--sort=none ;;
		view) SORT= ;;
		*)
			echo "no such kind: $kind"
			exit 1
			;;
		esac
		check "${line#* :: }" ${line%% :: *}
	done
}
