#!/bin/sh
# Routes, interfaces, groups, statistics and masquerading, told by net-tools' netstat and by ours: the same bytes on
# stdout, on stderr, and the same exit code, over the links that links.sh makes. See common.sh for the environment.
# What comes round after round stands in continuous.sh.

# shellcheck disable=SC1091,SC2034,SC2086,SC2154 # common.sh uses and sets variables; some hold several words
menagerie_options=--empty
. "${0%/*}/common.sh"
# shellcheck source=SCRIPTDIR/counters.sh
. "${0%/*}/counters.sh"
# shellcheck source=SCRIPTDIR/links.sh
. "${0%/*}/links.sh"

TRIES=5
SORT=		# --sort=none where sockets are listed, too
moved=0		# how often counters had moved, and ours lay between

# Net-tools, ours, net-tools, until the two of net-tools agree; else ours must lie between them. Counters move by
# themselves now and then.
run_all() {
	try=0
	while [ $try -lt $TRIES ]; do
		run before oracle "$@"
		before_code=$code
		run ours ours $SORT "$@"
		ours_code=$code
		cmp -s "$W/before.out" "$W/ours.out" && return 0
		run after oracle "$@"
		cmp -s "$W/before.out" "$W/after.out" && return 0
		if lies_between before ours after; then
			moved=$((moved + 1))
			cp "$W/ours.out" "$W/before.out"
			return 0
		fi
		try=$((try + 1))
	done
}

# check TITLE ARGUMENT...
check() {
	title=$1
	shift
	run_all "$@"
	if [ $before_code != $ours_code ]; then
		echo "$before_code, ours: $ours_code" >"$W/report"
		failed "$title" 'exit code'
	elif ! cmp -s "$W/before.err" "$W/ours.err"; then
		report_difference "$W/before.err" "$W/ours.err"
		failed "$title" 'stderr'
	elif ! cmp -s "$W/before.out" "$W/ours.out"; then
		report_difference "$W/before.out" "$W/ours.out"
		failed "$title" 'stdout'
	elif [ ! -s "$W/ours.out" ] && [ ! -s "$W/ours.err" ]; then
		echo "exit code $ours_code" >"$W/report"
		failed "$title" 'nothing was printed'
	else
		passed "$title"
	fi
}

# A network namespace whose lo is up and has no IPv6 address; each run has its own, and they are all the same.
cat >"$W/no-ipv6" <<'END'
for where in all default lo; do
	echo 1 >/proc/sys/net/ipv6/conf/$where/disable_ipv6 || exit 1
done
printf '%s\n' 'link set lo up' 'link add eth0 address 52:54:00:00:02:01 type veth peer name eth1 address 52:54:00:00:02:02' \
	'link set eth0 up' 'addr add 10.7.0.1/24 dev eth0' 'route add default via 10.7.0.2' | ip -batch - || exit 1
exec "$@"
END

make_links
"$LINK_SOCKETS" sockets || skip_all 'no sockets'

# A line: where and how, then the arguments. "sockets" is the same with sockets in the kernel's order.
while read -r how arguments; do
	case $how in
	'' | '#'*) continue ;;
	esac
	eval "set -- $arguments"
	case $how in
	same) check "$arguments" "$@" ;;
	sockets) SORT=--sort=none
		check "$arguments" "$@" ;;
	nobody) RUN_AS="$DENY uid=65534 --"
		check "as nobody: $arguments" "$@" ;;
	netlink) SORT=--source=netlink
		check "all over netlink: $arguments" "$@" ;;
	refused) RUN_AS="$DENY netlink --"
		check "netlink refused: $arguments" "$@" ;;
	empty) RUN_AS='unshare -n' SORT=--sort=none
		check "empty namespace: $arguments" "$@" ;;
	no-ipv6) RUN_AS="unshare -n sh $W/no-ipv6" SORT=--sort=none
		check "without IPv6: $arguments" "$@" ;;
	esac
	RUN_AS='' SORT=''
done <<'END'
# routes
same -r
same -re
same -ree
same -reee
same -reeee
same -reeeee
same -rn
same -ren
same -reen
same -reeen
same -reeeen
same -rN
same -reN
same -r --numeric-hosts
same -r --numeric-ports
same -r4
same -r4n
same -r6
same -r6n
same -r6N
same -re6
same -ree6n
same -reee6n
same -r46
same -r64n
same -re46n
same -A inet -r
same -A inet,inet -rn
same -A inet6,inet -rn
same -A inet -A inet6 -ren
same -A ip6 -rn
same -rF
same -rC
same -rCn
same -rCe
same -rCeen
same -rFC
same -rCFn
same -rC6
same -rC6n
same -rF6n
same -rFC6
same -rFC46n
same -rx
same -r4x
same -rx4
same -r6nx
same -r --unix
same -r --ax25
same -r --ddp
same -r --appletalk
same -r --ipx
same -r --x25
same -r --netrom
same -r --rose
same -r --bluetooth
same -r4 --ax25
same -r6n --ipx
same -r -A ash
same -r -A econet
same -r -A inet,unix
same -r -A unix,inet
same -r -A foo
same -rt
same -rtn
same -rnu
same -rnW
same -rnv
same -rnp
same -rno
same -rna
same -rnl
same -rnS
same -rtuWvpoaln
same -rg
same -r6gn
same --route
same --route --numeric --extend
same --route --numeric --inet6
same --route --cache
same --route --fib --numeric
same --rou -n
# interfaces
same -i
same -ia
same -ie
same -iae
same -iee
same -iaeee
same -in
same -iv
same -ip
same -iW
same -io
same -il
same -it
same -ien
same -iaN
same -ianvpWo
same -i4
same -i6
same -ia6
same -ie6
same -iae46
same -ix
same -ig
same -iF
same -A inet -i
same --interfaces
same --interfaces --all
same --interfaces --extend --all
same --inter
# groups
same -g
same -gn
same -ga
same -gan
same -agn
same -W -agn
same -gN
same -ge
same -gp
same -go
same -gl
same -gv
same -gF
same --groups
same --groups --numeric
same --gro -n
sockets -g4
sockets -g4n
sockets -g6
sockets -g6n
sockets -g46n
sockets -gt
sockets -gtn
sockets -gtan
sockets -gtln
sockets -gun
sockets -gwn
sockets -gx
sockets -gxn
sockets -gxan
sockets -gx6
sockets -gx6n
sockets -gtuxan
sockets -A inet -gn
sockets -gtnp
sockets -gtane
# statistics
same -s
same -st
same -su
same -sw
same -sS
same -sU
same -stu
same -stw
same -suw
same -stuw
same -stuwSU
same -stS
same -suU
same -s4
same -s4t
same -s6
same -s6t
same -s6u
same -s6w
same -s6S
same -s6U
same -s6tuw
same -s6tuwSU
same -s46
same -s64
same -s46t
same -s66
same -s44
same -sx
same -sx4
same -s --ipx
same -s --ax25
same -s --unix
same -A inet -s
same -A inet6 -s
same -A inet,inet6 -s
same -A unix -s
same -sn
same -se
same -sv
same -sp
same -sg
same -sa
same -sl
same -sW
same -sc
same -scn
same -stc
same -s6c
same --statistics
same --statistics --tcp
same --stat --udp --inet6
# masquerading
same -M
same -Mn
same -Me
same -Mv
same -Mc
same -Men4
same -M6
same -Mg
same --masquerade
same --mas -n
# from the other source
netlink -r
netlink -rn
netlink -rnF
netlink -rN4
netlink -i
netlink -iae
refused -r
refused -rn
refused -ren
refused -r6n
refused -i
refused -iae
refused -g
# another user
nobody -r
nobody -rn
nobody -reen
nobody -r6n
nobody -rC
nobody -i
nobody -ia
nobody -iae
nobody -g
nobody -gn
nobody -s
nobody -s6
nobody -st
nobody -M
# nothing there
empty -r
empty -rn
empty -reen
empty -r6
empty -r6n
empty -rC
empty -rFC46n
empty -i
empty -ia
empty -ie
empty -iae
empty -g
empty -gn
empty -g4n
empty -g6n
empty -gt
empty -gx
empty -s
empty -s6
empty -st
empty -M
no-ipv6 -r
no-ipv6 -rn
no-ipv6 -r6n
no-ipv6 -r46n
no-ipv6 -rC6
no-ipv6 -i
no-ipv6 -ia
no-ipv6 -iae
no-ipv6 -g
no-ipv6 -gn
no-ipv6 -g6n
no-ipv6 -s6
no-ipv6 -s6t
END

# More routes than are printed at once; and nexthop objects of which netlink does not tell the hops.
i=0
while [ $i -lt 3000 ]; do
	echo "route replace 10.$((i / 250 + 60)).$((i % 250)).0/24 via 10.1.0.254"
	i=$((i + 1))
done | ip -batch - || exit 1
check 'thousands of routes: -rn' -rn
check 'thousands of routes: -rnee' -rnee
SORT=--source=netlink
check 'thousands of routes, all over netlink: -rn' -rn
SORT=
if echo 0 >/proc/sys/net/ipv4/nexthop_compat_mode 2>/dev/null; then
	check 'nexthop_compat_mode=0: -rn' -rn
	check 'nexthop_compat_mode=0: -ren' -ren
else
	echo '# left out: nexthop_compat_mode cannot be set'
fi

echo "# counters moved $moved times"

finish
