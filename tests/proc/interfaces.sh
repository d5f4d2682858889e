#!/bin/sh
# -i: hand-written /proc/net/dev and if_inet6 over real interfaces in the test's namespace.
# shellcheck disable=SC2034,SC2086  # lib.sh uses variables set here; arguments are lists of words
. "$(dirname "$0")/lib.sh"

# ip itself looks at nothing in /proc that is missed.
command -v ip >/dev/null || skip_all 'needs ip (iproute2)'
ip link add v0 type veth peer name v1 2>/dev/null || skip_all 'cannot make a veth interface'

links() {
	ip link set lo up
	ip addr add 10.0.0.1/24 brd + dev v0
	ip addr add 10.0.0.2/25 dev v0 label v0:5
	ip addr add 10.0.0.3/24 dev v0
	ip addr add 10.0.0.4/24 dev v0 label v0:10
	ip addr add 10.9.0.1 peer 10.9.0.2/32 dev v1
	ip addr add 10.9.0.2/24 brd 10.9.0.77 dev v1
	ip addr add 10.9.0.77/16 dev v1
	ip link set v0 up promisc on
	ip link set v1 up mtu 9000 allmulticast on
	for name in eth eth01 eth1 eth9 eth10 eth1.100 Zeth0 99 1a averylongifnam; do
		ip link add $name type veth peer name peer$((peers = peers + 1))
	done
	ip link set eth9 arp off multicast off
	ip link set eth10 up txqueuelen 0
	ip addr add 172.16.0.1/12 dev eth1 label eth1:foo
	ip addr add 172.17.0.1/12 dev eth1 label eth1:5
	ip addr add 172.18.0.1/32 dev eth1 label eth1:10
}

modern='Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed'
bytes='Inter-|   Receive                           |  Transmit
 face |bytes packets errs drop fifo frame|bytes packets errs drop fifo colls carrier'
oldest='Inter-|   Receive                  |  Transmit
 face |packets errs drop fifo frame|packets errs drop fifo colls carrier'

# dev HEADING LINE...: what /proc/net/dev is from now on.
dev() {
	printf '%s\n' "$@" >"$P/net/dev"
}

views='-i -ia -ie -iea'

links
tree

# ---- counters ----

dev "$modern" '    lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16' '    v0: 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116'
each 'every column' $views -iee -ian -iav --interfaces
for value in 0 1 1023 1024 1025 2047 1048576 1048577 1073741824 1073741825 4294967295 4294967296 1099511627776 \
	1099511627777 1125899906842624 1125899906842625 1152921504606846976 1152921504606846977 9223372036854775808 \
	18446744073709551615 18446744073709551616 99999999999999999999999; do
	dev "$modern" "v0: $value 1 2 3 4 5 6 7 $value 1 2 3 4 5 6 7" "v1: 1 $value 1 $value 1 $value 1 $value 1 $value 1 $value 1 $value 1 $value"
	each "counters of $value" -i -ie
done
dev "$modern" 'v0: 12345678 123456789 1234567 12345678 123456 7 8 9 1 1234567890 1234567 1234567 1234567 2 3 4'
each 'more digits than columns' $views

# ---- other formats, other lines ----

dev "$bytes" 'v0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16'
each 'without compressed' $views
dev "$oldest" 'v0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16'
each 'without bytes' $views
for line in 'v0:1 2 3 4' 'v0 1 2 3' 'v0' 'v0:' 'v0:5: 1 2 3 4 5 6 7 8 9 10 11' 'v0:55 2 3' 'v0: -1 -2 3 x 5' 'v0: 1 2 0x3 4' \
	'v0: +1 +2 - 3' "v0:	1	2	3"; do
	dev "$modern" "$line"
	each "line '$line'" $views
done
dev "$modern" 'v0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16' 'v1: 1 2 3' 'v0: 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36'
each 'an interface twice' $views
printf 'one line\n' >"$P/net/dev"
each 'one line' $views
: >"$P/net/dev"
each 'an empty file' $views
printf '%s\n%s' "$modern" 'v0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16' >"$P/net/dev"
each 'no newline at the end' $views

# ---- order ----

dev "$modern" 'peer1: 1' 'eth10: 1' 'eth1: 1' 'v1: 1' 'eth: 1' 'lo: 1' '99: 1' 'Zeth0: 1' 'eth1.100: 1' 'averylongifnam: 1' \
	'eth01: 1' 'v0: 1' '1a: 1' 'eth9: 1'
each 'order of names' $views

# ---- gone ----

dev "$modern" 'v0: 1 2' 'bogus0: 1 2' 'lo: 3 4' 'v1: 5 6'
each 'an interface that is gone' $views
dev "$modern" 'zzz: 1 2' 'v0: 1 2'
each 'gone, and last' $views -ic
dev "$modern" 'averylonginterfacename0123456789: 1 2' 'v0: 1 2'
each 'a name that is too long' $views
dev "$modern" '' 'v0: 1 2'
each 'a line without a name' $views

# ---- no file ----

rm "$P/net/dev"
each 'no dev' $views
ln -s dev "$P/net/dev"
each 'dev leads to itself' $views
rm "$P/net/dev"
mv "$P/net" "$P/away"
each 'no /proc/net' $views
mv "$P/away" "$P/net"

# ---- IPv6 ----

dev "$modern" 'v0: 1 2' 'v1: 3 4' 'lo: 5 6'
cat >"$P/net/if_inet6" <<'END'
20010db8000000000000000000000001 02 40 00 80       v0
00000000000000000000000000000001 01 80 10 80       lo
00000000000000000000000001020304 02 60 80 80       v0
00000000000000000000ffff01020304 02 60 81 80       v0
fe800000000000000000000000000001 03 40 20 80       v1
00000000000000000000000000000000 02 80 90 80       v0
fec00000000000000000000000000001 02 0a 40 80       v0
fe800000000000000000000000000001 100 ff f0 80       v0
fe800000000000000000000000000001 02 00 0f 80       v0
FE800000000000000000000000000001 02 00 72 80       v0
fe800000000000000000000000000001 02 00 20 80       v0x
fe800000000000000000000000000002 02 40 20 80       v0:5
END
each 'scopes and order of IPv6 addresses' $views
: >"$P/net/if_inet6"
each 'an empty if_inet6' -ie -iea

# ---- rounds: two, the title in the first alone ----

RUN_AS='timeout 1.6'
each 'two rounds' -ic -iac -iec
RUN_AS=

# ---- what net-tools does not have ----

dev "$modern" 'v0: 1 2' 'v1: 3 4' 'eth: 5 6' 'lo: 7 8'
want 0 '' <<'END'
Kernel Interface table$
Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg$
eth              1500        6      0      0 0             0      0      0      0 BM$
v0:5             1500      - no statistics available -                        BMPRU$
END
ours 'only those that are named, also if they are down' -i v0:5 eth
# Debian's net-tools takes a name of 15 characters for one that is too long, and shows zeros.
ip link add fifteen-letters type veth peer name peer0
dev "$modern" 'fifteen-letters: 1 2 3 4 5 6 7 8 9 10 11 12'
want 0 '' <<'END'
Kernel Interface table$
Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg$
fifteen-letters  1500        2      3      4 5            10     11     12      0 BM$
END
ours 'counters of an interface with the longest name' -i fifteen-letters
dev "$modern" 'v0: 1 2' 'v1: 3 4' 'eth: 5 6' 'lo: 7 8'
want 1 "netstat: there is no interface \`nosuch'; -ia lists all" <<'END'
Kernel Interface table$
Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg$
lo              65536        8      0      0 0             0      0      0      0 LRU$
END
ours 'one that there is not' -i nosuch lo
want 0 '' <<'END'
Kernel Interface table$
Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg$
lo              65536        8      0      0 0             0      0      0      0 LRU$
eth              1500        6      0      0 0             0      0      0      0 BM$
v1               9000        4      0      0 0             0      0      0      0 ABMRU$
END
OURS_ARGS='--source=proc --sort=-rx_packets'
ours 'sorted by packets' -i v1 lo eth
want 0 '' <<'END'
Kernel Interface table$
Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg$
eth              1500        6      0      0 0             0      0      0      0 BM$
v1               9000        4      0      0 0             0      0      0      0 ABMRU$
lo              65536        8      0      0 0             0      0      0      0 LRU$
END
OURS_ARGS='--source=proc --sort=-index'
ours 'sorted by what is not shown' -i v1 lo eth
# A name that could draw a second row.
OURS_ARGS='--source=proc'
ip link add "$(printf 'e\033[H')" type veth peer name peer99
dev "$modern" "$(printf 'e\033[H: 1 2')"
want 0 '' <<'END'
Kernel Interface table$
Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg$
e\x1b[H          1500        2      0      0 0             0      0      0      0 BM$
END
ours 'control bytes in a name' -i "$(printf 'e\033[H')"
# Over netlink nothing of the file is missed, and a label may have any name.
OURS_ARGS=
rm "$P/net/dev"
if ip addr add 10.0.7.1/24 dev v0 label v0abc 2>/dev/null; then
	want 0 '' <<-'END'
		Kernel Interface table$
		Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg$
		v0abc            1500      - no statistics available -                        BMPRU$
	END
	ours 'a label that is no interface with a number' -i v0abc
fi
if [ -x "$builddir/tests/live/deny" ]; then
	dev "$modern" 'lo: 1 42'
	RUN_AS="$builddir/tests/live/deny netlink --"
	want 0 '' <<-'END'
		Kernel Interface table$
		Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg$
		lo              65536       42      0      0 0             0      0      0      0 LRU$
	END
	ours 'netlink refused: /proc' -i lo
	want 1 'netstat: cannot read the list of interfaces: Operation not permitted' </dev/null
	ours 'netlink refused, and nothing else allowed' -i --source=netlink
fi
run_ours -i lo
check 'without dev, over netlink' grep -q '^lo  *65536  *[0-9][0-9]* ' "$W/ours.out"
check 'no message then' test ! -s "$W/ours.err"

finish
