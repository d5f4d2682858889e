# shellcheck shell=sh disable=SC2034,SC2086,SC2154 # variables of common.sh, which must be sourced first; some hold several words
# three.sh: whether the program lists the same where something is refused to it.

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

# check OTHER ARGUMENT...: OTHER is what is denied to the program, or an option
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
