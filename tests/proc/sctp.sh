#!/bin/sh
# shellcheck disable=SC2086,SC2317  # arguments are lists of words; functions are called by their names
# shellcheck disable=SC2086  # arguments are lists of words
. "$(dirname "$0")/lib.sh"

eps_header=' ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS'
assocs_header=' ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf'

# sctp: a kernel that has it.
sctp() {
	tree
	mkdir "$P/net/sctp"
	echo "$eps_header" >"$P/net/sctp/eps"
	echo "$assocs_header" >"$P/net/sctp/assocs"
}

# eps STATE PORT UID INODE ADDRESSES, assocs STATE TX RX UID INODE PORT PORT ADDRESSES: lines as the kernel writes them.
eps() {
	state=$1 port=$2 uid=$3 inode=$4
	shift 4
	printf '%8s %8s %-3d %-3d %-4d %-5d %5u %5s' ffff8881 ffff8882 2 $state 29 $port $uid $inode
	for address; do
		printf ' %s ' $address
	done
	echo
}
assocs() {
	printf '%8s %8s %-3d %-3d %-2d %-4d %4d %8u %8u %7u %5s %-5d %5d  %s' ffff8883 ffff8884 2 $1 3 60 4 $2 $3 $4 $5 $6 $7 "$8"
	printf '\t%8u %5d %5d %4d %4d %4d %8d %8d %8d %8d %8d\n' 7500 10 10 10 0 0 0 1 0 212992 212992
}
long=2001:db8:1111:2222:3333:4444:5555:6666
shows='-Sn -San -Sln -Sanepo -Sane -Sanp -Sano -Sanop -SanW -Sa4n -Sa6n -San46 -tuSan -an -aln'

sctp
each 'empty' $shows
for state in 0 1 2 3 4 5 6 7 8 9 10 11; do
	eps $state 7000 1000 4001 10.0.0.1 >>"$P/net/sctp/eps"
	eps $state 7001 0 4002 10.0.0.1 192.168.1.1 >>"$P/net/sctp/eps"
	assocs $state 12 34 1000 4003 7000 9000 '10.0.0.1 <-> *10.0.0.2' >>"$P/net/sctp/assocs"
	assocs $state 0 0 0 4004 7000 9000 '*10.0.0.1 192.168.1.1 <-> *10.0.0.2 192.168.1.2 192.168.2.2' >>"$P/net/sctp/assocs"
done
process 101 '/usr/sbin/diameter' 4001 4004
each 'states' $shows

sctp
{
	eps 10 7000 1000 4001 10.0.0.1 192.168.1.1 172.16.0.1
	eps 10 65535 1000 4003 0.0.0.0
	eps 10 22 4294967295 4294967295 127.0.0.1
	eps 10 0 5 0 127.0.0.1 127.0.0.2
} >>"$P/net/sctp/eps"
{
	assocs 1 1 2 1000 4005 7000 9000 '10.0.0.1 192.168.1.1 172.16.0.1 <-> *10.0.0.2'
	assocs 1 1 2 1000 4006 7000 9000 '10.0.0.1 <-> *10.0.0.2 192.168.1.2 172.16.0.2'
	assocs 1 4294967295 1234567 65534 4294967295 1 2 '*127.0.0.1 127.0.0.2 <-> *127.0.0.1 127.0.0.3'
	assocs 8 999999 1000000 0 0 0 0 '223.255.255.254 *192.168.100.200 <-> 10.0.0.1'
} >>"$P/net/sctp/assocs"
process 102 b 4001 4003 4005 4006
each 'several addresses' $shows

# Names: hosts as everywhere, but not with any numeric option; ports never.
etc hosts <<'END'
127.0.0.1 localhost
10.0.0.1 one.example.com one
10.0.0.2 a-much-longer-name-than-fits.example.com
2001:db8:1111:2222:3333:4444:5555:6666 six.example.com
END
etc services <<'END'
afs3 7000/tcp
afs3 7000/udp
afs3 7000/sctp
END
etc passwd <<'END'
root:x:0:0:root:/root:/bin/sh
somebody:x:1000:1000::/:/bin/sh
END
each 'names' -Sa -SaW -Saepo '-Sa --numeric-ports' '-Sa --numeric-hosts' '-Sae --numeric-users' -SaN '-Sae --numeric-ports' -a

# Broken lines. Those with something that is no address, or without any, are nothing to compare with: net-tools makes
# addresses up for some and crashes at others. Ours has to come through.
sctp
good=$(assocs 1 12 34 1000 4003 7000 9000 '10.0.0.1 <-> *10.0.0.2')
for line in '' x 'ffff 1 2' "$(eps 99 7000 1000 4001 10.0.0.1)" "$(eps 12 7000 1000 4001 10.0.0.1)" "$(eps 10 7000 1000 4001 10.0.0.1)"; do
	printf '%s\n' "$line" >>"$P/net/sctp/eps"
done
for line in '' x 'ffff 1 2' "$(printf %s "$good" | cut -c 1-50)" "$(printf %s "$good" | cut -c 1-70)" \
	"$(assocs 99 12 34 1000 4003 7000 9000 '10.0.0.1 <-> 10.0.0.2')" "$good"; do
	printf '%s\n' "$line" >>"$P/net/sctp/assocs"
done
each 'broken' $shows
came_through() {
	[ "$(cat "$W/ours.rc")" -le 1 ] && [ "$(sed -n '$p' "$W/ours.out" | cut -c 1-54)" = "$last" ]
}
last='sctp       6      5 10.0.0.1:7000           10.0.0.2:9'
for line in "$(printf %s "$good" | cut -c 1-84)" "$(printf %s "$good" | cut -c 1-86)" "$(printf %s "$good" | cut -c 1-95)" \
	"$(assocs 1 12 34 1000 4003 7000 9000 'nonsense <-> 10.0.0.2')" "$(assocs 1 12 34 1000 4003 7000 9000 '<->')" \
	"$(assocs 1 12 34 1000 4003 7000 9000 '10.0.0.1 <-> nonsense')" "$(assocs 1 12 34 1000 4003 7000 9000 '10.0.0.1')"; do
	sctp
	{
		echo "$line"
		assocs 1 5 6 1000 4003 7000 9000 '10.0.0.1 <-> *10.0.0.2'
	} >>"$P/net/sctp/assocs"
	run_ours -Sn
	check "came through: $line" came_through
done
last='sctp                10.0.0.9:7000                     '
for line in "$(eps 10 7000 1000 4001)" "$(eps 10 7000 1000 4001 | cut -c 1-40)" "$(eps 10 7000 1000 4001 nonsense)" \
	"$(eps 10 7000 1000 4001 10.0.0.1 nonsense ::)"; do
	sctp
	{
		echo "$line"
		eps 10 7000 1000 4003 10.0.0.9
	} >>"$P/net/sctp/eps"
	run_ours -Sln
	check "came through: $line" came_through
done

# IPv6: net-tools keeps only the first half of an address here and prints what lies in memory behind it (`::1' comes out as
# `::', or as anything). Ours prints the address.
sctp
{
	eps 10 7000 1000 4001 ::1
	eps 10 7000 0 0 $long fe80::1 10.0.0.1
	eps 10 22 0 4003 ::
} >>"$P/net/sctp/eps"
{
	assocs 1 12 34 1000 4003 7000 9000 '::1 <-> *::1'
	assocs 4 0 0 7 4001 22 65535 "$long *fe80::1 <-> *fe80::2 ::ffff:10.0.0.2 $long"
} >>"$P/net/sctp/assocs"
process 102 b 4001
want 0 '' <<END
Active Internet connections (servers and established)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State      $
sctp                ::1:7000                                        LISTEN     $
sctp                2001:db8:1111:2222:3333:4444:5555:6666:7000     LISTEN     $
                    fe80::1:7000                                               $
                    10.0.0.1:7000                                              $
sctp                :::22                                           LISTEN     $
sctp      34     12 ::1:7000                ::1:9000                ESTABLISHED$
sctp       0      0 2001:db8:1111:2222:3333:4444:5555:6666:22 fe80::2:65535           FIN_WAIT1  $
                    fe80::1                 10.0.0.2                           $
                                            2001:db8:1111:2222:3333:4444:5555:6666            $
END
ours 'IPv6' -San
want 0 '' <<END
Active Internet connections (only servers)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State       User       Inode      PID/Program name     Timer$
sctp                ::1:7000                                        LISTEN      1000       4001       102/b                $
sctp                2001:db8:1111:2222:3333:4444:5555:6666:7000     LISTEN     $
                    fe80::1:7000                                               $
                    10.0.0.1:7000                                               0          0          -                    $
sctp                :::22                                           LISTEN      0          4003       -                    $
END
ours 'IPv6' -Slnepo
sctp
: >"$P/net/sctp/eps"
: >"$P/net/sctp/assocs"
each 'empty files' $shows
sctp
printf %s "$(eps 10 7000 1000 4001 10.0.0.1)" >>"$P/net/sctp/eps"
printf %s "$good" >>"$P/net/sctp/assocs"
each 'no newline' $shows

# One of the two files is missing.
for file in eps assocs; do
	sctp
	eps 10 7000 1000 4001 10.0.0.1 >>"$P/net/sctp/eps"
	echo "$good" >>"$P/net/sctp/assocs"
	rm "$P/net/sctp/$file"
	each "no $file" -Sn -San -Sln -San4 -San6 -an -vn -van -lvn
done

finish
