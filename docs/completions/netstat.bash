# Completion of netstat's options for bash. SPDX-License-Identifier: GPL-2.0-or-later
#
# Completes for the command this file is named after: netstat or, if it was installed with a suffix, netstat-ng.
# bash-completion (2.11, say) claims "netstat" for itself at once, so that it never looks for this file under
# that name; then source it from ~/.bash_completion or from a file in /etc/bash_completion.d.

# The keys of --sort in the table that the words ask for: each table has its own, and the program tells them.
_netstat_ng_keys()
{
	local command=$1 mode='' word keys
	shift
	for word; do
		case $word in
		--route | --interfaces | --groups | --statistics | --masquerade) mode=$word ;;
		--*) ;;
		-*r*) mode=--route ;;
		-*i*) mode=--interfaces ;;
		-*s*) mode=--statistics ;;
		-*M*) mode=--masquerade ;;
		-*g*) mode=--groups ;;
		esac
	done
	keys=$("$command" ${mode:+"$mode"} --sort= 2>&1 </dev/null)
	[[ $keys == *'the values are: '* ]] || return
	keys=${keys##*the values are: }
	keys=${keys%%,*}
	echo "$keys"
	keys=" $keys "
	keys=${keys/ none / } keys=${keys% }
	echo "${keys// / -}"
}

# The values of an option or of a term of a filter, or nothing where they cannot be told.
_netstat_ng_values()
{
	case $1 in
	--sort) _netstat_ng_keys "${words[@]}" ;;
	--netns) echo all; command ls /run/netns 2>/dev/null ;;
	--source) echo 'auto netlink proc' ;;
	--pager | --color) echo 'auto always never' ;;
	--format) echo 'table json jsonl csv' ;;
	--protocol | -A) echo 'inet inet6 unix ipx ax25 x25 netrom rose ddp bluetooth' ;;
	--state | state | exclude) echo 'established syn-sent syn-recv fin-wait-1 fin-wait-2 time-wait close close-wait
		last-ack listen closing bound-inactive all connected synchronized bucket big' ;;
	--user | user) compgen -u ;;
	--port | --why-busy | port | sport | dport) compgen -A service ;;
	--record | --replay) compgen -f -- "$2" ;;
	proto) echo 'tcp tcp4 tcp6 udp udp4 udp6 udplite raw sctp unix' ;;
	dev) command ls /sys/class/net 2>/dev/null ;;
	esac
}

# The word that the cursor is in is a value of $1; $2 is what there is of it.
_netstat_ng_complete_value()
{
	local prefix=$3 value=$2

	case $1 in
	--protocol | -A | --sort | --state | --user | --port | --why-busy | --netns | state | exclude | user | port | sport | dport | proto | dev)
		[[ $value == *,* ]] && prefix+=${value%,*}, value=${value##*,}
		;;
	esac
	# shellcheck disable=SC2207 # words without blanks, here and below
	COMPREPLY=($(compgen -P "$prefix" -W "$(_netstat_ng_values "$1" "$value")" -- "$value"))
}

_netstat_ng()
{
	# Not from COMP_WORDS: bash cuts its words at "=".
	local line=${COMP_LINE:0:COMP_POINT} cur prev option='' value='' prefix='' field
	local -a words

	COMPREPLY=()
	# Within quotes the word to replace would be the whole of what is quoted.
	[[ $line == *[\'\"\\]* ]] && return
	read -ra words <<<"$line"
	[[ $line == *[[:space:]] ]] && words+=('')
	cur=${words[-1]}
	prev=
	((${#words[@]} > 1)) && prev=${words[-2]}

	case $prev in
	--sort | --source | --protocol | --pager | --color | --format | --state | --user | --port | --why-busy | --netns) option=$prev value=$cur ;;
	--pid | --process) return ;;
	--record | --replay) option=$prev value=$cur ;;
	--*) ;;
	-*A) option=-A value=$cur ;; # -tA inet
	esac
	if [[ -z $option && $cur == --*=* ]]; then
		option=${cur%%=*} value=${cur#*=}
		# What bash will not replace, as it is a word of its own there.
		[[ $COMP_WORDBREAKS == *=* ]] || prefix=$option=
	fi
	if [[ -n $option ]]; then
		_netstat_ng_complete_value "$option" "$value" "$prefix"
		return
	fi

	case $cur in
	--*)
		# shellcheck disable=SC2207
		COMPREPLY=($(compgen -W '--all --listening --tcp --udp --udplite --sctp --raw --unix --inet --inet6
			--protocol= --port= --state= --process= --pid= --user= --numeric --numeric-hosts --numeric-ports
			--numeric-users --symbolic --extend --programs --timers --context --wide --verbose --continuous
			--route --interfaces --groups --statistics --masquerade --fib --cache
			--sort= --source= --netns= --record= --replay= --pager= --no-pager --color= --why-busy= --no-probe --format= --json --help --version' -- "$cur"))
		[[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
		return
		;;
	-)
		COMPREPLY=(-a -l -t -u -U -S -w -x -4 -6 -A -n -N -e -p -o -Z -W -v -c -r -i -g -s -M -F -C -h -V)
		return
		;;
	-*) return ;;
	esac

	# The words of a filter.
	field=$prev
	[[ $prev == = || $prev == != ]] && ((${#words[@]} > 2)) && field=${words[-3]}
	case $field in
	state | exclude | user | port | sport | dport | proto | dev) _netstat_ng_complete_value "$field" "$cur" '' ;;
	src | dst) mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur") ;;
	pid | process | inode | recvq | sendq | path | fwmark | cgroup) ;;
	*)
		# shellcheck disable=SC2207
		COMPREPLY=($(compgen -W 'src dst sport dport port state exclude proto user pid process path inode
			recvq sendq dev fwmark cgroup autobound and or not' -- "$cur"))
		;;
	esac
}

_netstat_ng_command=${BASH_SOURCE[0]##*/}
complete -F _netstat_ng "${_netstat_ng_command%.bash}"
unset _netstat_ng_command
