#!/bin/sh
# Filters over live sockets: what ss's language says must select what ss selects, what only ours has must select what awk
# selects from the whole listing; and expressions that cannot be read are refused with the fault shown.
#
# Environment: NETSTAT, srcdir, builddir, MENAGERIE_OPTIONS as in common.sh
#              SS   the ss to compare with (default: the one in the PATH)

# shellcheck disable=SC1091,SC2016,SC2031,SC2034,SC2086,SC2154,SC2317 # common.sh uses and sets variables; some hold several words; clean_up is for a trap

# net-tools is not needed here, so this script enters the menagerie in its own way.
if [ -z "$FILTER_INSIDE" ]; then
	LIVE_DIR=$(mktemp -d) || exit 1
	export LIVE_DIR
fi
. "${0%/*}/common.sh"

TRIES=5
: "${SS:=ss}"

# ---- before: a place to run in ----

# A control group for the helper to make sockets in: $group, or the reason why there is none in $no_group.
make_group() {
	mounted=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/self/mounts)
	group=$mounted/netstat-filter-$$
	if [ -z "$mounted" ]; then
		group='' no_group='no control groups of version 2 are mounted'
	elif ! mkdir "$group" 2>/dev/null; then
		group='' no_group="no directory can be made in $mounted"
	elif ! sh -c 'echo 0 >"$1/cgroup.procs"' sh "$group" 2>/dev/null; then
		rmdir "$group"
		group='' no_group="no process can be moved within $mounted"
	fi
}

# The last processes in it may need a moment to go.
clean_up() {
	rm -rf "$LIVE_DIR"
	for try in 1 2 3 4 5; do
		[ -z "$group" ] || rmdir "$group" 2>/dev/null && break
		sleep 0.2
	done
}

enter() {
	group=
	trap clean_up EXIT
	trap 'exit 1' HUP INT TERM
	[ "$(id -u)" = 0 ] || skip_all 'needs root'
	for tool in "$SS" ip mktemp timeout cmp diff awk; do
		command -v "$tool" >/dev/null || skip_all "needs $tool"
	done
	here=$(cd "$(dirname "$0")" && pwd)
	: "${srcdir:=$here/../..}" "${builddir:=$srcdir}"
	NETSTAT=$(absolute "${NETSTAT:-$builddir/netstat}")
	[ -x "$NETSTAT" ] || { echo "no program to test: $NETSTAT"; exit 1; }
	chmod 755 "$W"
	mkdir "$W/ours" "$W/tools" || exit 1
	cp "$NETSTAT" "$W/ours/netstat" || exit 1
	for tool in deny menagerie filter_sockets; do
		cp "$builddir/tests/live/$tool" "$W/tools/" || exit 1
	done
	chmod -R a+rX "$W"
	make_group
	FILTER_INSIDE=yes
	export SS FILTER_INSIDE group no_group mounted
	"$W/tools/menagerie" --etc="$here/etc" $MENAGERIE_OPTIONS -- \
		"$W/tools/filter_sockets" $group -- sh "$here/${0##*/}"
	exit $?
}

[ -n "$FILTER_INSIDE" ] || enter

skipped() {
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

# ---- against ss ----

# The rows of both programs as: local address, port, foreign address, port, state. A TCP socket that is only bound is a
# row of some versions of ss and never one of ours. Where only one state was asked for ss has no column for it.
ss_rows() {
	awk -v tcp="$2" '
		function end(text, host, port) {
			port = text
			sub(/.*:/, "", port)
			host = substr(text, 1, length(text) - length(port) - 1)
			sub(/%.*/, "", host)
			gsub(/[][]/, "", host)
			return (host == "*" ? "::" : host) " " port
		}
		tcp && $1 == "UNCONN" { next }
		$1 ~ /^[0-9]/ {
			print end($3), end($4), "?"
			next
		}
		{
			state = $1
			gsub(/-/, "_", state)
			sub(/WAIT_/, "WAIT", state)
			state = state == "ESTAB" ? "ESTABLISHED" : state == "UNCONN" ? "-" : state
			print end($4), end($5), state
		}' "$W/$1.out" | sort
}

our_rows() {
	awk -v stateless="$stateless" '
		function end(text, host, port) {
			port = text
			sub(/.*:/, "", port)
			host = substr(text, 1, length(text) - length(port) - 1)
			if ($1 ~ /6$/ && host ~ /^[0-9.]+$/)
				host = "::ffff:" host
			return host " " port
		}
		/^(tcp|udp)/ {
			state = stateless ? "?" : $6 ~ /^[A-Z]/ ? $6 : "-"
			print end($4), end($5), state
		}' "$W/$1.out" | sort
}

# run_ss NAME ARGUMENT...
run_ss() {
	name=$1
	shift
	$SS -H "$@" </dev/null >"$W/$name.out" 2>"$W/$name.err" || return 1
	[ ! -s "$W/$name.err" ]
}

# Between two listings of ss that agree, ours, in every way in which it can be made.
run_both() {
	sources=$1 tcp=
	shift
	case $1 in -t*) tcp=yes ;; esac
	try=0
	while [ $try -lt $TRIES ]; do
		run_ss before "$@" || return 1
		run streamed ours --sort=none -W "$@"
		run sorted ours -W "$@"
		[ "$sources" = netlink ] || run proc ours --source=proc -W "$@"
		run_ss after "$@" || return 1
		ss_rows before "$tcp" >"$W/before.rows"
		ss_rows after "$tcp" >"$W/after.rows"
		cmp -s "$W/before.rows" "$W/after.rows" && return 0
		try=$((try + 1))
	done
	return 1
}

# like_ss both|netlink OPTIONS EXPRESSION...: netlink for what /proc does not tell
like_ss() {
	title="like ss: $*"
	case $1 in both) ways='streamed sorted proc' ;; *) ways='streamed sorted' ;; esac
	if ! run_both "$@"; then
		cat "$W/before.err" >"$W/report"
		failed "$title" 'ss refuses it, or says something else each time'
		return
	fi
	stateless=$(grep '?$' "$W/before.rows")
	for way in $ways; do
		our_rows $way >"$W/$way.rows"
		if ! cmp -s "$W/before.rows" "$W/$way.rows"; then
			report_difference "$W/before.rows" "$W/$way.rows"
			cat "$W/$way.err" >>"$W/report"
			failed "$title" "$way: not the same rows, those of ss first"
			return
		elif [ -s "$W/$way.err" ]; then
			cp "$W/$way.err" "$W/report"
			failed "$title" "$way: a message"
			return
		fi
	done
	[ -s "$W/before.rows" ] || empty=$((empty + 1))
	passed "$title: $(wc -l <"$W/before.rows") rows"
}

# Words that both shells and filters know are quoted twice.
empty=0
while read -r line; do
	case $line in '' | '#'*) continue ;; esac
	eval "like_ss $line"
done <<'END'
both -tan
both -uan
# ports
both -tan sport = :22
both -tan sport = 22
both -tan sport 22
both -tan sport :22
both -tan sport == :22
both -tan sport eq :22
both -tan sport != :22
both -tan sport ne 22
both -tan sport neq :22
both -tan sport '>' :21010
both -tan sport gt 21010
both -tan sport '>=' :21010
both -tan sport ge :21010
both -tan sport geq 21010
both -tan sport '<' :100
both -tan sport lt :100
both -tan sport '<=' :22
both -tan sport le 22
both -tan sport leq :22
both -tan dport = :443
both -tan dport 443
both -tan dport != 443
both -tan dport '>' 0
both -tan dport = 0
both -tan dport geq :443
both -tan sport '>=' 65535
both -tan sport '<' 1
both -tan sport = :ssh
both -tan sport = http
both -tan dport = :https
both -tan sport = :echo
both -tan sport gt :http
# addresses
both -tan src 127.0.0.1
both -tan src = 127.0.0.1
both -tan dst 127.0.0.1
both -tan src 127.0.0.1:22
both -tan src 127.0.0.1:ssh
both -tan dst 192.0.2.10:443
both -tan "src *:22"
both -tan src :22
both -tan "dst *"
both -tan src 127.0.0.0/8
both -tan src 127/8
both -tan src 192.0.2/24
both -tan dst 198.51.100.0/25
both -tan dst 198.51.100.7/31
both -tan src 127.0.0.0/8:22
both -tan src 0.0.0.0
both -tan src 0.0.0.0/0
both -tan src 192.0.0.0/2
both -tan src '[::1]'
both -tan src '[::1]:25'
both -tan src '[::1/128]'
both -tan src '[::1/128]:25'
both -tan src ::1/128
both -tan src ::1/128:25
both -tan src 2001:db8::/32
both -tan dst 2001:db8::1000/116
both -tan dst '[2001:db8::/64]:443'
both -tan src fe80::/10
both -tan src fd00::/8
both -tan src ::/0
both -tan src '[::ffff:127.0.0.1]'
both -tan src ::ffff:0.0.0.0/96
both -tan "src inet6:*"
both -tan "src inet:*"
both -tan "src inet6:[::1]"
both -tan "src inet:192.0.2.1"
both -tan "src inet:127.0.0.1"
both -tan "src inet6:*:22"
both -tan "src inet:*:22"
both -tan src localhost
both -tan dst peer
both -tan dst peer:443
both -tan src second.example.com:22
both -tan dst 10.255.255.255
# together
both -tan sport = :22 or sport = :25
both -tan "sport = :22 | sport = :25"
both -tan "sport = :22 || dport = :443"
both -tan sport '>=' :21001 and sport '<=' :21010
both -tan "sport >= :21001 & sport <= :21010"
both -tan "sport >= :21001 && dport = :443"
both -tan sport geq 21001 sport leq 21010 dport 443
both -tan src 127.0.0.1 sport = :22
both -tan not sport = :22
both -tan "! sport = :22"
both -tan "! ! sport = :22"
both -tan not src 127.0.0.0/8 and not src 192.0.2.0/24
both -tan "( sport = :22 )"
both -tan "( sport = :22 or sport = :25 ) and src 127.0.0.0/8"
both -tan "sport = :22 or ( sport = :25 and src [::1] )"
both -tan "not ( sport = :22 or sport = :25 )"
both -tan "not ( src 127.0.0.0/8 and not ( sport = :22 or sport = :80 ) )"
both -tan "( ( ( sport = :22 ) ) )"
both -tan "( dport = :443 or dport = :0 ) ( src 192.0.2.1 or src [2001:db8::1] )"
both -tan "sport != :22 sport != :443 dport != :443"
# states
both -tan state established
both -tan state syn-sent
both -tan state syn-recv
both -tan state fin-wait-1
both -tan state fin-wait-2
both -tan state time-wait
both -tan state close-wait
both -tan state last-ack
both -tan state closing
both -tan state listening
both -tan state close
both -tan state ESTABLISHED
both -tan state all
both -tan state connected
both -tan state synchronized
both -tan state bucket
both -tan state big
both -tan state listening state syn-sent
both -tan exclude listening
both -tan exclude listening exclude established
both -tan state connected exclude established
both -tan state established sport = :21001
both -tan state listening src '[::1]'
both -tan state time-wait "( sport = :21017 or dport = :12003 )"
both -tan exclude established not sport = :22
both -tn state listening
both -t4an sport = :22
both -t6an sport = :22
both -t4an dport = :443
both -t6an dport = :443
# what only the kernel knows
netlink -tan dev v0
netlink -tan dev = lo
netlink -tan dev != v0
netlink -tan not dev lo
netlink -tan "dev lo or dev v0"
netlink -tan "dev lo and sport = :24011"
netlink -tan "dev lo or sport = :22"
netlink -tan state listening dev v0
netlink -tan fwmark = 0x17
netlink -tan fwmark 23
netlink -tan fwmark = 027
netlink -tan fwmark = 0x10/0x10
netlink -tan fwmark = 0x17/0xff
netlink -tan fwmark != 0x17
netlink -tan not fwmark = 0x10/0xf0
netlink -tan fwmark 0
netlink -tan fwmark = 0xffffffff
netlink -tan "fwmark = 0x17 or sport = :22"
netlink -tan "fwmark = 0x17 and src [::1]"
netlink -tan "dev lo and fwmark = 0x17"
netlink -tan autobound
netlink -tan "autobound and src 127.0.0.1"
netlink -tan "autobound or sport = :22"
netlink -tan state listening autobound
netlink -t6an autobound
# UDP
both -uan sport = :24007
both -uan sport '>' :24000
both -uan dport = :24007
both -uan dport != 0
both -uan src 127.0.0.1
both -uan src '[::1]'
both -uan src 127.0.0.0/8:15001
both -uan dst 127.0.0.1:15001
both -uan src ::ffff:0.0.0.0/96
both -uan "src 10.0.0.1 or src 100.0.0.0/8"
both -uan state established
both -uan state unconnected
both -uan state all sport = :15100
both -uan state connected
both -uan exclude established
both -uan "not ( src 127.0.0.0/8 or src ::1/128 )"
both -uan sport = :bootpc
netlink -uan dev lo
netlink -uan dev v0
netlink -uan dev != lo
netlink -uan fwmark = 0x17
netlink -uan fwmark = 0x10/0x10
netlink -uan autobound
netlink -uan state established autobound
netlink -uan "dev lo or fwmark = 0x17"
END

# Where all lists are empty all are the same.
if [ $empty -le 6 ]; then
	passed "of what ss was asked for little is missing here: $empty"
else
	echo "$empty" >"$W/report"
	failed 'of what ss was asked for little is missing here' 'too many empty lists'
fi

if [ -n "$group" ]; then
	for protocol in -tan -uan; do
		like_ss netlink $protocol cgroup "$group"
		like_ss netlink $protocol cgroup = "${group#"$mounted"}"
		like_ss netlink $protocol cgroup "$group" and sport != :24021
		like_ss netlink $protocol cgroup "$group" or sport = :15100
		like_ss netlink $protocol cgroup != "$group"
		like_ss netlink $protocol not cgroup "$group"
		like_ss netlink $protocol cgroup "$mounted"
	done
else
	skipped 'like ss: cgroup' "$no_group"
fi

# ---- against awk ----

# The fields of a row of -tuanpe -W, for conditions: label proto recvq sendq laddr lport faddr fport state user inode pid
# program. Port 0 is printed as an asterisk, no process as a dash.
FIELDS='
	function host(text) {
		sub(/:[^:]*$/, "", text)
		return text
	}
	function port(text) {
		sub(/.*:/, "", text)
		return text + 0
	}
	/^(tcp|udp)/ {
		label = proto = $1
		sub(/6$/, "", proto)
		recvq = $2 + 0; sendq = $3 + 0
		laddr = host($4); lport = port($4); faddr = host($5); fport = port($5)
		field = $6 ~ /^[A-Z]/ ? 7 : 6
		state = field == 7 ? $6 : ""
		user = $field + 0; inode = $(field + 1) + 0
		rest = $0
		for (i = 0; i <= field; i++)
			sub(/^ *[^ ]+/, "", rest)
		sub(/^ +/, "", rest)
		sub(/ +$/, "", rest)
		pid = rest + 0
		program = rest
		sub(/^[0-9]*\//, "", program)
	}'

# The same for -xanp: flags type state inode pid program path.
UNIX_FIELDS='
	/^unix/ {
		rest = $0
		sub(/^unix +[0-9]+ +\[/, "", rest)
		flags = rest
		sub(/\].*/, "", flags)
		sub(/^[^]]*\] +/, "", rest)
		type = rest
		sub(/ .*/, "", type)
		sub(/^[A-Z]+ +/, "", rest)
		state = ""
		if (rest ~ /^[A-Z]/) {
			state = rest
			sub(/ .*/, "", state)
			sub(/^[A-Z]+ +/, "", rest)
		}
		inode = rest + 0
		sub(/^[0-9]+ +/, "", rest)
		pid = rest + 0
		program = path = rest
		sub(/ .*/, "", program)
		sub(/^[0-9]*\//, "", program)
		path = substr(rest, 22)
	}'

rows() {
	grep -E '^(tcp|udp|unix)' "$W/$1.out" | sort
}

# like_awk FIELDS CONDITION OPTIONS EXPRESSION...: the rows of OPTIONS alone for which the condition holds
like_awk() {
	fields=$1 condition=$2 options=$3
	shift 3
	title="like awk: $options $*"
	try=0
	while [ $try -lt $TRIES ]; do
		run before ours $options
		run streamed ours --sort=none $options "$@"
		streamed_code=$code
		run sorted ours $options "$@"
		run proc ours --source=proc $options "$@"
		run after ours $options
		cmp -s "$W/before.out" "$W/after.out" && break
		try=$((try + 1))
	done
	rows before | awk "$fields ($condition) { print }" >"$W/before.rows"
	for way in streamed sorted proc; do
		rows $way >"$W/$way.rows"
		if ! cmp -s "$W/before.rows" "$W/$way.rows" || [ $streamed_code != 0 ]; then
			report_difference "$W/before.rows" "$W/$way.rows"
			cat "$W/$way.err" >>"$W/report"
			failed "$title" "$way, exit code $streamed_code: not the same rows, those of awk first"
			return
		elif [ -s "$W/$way.err" ]; then
			cp "$W/$way.err" "$W/report"
			failed "$title" "$way: a message"
			return
		fi
	done
	if [ -s "$W/before.rows" ] || [ "$condition" = 0 ]; then
		passed "$title: $(wc -l <"$W/before.rows") rows"
	else
		: >"$W/report"
		failed "$title" 'no row is left, which proves little'
	fi
}

# The condition, a tab, the expression and options for it.
while IFS='	' read -r condition line; do
	case $condition in '' | '#'*) continue ;; esac
	eval "set -- $line"
	like_awk "$FIELDS" "$condition" '-tuanpeW' "$@"
done <<'END'
# lists and ranges
lport == 22 || lport == 80 || (lport >= 1000 && lport <= 2000)	sport 22,80,1000-2000
lport == 22 || lport == 24001	sport = 24001,22
fport == 443 || (fport >= 20000 && fport <= 25000)	dport=443,20000-25000
lport != 443 && (lport < 1 || lport > 1023)	sport != 443,1-1023
lport == 22 || lport == 25	sport ssh,smtp
lport == 443 || fport == 443	port 443
lport == 22 || fport == 22 || lport == 443 || fport == 443	port = 22,https
lport > 60000 || fport > 60000	port '>' 60000
lport != 443 && fport != 443	port != 443
!(lport == 443 || fport == 443)	not port = 443
lport == 443 || fport == 443	--port=443
(lport == 443 || fport == 443) && state == "TIME_WAIT"	--port=443 state time-wait
laddr ~ /^127\./ && (lport == 22 || lport == 80)	src 127/8:22,80
# owners: any of them counts, though the one with the lowest number is shown, of ports 19200 and 19202 above all
pid == 1	pid 1
pid >= 4 && pid <= 9	pid 4-9
(pid > 4 && pid < 9) || lport == 19202	pid '>' 4 and pid '<' 9
pid != 1	pid != 1
pid == 1 || pid == 5	--pid=1,5
program == "absolute"	process absolute
program ~ /^nginx: /	"process 'nginx: *'"
program ~ /^nginx: /	process nginx
program ~ /^(postgres|nginx):/	process nginx or process postgres
program ~ /^nginx: /	'--process=nginx: master*'
program == "-bash"	'process -bash'
program ~ /relative/	'process *relative*'
program ~ /^[a-m]/	'process [a-m]*'
(program ~ /^[^a-m]/ && program != "-") || lport == 19202	'process [!a-m]*'
program != "menagerie"	process != menagerie
program == "shared-second" || lport == 19200	process shared-second
program == "shared-first" || lport == 19202	process shared-first
program == "menagerie" && lport == 22	process menagerie sport 22
program == "absolute" || lport == 22	process absolute or sport = 22
program == "filter_sockets" && state == "LISTEN"	process=filter_sockets state=listen
pid == 1 && fport == 443 || lport == 25	pid 1 and dport 443 or sport 25
# users
user == 0	user root
user == 65534	user nobody
user == 65534	user = 65534
user != 0	user != root
user == 54320	user a-very-long-user-name
user >= 54320 && user <= 54321	user 54320-54321
user == 65534 || user == 54321	user nobody,54321
user == 65534	--user=nobody
user == 65534 && state == "SYN_RECV"	user nobody state syn-recv
# inodes and queues
inode == 0	inode 0
inode > 0	inode '>' 0
inode != 0	inode != 0
inode >= 1 && lport == 22	inode '>=' 1 sport 22
recvq > 0	recvq '>' 0
recvq == 5	recvq 5
recvq == 5 || recvq == 7	recvq 5,7
sendq >= 14	sendq '>=' 14
sendq != 0	sendq != 0
recvq > 0 && sendq > 0	recvq '>' 0 sendq '>' 0
sendq < 15 && sendq > 0	'sendq<15&&sendq>0'
# protocols
proto == "tcp"	proto tcp
label == "tcp6"	proto tcp6
label == "udp"	proto udp4
label == "udp" || label == "tcp6"	proto udp4,tcp6
proto != "tcp"	proto != tcp
proto == "udp"	not proto tcp
proto == "udp" && fport == 15001	proto udp dport 15001
0	proto raw
# states within an expression
state == "LISTEN"	state listen
state == "LISTEN"	state LISTENING
state == "LISTEN" || state == "TIME_WAIT"	state listen,time-wait
state == "LISTEN" || state == "TIME_WAIT"	state = LISTEN,TIME_WAIT
state == "LISTEN" || state == "TIME_WAIT"	state listen state time-wait
state == "LISTEN" || state == "TIME_WAIT"	state listen or state time-wait
state == "LISTEN"	--state=listen
state == "SYN_SENT" || state == "SYN_RECV"	--state=SYN_SENT,SYN_RECV
state != "LISTEN"	state != listen
state != "ESTABLISHED"	not state established
state == "LISTEN" && lport < 100 || fport == 443	'state listen and sport < 100 or dport 443'
lport == 21001 || state == "CLOSING"	sport 21001 or state closing
state == "FIN_WAIT1" || state == "FIN_WAIT2"	state fin-wait-1,FIN_WAIT2
0	state listen and state established
# `and` binds tighter than `or`
lport == 22 || (lport == 25 && laddr == "::1")	sport 22 or sport 25 and src '[::1]'
(lport == 25 && laddr == "::1") || lport == 22	sport 25 src '[::1]' or sport 22
lport == 22 || (lport == 25 && fport == 1)	sport 22 or sport 25 and dport 1
# no blanks
lport == 22	'(sport=22)'
lport == 22 || fport == 443	'sport=22||dport=443'
lport != 22 && fport != 443	'!sport=22&&!dport=443'
lport == 22	' sport  =  22 '
!(lport == 22 || lport == 25)	'not(sport=22|sport=25)'
END

while IFS='	' read -r condition line; do
	case $condition in '' | '#'*) continue ;; esac
	eval "set -- $line"
	like_awk "$UNIX_FIELDS" "$condition" '-xanp' "$@"
done <<'END'
path ~ /^\//	'path /*'
path ~ /^\//	'src /*'
path ~ /^\//	'src unix:/*'
path ~ /^@/	'path @*'
path ~ /^@/	'src unix:@*'
path == ""	"path ''"
path != ""	path '?*'
path !~ /^\//	'path != /*'
1	'src unix:*'
0	'dst unix:*'
0	dst /nowhere
state == "LISTENING"	state listening
state == "CONNECTED"	state established
state != "CONNECTED"	exclude established
inode > 0	inode '>' 0
inode == 0	inode 0
pid == 1	pid 1
program == "absolute"	process absolute
program == "nobody-unix"	process nobody-unix
state == "LISTENING" && path ~ /^@/	'state listening path @*'
1	proto unix
0	proto tcp
0	sport 22
1	not sport 22
0	src 127.0.0.1
END

# ---- without -a ----

# Connected sockets, unless the expression names a state or -l is given.
while IFS='	' read -r condition options line; do
	eval "set -- $line"
	run before ours -tuanW
	rows before | awk "$FIELDS ($condition) { print }" >"$W/before.rows"
	run filtered ours $options "$@"
	rows filtered >"$W/filtered.rows"
	if cmp -s "$W/before.rows" "$W/filtered.rows" && [ -s "$W/before.rows" ]; then
		passed "of all: $options $*"
	else
		report_difference "$W/before.rows" "$W/filtered.rows"
		failed "of all: $options $*" 'not the same rows, those of awk first'
	fi
done <<'END'
proto == "tcp" && fport != 0 && lport < 22000	-tnW	'sport < 22000'
proto == "tcp" && fport == 0 && lport == 22	-tnlW	'sport 22'
proto == "tcp" && lport == 22	-tnlaW	'sport 22'
proto == "tcp" && state == "LISTEN"	-tnW	'state listen'
proto == "tcp" && state != "ESTABLISHED"	-tnW	'exclude established'
proto == "tcp" && state == "LISTEN" && lport == 22	-tnW	'sport 22 and state listen'
proto == "tcp" && state == "LISTEN"	-tnW	--state=listen
proto == "udp" && fport != 0 && lport > 15000	-unW	'sport > 15000'
proto == "udp" && state == ""	-unW	'state close'
END

# Sockets that are only bound are listed by one name, whatever stands beside it. Linux 6.8 was the first to list them.
release=$(uname -r)
minor=${release#*.}
minor=${minor%%[!0-9]*}
for expression in 'state bound-inactive' 'state bound-inactive,listen' 'state bound-inactive state listen' \
	'state listen or state bound-inactive' 'sport = 17001,17002 and state BOUND_INACTIVE'; do
	run bound ours -tnW "$expression"
	if [ "${release%%.*}" -lt 6 ] || { [ "${release%%.*}" = 6 ] && [ "$minor" -lt 8 ]; }; then
		skipped "$expression" "$release does not list such sockets"
	elif grep -q '^tcp .*:17001 .*CLOSE' "$W/bound.out" && grep -q '^tcp6.*:17002 .*CLOSE' "$W/bound.out"; then
		passed "$expression"
	else
		cp "$W/bound.out" "$W/report"
		failed "$expression" 'without the sockets that are bound to ports 17001 and 17002'
	fi
done

# ---- what cannot be seen ----

# unseen WHERE COUNT ARGUMENT...: COUNT sockets cannot be judged; WHERE is what is said of that
unseen() {
	where=$1 expected=$2 plural=s
	shift 2
	title="${RUN_AS:+as another user: }$*"
	run unseen ours "$@"
	[ "$expected" = 1 ] && plural=
	echo "netstat: not listed, because what the filter asks of them cannot be seen$where:" \
		"$expected socket$plural" >"$W/expected"
	if [ $code != 0 ]; then
		cp "$W/unseen.err" "$W/report"
		failed "$title" "exit code $code"
	elif ! report_difference "$W/expected" "$W/unseen.err"; then
		failed "$title" 'stderr'
	else
		passed "$title: $expected"
	fi
}

count() {
	run all ours "$@"
	rows all | wc -l
}

for term in 'dev v0' 'fwmark 0x17' 'not fwmark 0x17' ${group:+"cgroup $group"}; do
	unseen ' here' "$(count -tuan)" --source=proc -tuan "$term"
	unseen ' here' "$(count -tuan sport = 22)" --source=proc -tuan sport = 22 and "$term"
	unseen ' here' "$(count -tuan sport != 22)" --source=proc -tuan sport = 22 or "$term"
done
RUN_AS="$DENY uid=65534 --"
if run nobody ours -V; [ $code = 0 ]; then
	unseen ' (root sees more)' "$(count -tuan)" -tuan fwmark 0x17
	unseen ' (root sees more)' "$(count -tuan sport = 22)" -tuan fwmark 0x17 sport = 22
else
	skipped 'as another user' 'the user cannot be changed'
fi
RUN_AS=

# In /proc the port must do for the question whether the kernel chose it.
range=$(cat /proc/sys/net/ipv4/ip_local_port_range)
first=${range%%[!0-9]*} last=${range##*[!0-9]}
run before ours -tuanW
rows before | awk "$FIELDS (lport >= $first && lport <= $last) { print }" >"$W/before.rows"
run proc ours --source=proc -tuanW autobound
rows proc >"$W/proc.rows"
if report_difference "$W/before.rows" "$W/proc.rows"; then
	passed 'autobound from /proc'
else
	failed 'autobound from /proc' 'not the rows with a port of the range'
fi

# All others are not autobound; ss sees this in another way.
run chosen ours -tuanW autobound
run others ours -tuanW not autobound
run before ours -tuanW
rows before >"$W/before.rows"
cat "$W/chosen.out" "$W/others.out" | grep -E '^(tcp|udp)' | sort >"$W/both.rows"
if report_difference "$W/before.rows" "$W/both.rows"; then
	passed 'autobound, and not'
else
	failed 'autobound, and not' 'together they are not all sockets'
fi

# ---- what the kernel sends ----

# With a filter that the kernel can decide, only sockets that match come out of it.
messages() {
	ASAN_OPTIONS=detect_leaks=0 strace -f -v -e trace=recvmsg,recvfrom,recvmmsg -o "$W/trace" \
		"$W/ours/netstat" "$@" >"$W/traced.out" 2>&1
	grep -o 'idiag_family=' "$W/trace" | wc -l
}

if ! command -v strace >/dev/null; then
	skipped 'what the kernel sends' 'needs strace'
elif [ "$(messages -tan)" -lt 100 ]; then
	skipped 'what the kernel sends' 'strace does not show it'
else
	for expression in 'sport = 24001' 'sport 22,24001' 'src [::1]:25 or sport = 24001' 'dev lo' 'fwmark 0x17' \
		'state syn-sent' 'sport = 24001 and pid 1-100' 'not (sport < 24000 or sport > 24010)'; do
		sent=$(messages -tan "$expression")
		shown=$(grep -c '^tcp' "$W/traced.out")
		if [ "$sent" -le $((shown + 15)) ]; then
			passed "the kernel sends $sent for $shown: $expression"
		else
			echo "$sent messages for $shown rows" >"$W/report"
			failed "the kernel sends what is shown: $expression" 'too many messages'
		fi
	done
fi

# ---- what cannot be read ----

# bad MESSAGE EXPRESSION MARKS ARGUMENT...: the arguments are refused in these words; "" for no expression
bad() {
	{
		echo "netstat: $1"
		[ -z "$2$3" ] || printf '  %s\n  %s\n' "$2" "$3"
	} >"$W/expected"
	shift 3
	run bad ours "$@"
	if [ $code != 3 ]; then
		cat "$W/bad.out" "$W/bad.err" >"$W/report"
		failed "refused: $*" "exit code $code"
	elif [ -s "$W/bad.out" ]; then
		cp "$W/bad.out" "$W/report"
		failed "refused: $*" 'stdout'
	elif ! report_difference "$W/expected" "$W/bad.err"; then
		failed "refused: $*" 'stderr'
	else
		passed "refused: $*"
	fi
}

terms='src dst sport dport port state exclude dev fwmark cgroup autobound pid process user inode recvq sendq proto path'
bad "filter: no such term; the terms are: $terms" \
	'bogus = 22' \
	'^^^^^' bogus = 22
bad "filter: a number is no term; ports are given as \`port 25' or \`port 25,80'" \
	'sport = 22 and 80' \
	'               ^^' -tan sport = 22 and 80
bad 'filter: a value is missing here' \
	'sport =' \
	'       ^' sport =
bad 'filter: a value is missing here' \
	'sport = and dport = 5' \
	'        ^^^' sport = and dport = 5
bad 'filter: a term is missing here' \
	'sport = 22 or' \
	'             ^' sport = 22 or
bad 'filter: a term is missing here' \
	'' \
	'^' ''
bad 'filter: a term must stand before this' \
	'and sport = 22' \
	'^^^' and sport = 22
bad "filter: a \`)' is missing here" \
	'(sport = 22' \
	'           ^' '(sport = 22'
bad "filter: nothing is open that \`)' could close, or nothing stands before it" \
	'sport = 22)' \
	'          ^' 'sport = 22)'
bad 'filter: this quotation does not end, or the word is too long' \
	"process 'a b" \
	'        ^^^^' "process 'a b"
bad 'filter: this quotation does not end, or the word is too long' \
	"'autobound" \
	'^^^^^^^^^^' "'autobound"
bad 'filter: this term knows = and != only' \
	'src > 10.0.0.1' \
	'    ^' src '>' 10.0.0.1
bad "filter: larger than 65535: \`65536'" \
	'sport = 22,65536' \
	'        ^^^^^^^^' sport = 22,65536
bad 'filter: a value is missing in the list, which has no blanks in it' \
	'sport = 22, 80' \
	'        ^^^' sport = 22, 80
bad "filter: not an address for this prefix length: \`10.0.0.0'" \
	'src 10.0.0.0/33' \
	'    ^^^^^^^^^^^' src 10.0.0.0/33
bad 'filter: the range ends before it begins' \
	'dport 80-22 or sport 5' \
	'      ^^^^^' dport 80-22 or sport 5
bad "filter: not a port or the name of a service: \`nosuch'" \
	'sport = nosuch' \
	'        ^^^^^^' sport = nosuch
bad "filter: not an address, and no host is known by this name: \`10.0.0.256'" \
	'src 10.0.0.256' \
	'    ^^^^^^^^^^' src 10.0.0.256
bad 'filter: a prefix length is a number up to 32, or up to 128 of IPv6' \
	'src ::1/129' \
	'    ^^^^^^^' src ::1/129
bad "filter: a \`]' is missing" \
	'src [::1' \
	'    ^^^^' src '[::1'
states='established syn-sent syn-recv fin-wait-1 fin-wait-2 time-wait close close-wait last-ack listen closing'
bad "filter: no such state: \`nosuch'; states are $states all connected synchronized bucket big" \
	'state listen,nosuch' \
	'      ^^^^^^^^^^^^^' state listen,nosuch
bad "filter: no such user: \`nosuch'" \
	'user nosuch' \
	'     ^^^^^^' user nosuch
bad "filter: no such interface: \`nosuch'" \
	'dev nosuch' \
	'    ^^^^^^' dev nosuch
bad "filter: a mark is MARK or MARK/MASK, numbers of 32 bits: \`0x1/'" \
	'fwmark 0x1/' \
	'       ^^^^' fwmark 0x1/
bad "filter: not a number: \`x'" \
	'pid x' \
	'    ^' pid x
# Marks stand below characters; what could give orders to a terminal is a dot.
bad "filter: no such term; the terms are: $terms" \
	'sport = 22 h..[31m' \
	'           ^^^^^^^' "$(printf 'sport = 22 h\033\033[31m')"
bad "filter: no such term; the terms are: $terms" \
	"$(printf 'h\303\266her')" \
	'^^^^^' "$(printf 'h\303\266her')"
bad "--port: not a port or the name of a service: \`nosuch'" '' '' --port=nosuch
bad "--state: no such state: \`nosuch'; states are $states all connected synchronized bucket big" '' '' \
	--state=nosuch

finish
