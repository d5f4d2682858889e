# shellcheck shell=sh disable=SC2034,SC2154 # variables of common.sh, which must be sourced first
# links.sh: a namespace full of links, addresses, routes and groups, for the views of those. To be sourced inside the
# menagerie, behind common.sh; then make_links. Hardware addresses are fixed and nothing sends by itself afterwards, so
# that counters stand still.
#
# What a kernel lacks is left out, with a line that says so.

LINK_SOCKETS=$W/tools/link_sockets

left_out() {
	echo "# left out: $*"
}

# must LINE...: what every kernel has. One ip for all of it.
must() {
	printf '%s\n' "$@" | ip -batch - 2>"$W/ip.err" || skip_all "ip: $(tr '\n' ' ' <"$W/ip.err")"
}

# must6 LINE...: the same, where no address in the line says so
must6() {
	printf '%s\n' "$@" | ip -6 -batch - 2>"$W/ip.err" || skip_all "ip -6: $(tr '\n' ' ' <"$W/ip.err")"
}

# may ARGUMENT...: for ip
may() {
	ip "$@" >/dev/null 2>"$W/ip.err" || { left_out "ip $*: $(head -n 1 "$W/ip.err")"; return 1; }
}

# write_setting NAME VALUE
write_setting() {
	{ echo "$2" >"/proc/sys/net/$1"; } 2>/dev/null || left_out "$1"
}

# set_default FAMILY VALUE NAME: of links that are made from now on, and of lo, which stands there already.
set_default() {
	for where in default lo; do
		write_setting "$1/conf/$where/$3" "$2"
	done
}

# Reports of groups are sent once and at once, addresses are not searched for, routers are not asked for.
be_quiet() {
	set_default ipv6 0 accept_dad
	set_default ipv6 0 dad_transmits
	set_default ipv6 0 router_solicitations
	set_default ipv6 0 accept_ra
	set_default ipv6 1 mldv2_unsolicited_report_interval
	set_default ipv4 1 igmpv3_unsolicited_report_interval
	write_setting ipv4/igmp_qrv 1
	must 'link set lo up'
}

# pair NAME MAC NAME MAC
pair() {
	must "link add $1 address 52:54:00:00:01:$2 type veth peer name $3 address 52:54:00:00:01:$4"
}

# Names whose order as text is not that of their numbers. Nothing is sent through the one of 15 characters: net-tools as
# Debian has it finds no counters behind such a name, see docs/COMPATIBILITY.md; there all of them are 0.
make_devices() {
	pair veth0 01 veth1 02
	pair Zeth0 03 averylongifnam0 04
	pair eth 05 eth01 06
	pair eth1 07 eth9 08
	pair eth10 09 eth1.100 0a
	pair fourteen-chars 0b z0 0c
	may link add br0 address 52:54:00:00:01:10 type bridge stp_state 0 mcast_snooping 0
	may link add mac0 link veth1 address 52:54:00:00:01:11 type macvlan
	may link add vlan7 link veth1 type vlan id 7
	may link add vxlan0 address 52:54:00:00:01:12 type vxlan id 7 dstport 4789 dev veth0
	may link add dummy0 address 52:54:00:00:01:13 type dummy
	may link add ifb7 address 52:54:00:00:01:14 type ifb
	may tuntap add tun0 mode tun
	may tuntap add tap0 mode tap && may link set tap0 address 52:54:00:00:01:15
	may link add sit7 type sit local 10.1.0.1 remote 10.1.0.99
	may link add ipip7 type ipip local 10.1.0.1 remote 10.1.0.99
	may link add gre7 type gre local 10.1.0.1 remote 10.1.0.99
	may link add ip6tnl7 type ip6tnl local 2001:db8:1::1 remote 2001:db8:1::99
	if may link add bond0 address 52:54:00:00:01:16 type bond; then
		pair slave0 17 slave1 18
		must 'link set slave0 master bond0' 'link set slave0 up' 'link set bond0 up'
	fi
}

# Flags, sizes, and links that are down, or up without a carrier.
set_devices() {
	must 'link set veth0 mtu 1500 up' 'link set veth1 promisc on up' \
		'link set Zeth0 arp off multicast off up' 'link set averylongifnam0 allmulticast on addrgenmode none up' \
		'link set fourteen-chars up' 'link set z0 up' \
		'link set eth up' 'link set eth1 up' 'link set eth9 mtu 1280 up txqueuelen 5' \
		'link set eth10 mtu 9000 up' 'link set eth1.100 mtu 68 up'
	may link set eth9 dynamic on
	may link set eth9 trailers off
	for device in br0 mac0 vlan7 vxlan0 ifb7 tun0 sit7 ipip7 gre7 ip6tnl7; do
		[ ! -e "/proc/sys/net/ipv4/conf/$device" ] || may link set "$device" up
	done
	may link set eth10 master br0
	may link set lo txqueuelen 77
}

# With labels, with peers, secondary ones, and some that are on links that are down.
add_addresses() {
	must 'addr add 10.1.0.1/24 broadcast + dev veth0' 'addr add 10.1.0.5/24 dev veth0' \
		'addr add 10.1.1.1/24 broadcast 10.1.1.255 label veth0:1 dev veth0' \
		'addr add 10.1.10.1/24 label veth0:10 dev veth0' 'addr add 10.1.2.1/32 label veth0:foo dev veth0' \
		'addr add 10.2.0.1/16 broadcast 10.2.255.0 dev br0' 'addr add 10.3.0.1 peer 10.3.0.2 dev eth1' \
		'addr add 10.3.1.1/24 label eth1:10 dev eth1' 'addr add 10.3.2.1/30 label eth1:5 dev eth1' \
		'addr add 10.3.3.1/24 label eth1:foo dev eth1' 'addr add 10.4.0.1/8 scope link dev eth01' \
		'addr add 10.5.0.1/24 dev averylongifnam0' 'addr add 10.8.0.1/24 dev fourteen-chars' 'addr add 10.6.0.1/31 dev eth1.100' \
		'addr add 127.0.5.1/24 label lo:5 dev lo' 'addr add 169.254.7.1/16 dev Zeth0'
	must 'addr add 2001:db8:1::1/64 dev veth0' 'addr add 2001:db8:1::1:0:5/64 dev veth0' \
		'addr add fec0::1/64 dev veth0' 'addr add ::10.1.0.1/96 dev veth0' \
		'addr add fd00:1:2:3:4:5:6:7/128 dev eth1' 'addr add fd00:9::1 peer fd00:9::2/127 dev eth1' \
		'addr add 2001:db8:5::1/64 dev eth01' 'addr add fe80::77/64 dev eth9'
	[ ! -e /proc/sys/net/ipv4/conf/tun0 ] || may addr add 10.9.0.1 peer 10.9.0.2 dev tun0
}

add_routes() {
	must 'route add default via 10.1.0.254' 'route add default via 10.1.0.253 metric 100' \
		'route add default dev eth1 scope link metric 4294967295' 'route add 128.0.0.0/1 via 10.1.0.254' \
		'route add 0.0.0.0/2 via 10.1.0.254' 'route add 10.20.0.0/16 via 10.1.0.254' \
		'route add 10.21.0.0/16 dev veth0 scope link' 'route add 10.20.0.0/16 via 10.1.0.253 metric 2147483648' \
		'route add 10.22.0.0/15 via 10.1.0.254 metric 2147483647' 'route add 192.168.7.7 via 10.2.0.254' \
		'route add 192.168.7.8 dev veth0' 'route add 192.168.7.0/24 via 10.1.0.254 tos 0x10' \
		'route add 10.30.0.0/24 via 10.1.0.254 mtu 1400 advmss 1360 window 4000 rtt 300ms' \
		'route add 10.30.1.0/24 dev eth1 mtu lock 1300' 'route add 10.30.2.0/24 dev eth1 rtt lock 100ms' \
		'route add 10.30.3.0/24 dev eth1 advmss 65000 window 1073725440 rtt 4000s' \
		'route add 10.30.4.0/24 dev eth1 rto_min 5ms' 'route add 10.31.0.0/16 dev averylongifnam0 src 10.1.0.1' \
		'route add 10.32.0.0/16 via 172.31.255.1 dev eth10 onlink' \
		'route add 10.33.0.0/16 nexthop via 10.1.0.254 weight 3 nexthop via 10.2.0.254' \
		'route add blackhole 10.40.0.0/16' 'route add unreachable 10.41.0.0/16 metric 7' \
		'route add prohibit 10.42.0.1' 'route add throw 10.43.0.0/16' 'route add unreachable default metric 9999' \
		'route add 10.50.0.0/16 via 10.1.0.254 table 100' 'route add local 10.60.0.0/16 dev lo' \
		'route add broadcast 10.61.0.0 dev veth0' 'route add multicast 239.0.0.0/8 dev veth0' \
		'route add 224.0.0.0/4 dev eth1'
	may route add 10.34.0.0/16 via inet6 fe80::9 dev veth0
}

add_routes6() {
	must6 'route add default via 2001:db8:1::ff' 'route add default via fe80::1 dev eth1 metric 4294967295' \
		'route add default dev eth1 metric 2147483648' 'route add 2001:db8:20::/48 via 2001:db8:1::ff' \
		'route add 2001:db8:7::7 via 2001:db8:1::ff' 'route add 2001:db8:7::8 dev veth0 metric 3' \
		'route add 2001:db8:21::/64 dev averylongifnam0 mtu 1400 advmss 1360' \
		'route add 2001:db8:22::/64 via 2001:db8:1::ff expires 100000' \
		'route add 2001:db8:23::/64 nexthop via 2001:db8:1::fe nexthop via fe80::2 dev eth1' \
		'route add 2001:db8:24::/64 via fe80::3 dev eth1 pref high' \
		'route add 2001:db8:24::/64 via fe80::4 dev eth1 metric 2000 pref low' \
		'route add blackhole 2001:db8:40::/48' 'route add unreachable 2001:db8:41::/48 metric 7' \
		'route add prohibit 2001:db8:42::1' 'route add throw 2001:db8:43::/48' \
		'route add 2001:db8:50::/48 dev veth0 table 100' 'route add local 2001:db8:60::/64 dev lo' \
		'route add multicast ff0e::/16 dev veth0' 'route add ::ffff:10.1.2.0/120 dev veth0' \
		'route add fd12:3456:abcd:abcd:abcd:abcd:abcd:abc0/124 via fe80::5:5:5:5 dev eth1'
	may -6 route add anycast 2001:db8:61::1 dev veth0
	may -6 route add 2001:db8:25::/64 from 2001:db8:1::/64 via fe80::6 dev eth1
}

add_nexthops() {
	may nexthop add id 7 via 10.1.0.254 dev veth0 || return
	must 'nexthop add id 8 via 10.2.0.254 dev br0' 'nexthop add id 9 group 7/8' 'nexthop add id 10 blackhole' \
		'nexthop add id 11 via fe80::7 dev eth1' 'nexthop add id 12 via fe80::8 dev veth0' 'nexthop add id 13 group 11/12' \
		'route add 10.51.0.0/16 nhid 7' 'route add 10.52.0.0/16 nhid 9' 'route add 10.53.0.0/16 nhid 10' \
		'route add 10.54.0.0/16 nhid 11'
	must6 'route add 2001:db8:51::/64 nhid 11' 'route add 2001:db8:52::/64 nhid 13'
}

# Groups, an advertised route, and packets: within lo, in fragments too, and from veth0 to veth1, which wants none. Who
# they go to is known beforehand: questions for it would be sent for seconds.
add_traffic() {
	must 'neigh add 10.1.0.99 lladdr 52:54:00:00:01:02 dev veth0' \
		'neigh add 2001:db8:1::99 lladdr 52:54:00:00:01:02 dev veth0' \
		'neigh add 2001:db8:1::ff lladdr 52:54:00:00:01:02 dev veth0' \
		'neigh add fe80::5054:ff:fe00:102 lladdr 52:54:00:00:01:02 dev veth0'
	write_setting ipv6/conf/veth0/accept_ra 1
	write_setting ipv6/conf/veth0/accept_ra_rt_info_max_plen 64
	must 'link set lo mtu 1500'
	"$LINK_SOCKETS" router=veth1 traffic send=10.1.0.99,3000 send=2001:db8:1::99,3000 send=10.1.0.99,18 \
		send=2001:db8:fade::1,9 send=239.1.2.3,5 send=10.1.0.99,64000 </dev/null || skip_all 'no traffic'
	must 'link set lo mtu 65536'
	"$LINK_SOCKETS" debug=eth9 join=veth0,239.1.2.3 join=veth0,239.1.2.3 join=lo,239.1.2.4 \
		join=fourteen-chars,239.1.2.5 join=veth1,224.0.0.251 join=veth0,232.1.1.1,10.1.0.9 \
		join=veth0,ff02::77 join=veth0,ff02::77 join=veth0,ff0e:1:2:3:4:5:6:7 join=lo,ff02::fb \
		join=fourteen-chars,ff05::2 join=veth0,ff3e::8,2001:db8::9 join=eth01,239.9.9.9 </dev/null ||
		skip_all 'no groups'
}

# Last what takes a moment: reports of groups, late acknowledgements.
make_links() {
	be_quiet
	make_devices
	set_devices
	add_addresses
	add_routes
	add_routes6
	add_nexthops
	add_traffic
	sleep 2
}
