# Completion of netstat's options for bash. SPDX-License-Identifier: GPL-2.0-or-later
#
# Completes for the command this file is named after: netstat or, if it was installed with a suffix, netstat-ng.
# bash-completion (2.11, say) claims "netstat" for itself at once, so that it never looks for this file under
# that name; then source it from ~/.bash_completion or from a file in /etc/bash_completion.d.

# The values of an option, or nothing for an option without.
_netstat_ng_values()
{
	case $1 in
	--sort) echo 'local none' ;;
	--source) echo 'auto netlink proc' ;;
	--protocol | -A) echo 'inet inet6 unix ipx ax25 x25 netrom rose ddp bluetooth' ;;
	esac
}

_netstat_ng()
{
	# Not from COMP_WORDS: bash cuts its words at "=".
	local line=${COMP_LINE:0:COMP_POINT} cur prev option='' value='' prefix=''
	local -a words

	read -ra words <<<"$line"
	[[ $line == *[[:space:]] ]] && words+=('')
	cur=${words[-1]}
	prev=
	((${#words[@]} > 1)) && prev=${words[-2]}
	COMPREPLY=()

	case $prev in
	--sort | --source | --protocol) option=$prev value=$cur ;;
	--*) ;;
	-*A) option=-A value=$cur ;; # -tA inet
	esac
	if [[ -z $option && $cur == --*=* ]]; then
		option=${cur%%=*} value=${cur#*=}
		# What bash will not replace, as it is a word of its own there.
		[[ $COMP_WORDBREAKS == *=* ]] || prefix=$option=
	fi

	if [[ -n $option ]]; then
		if [[ ($option == -A || $option == --protocol) && $value == *,* ]]; then
			prefix+=${value%,*}, value=${value##*,}
		fi
		# shellcheck disable=SC2207 # words without blanks, here and below
		COMPREPLY=($(compgen -P "$prefix" -W "$(_netstat_ng_values "$option")" -- "$value"))
		return
	fi

	case $cur in
	--*)
		# shellcheck disable=SC2207
		COMPREPLY=($(compgen -W '--all --listening --tcp --udp --udplite --sctp --raw --unix --inet --inet6
			--protocol= --numeric --numeric-hosts --numeric-ports --numeric-users --symbolic --extend
			--programs --timers --context --wide --verbose --continuous --sort= --source= --help --version' \
			-- "$cur"))
		[[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
		;;
	-)
		COMPREPLY=(-a -l -t -u -U -S -w -x -4 -6 -A -n -N -e -p -o -Z -W -v -c -h -V)
		;;
	esac
}

_netstat_ng_command=${BASH_SOURCE[0]##*/}
complete -F _netstat_ng "${_netstat_ng_command%.bash}"
unset _netstat_ng_command
