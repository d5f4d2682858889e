#!/bin/sh
# What is meant to differ from net-tools, on live sockets. docs/COMPATIBILITY.md has the reasons. See common.sh for the
# environment.

# shellcheck disable=SC1091,SC2034,SC2031,SC2086,SC2154,SC2317 # common.sh uses and sets variables; some hold several words
menagerie_options='--with=awkward --without=many --without=unix-many --without=long'
. "${0%/*}/common.sh"

# prints TEXT: a line ends in TEXT
prints() {
	awk -v text="$1" 'substr($0, length($0) - length(text) + 1) == text { found = 1 } END { exit !found }' \
		<"$W/ours.out"
}

# prints_within TEXT
prints_within() {
	grep -qF -e "$1" "$W/ours.out"
}

prints_nowhere() {
	! grep -q -e "$1" "$W/ours.out"
}

# says TEXT: that and nothing else on stderr
says() {
	[ "$(cat "$W/ours.err")" = "$1" ]
}

code_is() {
	[ "$code" = "$1" ]
}

same_code_and_rows() {
	[ "$code" = "$1" ] && same "$2" "$3"
}

# ---- paths and names as they are ----

run ours ours -xlp
expect 'a unix path is not cut at a blank' prints '/with a blank'
expect 'an abstract name keeps its blanks' prints '@two  blanks '
expect 'an escape sequence in a path is escaped' prints 'escape\\x1b[31m'
expect 'a tab in a path is escaped' prints 'tab\\x09here'
expect 'invalid UTF-8 in a path is escaped' prints 'latin1-\\xe4'
expect 'a path with a line feed is one row' prints_within \
	'line\x0a0000000000000000: 00000002 00000000 00010000 0001 01 4242 forged'
expect 'a path with a line feed forges no row' prints_nowhere ' 4242  *- *forged$'
expect 'no control byte is printed' prints_nowhere "[$(printf '\001-\011\013-\037\177')]"

run ours ours -xa
expect 'UTF-8 in a path is left alone' prints "$(printf ' h\303\266her')"

run ours ours -tlnp
expect 'an escape in a process name is escaped' prints_within '/a\x1bb '
expect 'a line feed in a process name is escaped' prints_within '/a\x0ab '
expect 'DEL in a process name is escaped' prints_within '/a\x7f '
expect 'invalid UTF-8 in a process name is escaped' prints_within '/a\xff '
expect 'UTF-8 in a process name is left alone' prints_within "/$(printf 'h\303\266her') "
expect 'no control byte is printed in process names' prints_nowhere "[$(printf '\001-\011\013-\037\177')]"

# ---- a protocol that the kernel lacks ----

if [ ! -e /proc/net/sctp ]; then
	sctp='netstat: no support for `AF INET (sctp)'\'' on this system.'
	run oracle oracle -tuan
	run ours ours --sort=none -tuanS
	expect 'without sctp -tuS lists udp all the same' same_code_and_rows 1 oracle ours
	expect 'without sctp -tuS says so' says "$sctp"
	run ours ours --sort=none -Sx
	expect 'without sctp -Sx lists unix sockets' prints_within 'Active UNIX domain sockets (w/o servers)'
	expect 'without sctp -Sx ends with 1' code_is 1
	expect 'without sctp -Sx says so' says "$sctp"
else
	echo '# this kernel has sctp: the tests without it are left out'
fi

# ---- half-open connections that wait for data ----

# /proc counts how often the timer ran out, sock_diag how often something was sent again: nothing.
run ours ours -tano --sort=none 'sport = 14001 and state syn-recv'
expect 'SYN_RECV under TCP_DEFER_ACCEPT is listed' prints_within '127.0.0.1:14001 '
expect 'SYN_RECV under TCP_DEFER_ACCEPT has no retransmission' prints '/0/0)'

# ---- Bluetooth ----

if [ ! -e /proc/net/l2cap ]; then
	bluetooth='netstat: no support for `AF BLUETOOTH'\'' on this system.'
	for arguments in -2 -f --l2cap --rfcomm --bluetooth '-A bluetooth' '-t2' '-tanf' '-an -A inet,bluetooth'; do
		run oracle oracle $arguments
		run ours ours --sort=none $arguments
		expect "without Bluetooth $arguments lists the rest" same_code_and_rows 1 oracle ours
		expect "without Bluetooth $arguments says so" says "$bluetooth"
	done
else
	echo '# this kernel has Bluetooth: the tests without it are left out'
fi

# ---- write errors ----

for arguments in -tan -h -V -xa; do
	: >"$W/ours.out"
	(PATH=$W/ours:$PATH; exec netstat $arguments) >/dev/full 2>"$W/ours.err"
	code=$?
	expect "a full disk is told: $arguments" says 'netstat: write error: No space left on device'
	expect "a full disk ends with 1: $arguments" code_is 1
done

# ---- texts of our own ----

for arguments in -h --help -V --version '-h -Q' '-V -Q'; do
	run ours ours $arguments
	expect "$arguments prints something" [ -s "$W/ours.out" ]
	expect "$arguments prints it on stdout" [ ! -s "$W/ours.err" ]
	expect "$arguments ends with 0" code_is 0
done
for arguments in -Q '-?' -ri '-Q -V' --tcp=1; do
	run ours ours $arguments
	expect "$arguments prints nothing on stdout" [ ! -s "$W/ours.out" ]
	expect "$arguments prints the usage on stderr" grep -qi '^usage' "$W/ours.err"
	expect "$arguments ends with 3" code_is 3
done

finish
