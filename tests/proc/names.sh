#!/bin/sh
# Names instead of numbers: hosts, networks, services, protocols, users; long ones are cut at 23 characters together.
# shellcheck disable=SC2086  # arguments are lists of words
. "$(dirname "$0")/lib.sh"

tree
etc services <<'END'
# duplicates: the last one in the file wins
aaa		1000/tcp
bbb		1000/tcp	alias-of-bbb another
early		1000/udp
ssh		22/tcp
ssh-again	22/tcp
ssh		22/udp
both		53/tcp
both		53/udp
onlytcp		80/tcp		www http
onlyudp		81/udp
onlysctp	82/sctp
onlydccp	83/dccp
onlyudplite	84/udplite
rawname		1/raw
upper		90/TCP
comment		91/tcp	# not an alias
zero		0/tcp
big		65535/tcp
seventeen-chars-1	1017/tcp
eighteenlongname18	1018/tcp
nineteen-chars-name	1019/tcp
averyverylongservicename	1024/tcp
seventeen-chars-1	1017/udp
eighteenlongname18	1018/udp
nineteen-chars-name	1019/udp
averyverylongservicename	1024/udp
nothing
broken		x/tcp
END
etc protocols <<'END'
ip	0	IP		# pseudo
hopopt	0	HOPOPT
icmp	1	ICMP
tcp	6	TCP
udp	17	UDP
ipv6-icmp	58	IPv6-ICMP
first	99	FIRST
second	99	SECOND
averyverylongprotocolname	100	LONG
END
for file in tcp udp udplite; do
	for port in 0 1 22 53 80 81 82 83 84 90 91 99 1000 1017 1018 1019 1024 65534 65535; do
		for host in 10.0.0.3 127.0.0.1 255.255.255.255; do
			echo "$host $port $host $port"
			echo "$host $port 0.0.0.0 0"
			echo "0.0.0.0 $port $host 9999"
		done
	done | rows $file
	for port in 0 1 22 53 1000 1017 1018 1019 1024 65534; do
		for host in ::1 fe80::5054:ff:aaaa:aaaa 2001:db8:1111:2222:3333:4444:5555:6666 ::ffff:10.0.0.3 2001:db8:1:2:3:4:5:6; do
			echo "$host $port $host $port"
			echo "$host $port :: 0"
			echo ":: $port $host 9999"
		done
	done | rows ${file}6
done
for port in 0 1 6 17 58 99 100 254 255; do
	echo "10.0.0.3 $port 10.0.0.4 0"
	echo "0.0.0.0 $port 0.0.0.0 0"
	echo "10.0.0.3 $port 10.0.0.4 $port"
done | rows raw
for port in 0 1 6 17 58 99 100 254 255; do
	echo "fe80::5054:ff:aaaa:aaaa $port 2001:db8:1111:2222:3333:4444:5555:6666 0"
	echo ":: $port :: 0"
done | rows raw6
shows='-ta -t -taW -tan -tl -ua -uaW -un -Ua -Uan -Ul -wa -waW -wan -wl -w -a -4 -6 -l -taepo -N'
each 'services' $shows '-ta --numeric-hosts' '-ta --numeric-ports' '-taW --numeric-hosts' '-ua --numeric-hosts' \
	'-ua --numeric-ports' '-wa --numeric-hosts' '-wa --numeric-ports' '-a --numeric-users' '-a --numeric-hosts --numeric-ports'
# Without either file every port stays a number.
etc services </dev/null
etc protocols </dev/null
each 'no services' -ta -ua -wa -6 '-ta --numeric-hosts'
# Without a newline at the end, with other white space, and a name of a character.
printf 'a 22/tcp\n  b 53/tcp\n\tc\t80/tcp\nd 1000/tcp;x\ne  90 / tcp\nlast 99/tcp' | etc services
each 'odd services' -ta -t

# ---- hosts ----
tree
etc hosts <<'END'
127.0.0.1	localhost localhost.localdomain
::1		ip6-localhost ip6-loopback localhost
10.0.0.1	short
10.0.0.2	averylong.hostname.example.com averylong
10.0.0.3	22charslonghostname.ex
10.0.0.4	exactly17charname
10.0.0.5	first-of-two
10.0.0.5	second-of-two
10.0.0.6	name.of.exactly.22.chr other
10.0.0.7	name.of.exactly.23.chrs
10.0.0.8	UPPER.Example.COM
10.0.0.9	a.name.much.longer.than.any.column.of.netstat.ever.was.example.org
255.255.255.255	broadcasthost
0.0.0.0		any-address
0.0.0.5		zero-five
2001:db8::1	six.example.com six
2001:db8::2	averylong.six.hostname.example.com
fe80::1		link-local-one
fe80::5054:ff:aaaa:aaaa	fe80-name
::		any-six
END
etc networks <<'END'
default		0.0.0.0
loopback	127.0.0.0
link-local	169.254.0.0
zeronet		0.1.2.0
zero-host	0.1.2.3
ten		10.0.0.0
END
etc services <<'END'
ssh		22/tcp
bbb		1000/tcp
eighteenlongname18	1018/tcp
averyverylongservicename	1024/tcp
ssh		22/udp
END
etc protocols <<'END'
icmp	1	ICMP
ipv6-icmp	58	IPv6-ICMP
END
for file in tcp udp raw; do
	for port in 0 1 22 58 1000 1018 1024 65535; do
		for host in 127.0.0.1 127.0.0.2 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6 10.0.0.7 10.0.0.8 10.0.0.9 10.0.0.10 \
			0.0.0.0 0.0.0.5 0.1.2.0 0.1.2.3 0.1.2.4 0.0.0.1 10.0.0.0 169.254.0.0 169.254.0.1 255.255.255.255; do
			echo "$host $port $host $port"
		done
	done | rows $file
	for port in 0 22 58 1024 65535; do
		for host in :: ::1 ::2 2001:db8::1 2001:db8::2 2001:db8::3 fe80::1 fe80::2 fe80::5054:ff:aaaa:aaaa ::ffff:10.0.0.1 \
			::ffff:127.0.0.1 ::ffff:0.0.0.0 ::10.0.0.1 ::ffff:10.0.0.10; do
			echo "$host $port $host $port"
		done
	done | rows ${file}6
done
if have_etc hosts; then
	each 'hosts' $shows '-ta --numeric-hosts' '-ta --numeric-ports' '-taW --numeric-ports' '-ua --numeric-hosts' '-ua --numeric-ports' \
		'-wa --numeric-hosts' '-wa --numeric-ports' '-taW --numeric-users' -ta4 -ta6 '-ta6 --numeric-hosts'
	# A hosts file that knows nothing.
	etc hosts </dev/null
	etc networks </dev/null
	each 'no hosts' -ta -ua -wa -taW
fi

# ---- users ----
tree
etc passwd <<'END'
root:x:0:0:root:/root:/bin/sh
nine-char:x:9:9::/:/bin/sh
ten-letter:x:10:10::/:/bin/sh
eleven-char:x:11:11::/:/bin/sh
a-user-name-of-many-more-characters-than-ten:x:1000:1000::/:/bin/sh
twice:x:1001:1001::/:/bin/sh
again:x:1001:1001::/:/bin/sh
with blank:x:1002:1002::/:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
half-a-range:x:2147483648:1::/:/bin/sh
minus-one:x:4294967295:1::/:/bin/sh
minus-two:x:4294967294:1::/:/bin/sh
END
for file in tcp tcp6 udp udp6 udplite raw; do
	case $file in *6) host=2001:db8::7 ;; *) host=192.0.2.7 ;; esac
	for uid in 0 9 10 11 12 1000 1001 1002 65534 65535 2147483647 2147483648 4294967294 4294967295; do
		echo "$host 22 $host 50000 uid=$uid inode=$((uid + 7))"
	done | rows $file
done
each 'users' -te -tane '-tae --numeric-users' '-te --numeric-hosts' '-te --numeric-ports' -tee -tep -teo -tepo -ue -une -uepo -we -Ue \
	'-Uae --numeric-users' '-tane --numeric-users' -aen -aeN -teW

# ---- our difference: control bytes in names are escaped, as those of programs and paths are ----
tree
printf '127.0.0.1 lo\033cal\n2001:db8::1 si\351x\n' | etc hosts
printf 'ev\033il 1000/tcp\n' | etc services
printf 'bad\033[31m:x:1000:1000::/:/bin/sh\n' | etc passwd
rows tcp <<'END'
127.0.0.1 1000 127.0.0.1 22 uid=1000
END
rows tcp6 <<'END'
2001:db8::1 1000 2001:db8::1 22 uid=1000
END
want 0 '' <<'END'
Active Internet connections (w/o servers)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State       User       Inode     $
tcp        0      0 lo\x1bcal:ev\x1bil      lo\x1bcal:22            ESTABLISHED bad\x1b[31m 0         $
tcp6       0      0 si\xe9x:ev\x1bil        si\xe9x:22              ESTABLISHED bad\x1b[31m 0         $
END
have_etc hosts && ours 'escaped' -te

finish
