#!/bin/bash
# The completions know every option of --help; that of bash offers each table's own keys for --sort.
# Environment: NETSTAT, srcdir, builddir as in tests/live/common.sh. Exit: 0 all passed, 1 something failed.

here=$(cd "$(dirname "$0")" && pwd)
: "${srcdir:=$here/../..}" "${builddir:=$srcdir}"
program=${NETSTAT:-$builddir/netstat}
[[ $program == /* ]] || program=$PWD/$program
completions=$srcdir/docs/completions
tests=0 failures=0

# judge NAME REASON: it failed if there is a reason
judge() {
	tests=$((tests + 1))
	if [[ -z $2 ]]; then
		echo "ok $1"
	else
		failures=$((failures + 1))
		echo "not ok $1: $2"
	fi
}

# Each long option that is not in the file as the shell's own syntax has it.
missing() {
	local file=$1 pattern=$2 word
	for word in $("$program" --help | grep -oE -- '--[a-z][a-z-]+' | sort -u); do
		grep -qE -- "${pattern/@/${word#--}}" "$completions/$file" || echo "$word"
	done
}

judge 'bash has all options' "$(missing netstat.bash '--@([^a-z-]|$)')"
judge 'zsh has all options' "$(missing _netstat '--@([^a-z-]|$)')"
judge 'fish has all options' "$(missing netstat.fish '-l @( |$)')"
options=$("$program" --help | grep -cE -- '--[a-z]')
judge 'there are options' "$([[ $options -gt 20 ]] || echo "only $options lines")"

# shellcheck source=/dev/null
. "$completions/netstat.bash"

# expect LINE WORD...: what bash completes the line to, all of it
expect() {
	local line=$1 found wanted
	shift
	COMP_LINE=$line COMP_POINT=${#line} COMPREPLY=()
	_netstat_ng netstat
	found=$(printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' ')
	wanted=$(printf '%s\n' "$@" | sort | tr '\n' ' ')
	judge "${line/$program/netstat}" "$([[ $found == "$wanted" ]] || echo "$found instead of $wanted")"
}

expect "$program --sort=p" port pid program
expect "$program -tan --sort=-p" -port -pid -program
expect "$program -rn --sort=met" metric
expect "$program -i --sort=rx_b" rx_bytes
expect "$program --interfaces --sort=tx_b" tx_bytes
expect "$program -sn --sort=value,-na" value,-name
expect "$program -gn --sort n" none
expect "$program -M --sort=exp" expires
expect "$program -t --ro" --route
expect "no-such-program --sort=p" ''

echo "# ${0##*/}: $tests tests, $failures failures"
[[ $failures == 0 ]]
