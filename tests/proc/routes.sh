#!/bin/sh
# shellcheck disable=SC2086,SC2034  # arguments are lists of words; what lib.sh reads
# -r: the tables of routes and of the route cache, of IPv4 and IPv6, and the families that no kernel has.
. "$(dirname "$0")/lib.sh"

# ---- files ----

inet_titles='Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT   '
cache_titles='Iface\tDestination\tGateway \tFlags\t\tRefCnt\tUse\tMetric\tSource\t\tMTU\tWindow\tIRTT\tTOS\tHHRef\tHHUptod\tSpecDst'
zeros=00000000000000000000000000000000

# raw FILE TEXT...: a file of /proc/net that holds these, with \t and \n; no newline is added.
raw() {
	_file=$1
	shift
	printf '%b' "$*" >"$P/net/$_file"
}

# ip ADDRESS: as /proc prints it: the bytes as the number that they are in memory.
ip() {
	IFS=.
	# shellcheck disable=SC2046
	set -- $1
	unset IFS
	if [ $little = 1 ]; then
		printf '%02X%02X%02X%02X' "$4" "$3" "$2" "$1"
	else
		printf '%02X%02X%02X%02X' "$1" "$2" "$3" "$4"
	fi
}

# inet_rows <LINES of DESTINATION MASK GATEWAY FLAGS [METRIC [REF [USE [MSS [WINDOW [IRTT [IFACE]]]]]]]
inet_rows() {
	printf '%b\n' "$inet_titles"
	while read -r destination mask gateway flags metric ref use mss window irtt iface; do
		printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s   \n' "${iface:-eth0}" "$(ip $destination)" \
			"$(ip $gateway)" "$flags" "${ref:-0}" "${use:-0}" "${metric:-0}" "$(ip $mask)" "${mss:-0}" \
			"${window:-0}" "${irtt:-0}"
	done
}

# inet6_rows <LINES of DESTINATION LENGTH GATEWAY FLAGS [METRIC [REF [USE [IFACE]]]], all hexadecimal
inet6_rows() {
	while read -r destination length gateway flags metric ref use iface; do
		printf '%s %s %s 00 %s %s %s %s %s %8s\n' $destination $length $zeros $gateway "${metric:-00000100}" \
			"${ref:-00000001}" "${use:-00000000}" $flags "${iface:-eth0}"
	done
}

layouts='-rn -ren -reen -reeen -reeeen -reeeeen'
names='-r -re -ree -rN -reN -r --numeric-hosts'

tree
etc hosts <<'END'
127.0.0.1	localhost
10.1.2.3	alpha.example.org a
10.1.2.0	zero-host
10.0.0.0	ten-host
0.1.2.3		zero-first
192.0.2.1	gateway
10.9.9.9	a-very-long-host-name.example.org
255.255.255.255	everybody
2001:db8::	net-six
2001:db8::5	five.example.org
fe80::1		router
::ffff:10.1.2.3	mapped
END
etc networks <<'END'
loopback	127
ten-net		10.0.0.0
class-b		10.1
net-c		10.1.2.0
net-host	10.1.2.3
default-net	0.0.0.0
a-very-long-network-name	10.8.0.0
zero-net	0.1.2.3
seven		10.7
everything	255.255.255.255
END

# ---- what is missing ----

families='-r -rn -r4 -r6 -r46 -r64 -rC -rFC -r6C -r6FC -re -reee'
each 'no files' $families -rCe -rF -rc
raw route
raw ipv6_route
each 'empty files' -rn -ren -reen -reeen -r -r6 -r46 -r64n -r6C -r6FC
want 0 '' <<'END'
family,cached,destination$
END
run_ours -rn --format=csv
cut -d, -f1-3 "$W/ours.out" >"$W/keys" && cp "$W/keys" "$W/ours.out"
verdict 'empty files: no rows for programs, and no failure'
raw route "$inet_titles\n"
raw rt_cache "$cache_titles\n"
each 'headings alone' $layouts $families -rCe -rCee -rCeee -rFCee
rm "$P/net/route"
each 'only a cache' -r -rC -rFC -rn6 -r46C
raw route "$inet_titles\n"
rm "$P/net/rt_cache"
each 'no cache' -r -rC -rFC -rFC6

# Where there is no first line net-tools shows an errno that something else has left.
raw rt_cache
want 255 'netstat: /proc/net/rt_cache: there are no titles' <<'END'
Kernel IP routing cache$
END
ours 'an empty cache' -rC
# It prints rows of what lies in memory for columns it does not know.
raw rt_cache 'Iface\tIRTT\tTOS\neth0\t1\t2\n'
want 0 '' <<'END'
Kernel IP routing cache$
ERROR: proc_guess_fmt(/proc/net/rt_cache,... returned: 3$
Source          Destination     Gateway         Flags Metric Ref    Use Iface$
END
ours 'an unknown cache' -rCe
rm "$P/net/route"
mkdir "$P/net/route"
want 1 'netstat: /proc/net/route: read error: Is a directory' <<'END'
Kernel IP routing table$
END
ours 'a directory' -rn
rmdir "$P/net/route"

# ---- IPv4 ----

inet_rows >"$P/net/route" <<'END'
0.0.0.0 0.0.0.0 192.0.2.1 0003
0.0.0.0 0.0.0.0 0.0.0.0 0201 5
0.0.0.0 255.0.0.0 192.0.2.9 0003
0.0.0.0 128.0.0.0 0.0.0.0 0001
0.0.0.0 255.255.255.255 0.0.0.0 0005
10.1.2.3 255.255.255.255 0.1.2.3 0007
10.1.2.3 255.255.255.255 10.9.9.9 0003
10.1.2.3 255.255.255.0 10.1.2.3 0003
10.1.2.3 255.255.255.255 10.9.9.9 0001
10.1.2.0 255.255.255.0 10.1.2.0 0001
10.1.2.0 255.255.255.0 10.0.0.0 0005
10.1.0.0 255.255.0.0 127.0.0.1 0003
10.0.0.0 255.0.0.0 127.0.0.0 0003
127.0.0.0 255.0.0.0 0.0.0.0 0001
10.8.0.0 255.255.0.0 0.0.0.0 0001
10.7.0.0 255.255.0.0 0.0.0.0 0001
10.7.0.0 255.255.0.0 192.0.2.1 0203
0.1.2.3 255.255.255.255 0.0.0.0 0001
0.1.2.3 255.255.255.255 0.0.0.0 0205
10.0.0.0 0.255.0.255 0.0.0.0 0001
10.1.2.3 0.0.0.0 0.0.0.0 0001
10.1.2.0 0.0.0.0 0.0.0.0 0001
10.1.2.0 255.255.255.254 0.0.0.0 0001
255.255.255.255 255.255.255.255 255.255.255.255 0007
255.255.255.255 255.255.255.255 255.255.255.255 0001
1.2.3.0 255.255.255.0 0.0.0.0 0001 0 0 0 0 0 0 *
10.1.2.0 255.255.255.0 0.0.0.0 0000
10.1.2.3 255.255.255.255 0.0.0.0 0206
END
each 'names, masks, host bits' $layouts $names '-r --numeric-ports' '-r --numeric-users' -rW -reeee -reeeee -rg -rtuwUSxvoalp4 \
	-rv -rF -rlp

for number in 0 1 12345 123456 1234567 12345678 2147483647 2147483648 4294967295 4294967296 99999999999999999999 -1 -2147483649; do
	for flags in 0001 0205 0003; do
		echo "10.1.2.3 255.255.255.255 192.0.2.1 $flags $number $number $number $number $number $number"
		echo "10.1.2.3 255.255.255.255 192.0.2.1 $flags $number $number $number $number $number $number abcdefghijklmno"
	done
done | inet_rows >"$P/net/route"
each 'numbers' $layouts

bit=1
while [ $bit -le 2147483648 ]; do
	for base in 0 1 3 513 515; do
		printf '10.0.0.1 255.255.255.0 1.1.1.1 %04X 3\n' $((bit | base))
	done
	bit=$((bit * 2))
done | inet_rows >"$P/net/route"
for flags in FFFFFFFF FFFFFDFF FFFFFFFE 7FF 5FF; do
	printf '%b' "eth0\t0000000A\t00000001\t$flags\t0\t0\t0\tFFFFFFFF\t0\t0\t0\n"
done >>"$P/net/route"
each 'flags' $layouts -r

row='eth0\t0000000A\t01010101\t3\t1\t2\t3\t00FFFFFF\t4\t5\t6\n'
raw route "$row"
each 'no titles' $layouts
raw route "Destination\tIface\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n$row"
each 'shuffled titles' $layouts
for title in Iface Destination 'Gateway ' Flags RefCnt Use Metric Mask MTU Window IRTT; do
	raw route "$(echo "$inet_titles" | sed "s/$title/X/")\n$row"
	each "without $title" -rn -ren -reeen
done
raw route "X | Iface\tDestination|Y\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tZ IRTT More\nx eth0\t0000000A\ty 01010101\t3\t0\t0\t0\t00000000\t0\t0\tz 5 m\n"
each 'more titles' $layouts
raw route "$inet_titles\n${row}eth1\t0000000A\t01010101\t3\t1\t2\t3\t00FFFFFF\t4\t7\n${row}eth1\t0000000A\t01010101\t3\t1\t2\t3\t00FFFFFF\t4\n\n  \t\neth2\n${row}eth3\t0000000A\t01010101\t3\t1\t2\t3\t00FFFFFF\t4\t5\t-6"
each 'short lines' $layouts
raw route "$inet_titles\n${row}eth0\t0000000A\t01010101\t3\t1x\t2\t3\t00FFFFFF\t4\t5\t6\neth0\t0000000A\t01010101\t3\t1\t2\t3\t00FFFFFF\t4\t5\t7more\neth0 more\t0000000A\t01010101\t3\t1\t2\t3\t00FFFFFF\t4\t5\t6\n eth0   0000000A 01010101 3 1 2 3 00ffffff 4 5 6\n"
each 'other characters' $layouts
raw route "$inet_titles\nabcdefghijklmno\t0000000A\t01010101\t3\t1\t2\t3\t00FFFFFF\t4\t5\t6\nabcdefghijklmnop\t0000000A\t01010101\t3\t1\t2\t3\t00FFFFFF\t4\t5\t6\nabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\t0000000A\t01010101\t3\t1\t2\t3\t00FFFFFF\t4\t5\t6\n"
each 'long interfaces' $layouts
# What is no address is what lies in memory in net-tools; here the line is left out.
raw route "$inet_titles\neth0\t0000000G\t01010101\t3\t1\t2\t3\t00FFFFFF\t4\t5\t6\n\$(x)\t0000000A\t0101\t3\t1\t2\t3\t00FFFFFF\t4\t5\t6\n\033[31m\t00000000\t00000000\t1\t1\t2\t3\t00000000\t4\t5\t6\n"
want 0 '' <<'END'
Kernel IP routing table$
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface$
0.0.0.0         0.0.0.0         0.0.0.0         U         4 5          6 \x1b[31m$
END
ours 'no addresses, control bytes' -rn
# Numbers as the kernel writes them; scanf takes a sign and 0x, too.
raw route "$inet_titles\neth0\t0000000A\t00000000\t0x1\t1\t2\t3\t00FFFFFF\t4\t5\t6\neth1\t0000000A\t00000000\t1\t+1\t2\t3\t00FFFFFF\t4\t5\t6\neth2\t0000000A\t00000000\t-1\t1\t2\t3\t00FFFFFF\t4\t5\t6\n$row"
want 0 '' <<'END'
Kernel IP routing table$
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface$
10.0.0.0        1.1.1.1         255.255.255.0   UG        4 5          6 eth0$
END
ours 'numbers with a sign or 0x' -rn
raw route "$inet_titles\n$row"

# ---- the cache of IPv4 ----

bit=1
{
	printf '%b\n' "$cache_titles"
	while [ $bit -le 2147483648 ]; do
		for base in 0 1 512; do
			printf 'eth0\t%s\t%s\t%X\t1\t2\t3\t%s\t1500\t10\t100\t16\t1\t0\t%s\n' "$(ip 10.1.2.3)" "$(ip 192.0.2.1)" \
				$((bit | base)) "$(ip 10.0.2.1)" "$(ip 0.1.2.3)"
		done
		bit=$((bit * 2))
	done
	printf 'abcdefghijklmno\t%s\t%s\t%X\t-1\t4294967295\t2147483648\t%s\t1234567\t1234567\t12345678\t255\t12345\t12345\t%s\n' \
		"$(ip 10.9.9.9)" "$(ip 0.0.0.0)" 0 "$(ip 255.255.255.255)" "$(ip 255.255.255.255)"
	printf 'eth0\t%s\t%s\t%X\t1\t2\t3\n' "$(ip 10.9.9.9)" "$(ip 0.0.0.0)" 0
} >"$P/net/rt_cache"
each 'cache' -rC -rnC -rCe -rnCe -rCee -rnCee -rCeee -rnCeeee -rCN -rFC -rFCn -rFCee -rC46n

# ---- IPv6 ----

host=20010db8000000000000000000000005
inet6_rows >"$P/net/ipv6_route" <<END
$zeros 00 $zeros 00000001
$zeros 00 $zeros 00200200 ffffffff 00000002
$zeros 80 00000000000000000000000000000001 00000003
20010db8000000000000000000000000 20 fe800000000000000000000000000001 00000003 00000400
$host 80 $host 00000005 7fffffff ffffffff 80000000
20010db8111122223333444455556666 80 20010db8111122223333444455556666 00000003 80000000 00000123 0fffffff
20010db8111122223333444455556666 80 20010db8111122223333444455556666 01000003
00000000000000000000ffff0a010203 80 00000000000000000000ffffc0000201 00000001
00000000000000000000ffff00000000 60 $zeros 00000001
0000000000000000000000000a010203 60 $zeros 00000001
0064ff9b0000000000000000c0000201 60 $zeros 80200001 00000000 00000001 00000000 lo
fe800000000000000000000000000000 ff $zeros 00000000
fe800000000000000000000000000000 40 $zeros 01000001 00000000 00000001 00000000 abcdefghijklmno
fe800000000000000000000000000000 40 $zeros 00000001 00000000 00000001 00000000 abcdefghijklmnop
END
printf '%s 00 %s 00 %s 00000000 00000001 00000000 00000001 eth0' $zeros $host $zeros >>"$P/net/ipv6_route"
inet6='-r6 -rn6 -r6N -re6 -rn6ee -r6C -rn6C -r6FC -rn6FC -r6CF -r46 -r64n -r46nFC'
each 'IPv6' $inet6 '-r6 --numeric-hosts' '-r6 --numeric-ports' -r6W -r6eee '-A inet6,inet,ip6 -rn' '-A inet,inet -rn' '-rn --inet6 --inet' \
	'-rn -6 -A ip -4' -r6tuav
bit=1
while [ $bit -le 2147483648 ]; do
	for base in 0 1 3 513 515; do
		printf '%s 40 %s %08x\n' $host $host $((bit | base))
	done
	bit=$((bit * 2))
done | inet6_rows >"$P/net/ipv6_route"
for flags in ffffffff feffffff fffffdff fefffdff fffffffe fefffffe; do
	echo "$host 40 $host $flags"
done | inet6_rows >>"$P/net/ipv6_route"
each 'IPv6 flags' -rn6 -rn6C -rn6FC
# Lines that are none are left out; net-tools shows the line before again, or what lies in memory.
{
	printf '\n \nx\n%s\n' "$host 40 $host"
	echo "${host}0 40 $zeros 00 $host 00000001 00000001 00000001 00000001 eth0"
	echo "$host 140 $zeros 00 $host 00000001 00000001 00000001 00000001 eth0"
	echo "${host%5}g 40 $zeros 00 $host 00000001 00000001 00000001 00000001 eth0"
	echo "$host 40 $zeros 00 $host 00000001 00000001 00000001 00000001"
	echo "$host 40 $zeros 00 $host 00000001 00000001 00000001 00000003 good"
} >"$P/net/ipv6_route"
want 0 '' <<'END'
Kernel IPv6 routing table$
Destination                    Next Hop                   Flag Met Ref  Use If$
2001:db8::5/64                 2001:db8::5                UG   1   1      1 good$
END
ours 'IPv6, no rows' -rn6

# ---- other families ----

raw route "$inet_titles\n$row"
inet6_rows >"$P/net/ipv6_route" <<END
$host 40 $host 00000003
END
each 'families' -rx -r4x -rx4 -r46x '-rA unix' '-rA inet,unix' '-rA unix,inet' '-rA ash' '-rA econet' '-rA inet,econet,inet' \
	'-r --bluetooth' '-rA inet,bluetooth,inet' '-r --ax25' '-r --netrom' '-r --rose' '-r --ipx' '-r --ddp' '-rA appletalk' \
	'-r --x25' '-r4 --ax25 -6' '-r --ax25 -4' '-r --ax25 -C' '-r --netrom -C' '-r --rose -C' '-r --ipx -C' '-r --ddp -C' \
	'-r --x25 -C' '-rxC' '-rA inet,x25,inet' '-rnA inet --rose'

# A reader who has seen enough ends the reading, even where no signal does: this file has no end.
rm "$P/net/ipv6_route"
mkfifo "$P/net/ipv6_route"
yes "$host 40 $zeros 00 $host 00000001 00000001 00000001 00000003 eth0" >"$P/net/ipv6_route" 2>/dev/null &
(
	trap '' PIPE
	timeout 20 "$NETSTAT" --source=proc -r6n 2>"$W/ours.err"
	echo $? >"$W/ours.rc"
) | head -n 1 >"$W/ours.out"
want 1 '' <<'END'
Kernel IPv6 routing table$
END
verdict 'a reader that leaves'
wait
rm "$P/net/ipv6_route"

# Where there are such routes they are not read.
mkdir -p "$P/net/x25" "$P/net/ipx"
for family in ax25:ax25_route netrom:nr_nodes netrom:nr_neigh rose:rose_nodes ipx:ipx_route ipx:ipx/route ddp:atalk_route \
	x25:x25_routes x25:x25/route; do
	raw "${family#*:}" 'anything\n'
	want 1 "netstat: /proc/net/${family#*:}: routes of this family are not supported" </dev/null
	ours 'not supported' -r "--${family%%:*}"
	rm "$P/net/${family#*:}"
done

# ---- the order, and what is only ours ----

inet_rows >"$P/net/route" <<'END'
10.0.10.0 255.255.255.0 0.0.0.0 0001 5
10.0.9.0 255.255.255.0 0.0.0.0 0001 4294967295
10.0.9.0 255.255.0.0 192.0.2.10 0003 10
0.0.0.0 0.0.0.0 192.0.2.9 0003 5
END
want 0 '' <<'END'
Kernel IP routing table$
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface$
0.0.0.0         192.0.2.9       0.0.0.0         UG    5      0        0 eth0$
10.0.9.0        192.0.2.10      255.255.0.0     UG    10     0        0 eth0$
10.0.9.0        0.0.0.0         255.255.255.0   U     -1     0        0 eth0$
10.0.10.0       0.0.0.0         255.255.255.0   U     5      0        0 eth0$
END
ours 'by destination' -ren --sort=destination
want 0 '' <<'END'
Kernel IP routing table$
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface$
10.0.9.0        0.0.0.0         255.255.255.0   U     -1     0        0 eth0$
10.0.9.0        192.0.2.10      255.255.0.0     UG    10     0        0 eth0$
10.0.10.0       0.0.0.0         255.255.255.0   U     5      0        0 eth0$
0.0.0.0         192.0.2.9       0.0.0.0         UG    5      0        0 eth0$
END
ours 'by metric' -ren --sort=-metric
want 0 '' <<'END'
Kernel IP routing table$
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface$
0.0.0.0         192.0.2.9       0.0.0.0         UG    5      0        0 eth0$
10.0.9.0        192.0.2.10      255.255.0.0     UG    10     0        0 eth0$
10.0.10.0       0.0.0.0         255.255.255.0   U     5      0        0 eth0$
10.0.9.0        0.0.0.0         255.255.255.0   U     -1     0        0 eth0$
END
ours 'by gateway; those without come last' -ren --sort=gateway

# ---- over netlink, from the kernel of this namespace ----

if command ip route add unreachable 198.51.100.0/24 metric 7 && command ip route add blackhole 192.0.2.1; then
	rm "$P/net/route"
	OURS_ARGS=
	want 0 '' <<'END'
Kernel IP routing table$
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface$
192.0.2.1       0.0.0.0         255.255.255.255 UH        0 0          0 *$
198.51.100.0    -               255.255.255.0   !         - -          - -$
END
	ours 'no file: over netlink' -rn
	same 'no file, and columns that are only there' -ren
	if [ -x "$builddir/tests/live/deny" ]; then
		RUN_AS="$builddir/tests/live/deny netlink --"
		same 'neither file nor netlink' -rn
		RUN_AS=
	fi
else
	echo '# left out: no routes can be made here'
fi

finish
