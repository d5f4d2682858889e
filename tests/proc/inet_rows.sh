#!/bin/sh
# Internet rows: states, timers, queues, numbers, addresses and the cut at 23 characters, and which rows are shown.
# shellcheck disable=SC2086  # arguments are lists of words
. "$(dirname "$0")/lib.sh"

# ---- states up to 11; above that see the end ----
tree
inode=1001
for file in tcp tcp6; do
	case $file in *6) any=:: host=2001:db8::7 ;; *) any=0.0.0.0 host=192.0.2.7 ;; esac
	for st in 00 01 02 03 04 05 06 07 08 09 0A 0B; do
		echo "$host 80 $host 50000 st=$st uid=1000 inode=$inode"
		echo "$any 80 $any 0 st=$st inode=$inode"
		inode=$((inode + 1))
	done | rows $file
done
each 'tcp states' -tan -tn -tln -taln -tanoe -tanpe -tanW -ta4n -ta6n -an
tree
for file in udp udp6 udplite udplite6; do
	case $file in *6) any=:: host=2001:db8::7 ;; *) any=0.0.0.0 host=192.0.2.7 ;; esac
	for st in 00 01 02 03 07 08 0A 0C FF; do
		echo "$host 80 $host 50000 st=$st uid=1000 inode=77777"
		echo "$any 80 $any 0 st=$st"
	done | rows $file
done
each 'udp states' -uan -un -uln -uanoe -uanpe -uanW -ua4n -ua6n -Uan -Un -Uln -Uanoep -UW -Ua4 -Ua6 -an -uUan
tree
for file in raw raw6; do
	case $file in *6) any=:: host=2001:db8::7 ;; *) any=0.0.0.0 host=192.0.2.7 ;; esac
	for st in 00 01 02 07 08 0A 0C FF; do
		echo "$host 17 $host 0 st=$st uid=1000 inode=77777"
		echo "$any 255 $any 0 st=$st"
		echo "$host 1 $any 0 st=$st"
	done | rows $file
done
each 'raw states' -wan -wn -wln -wa -wanoe -wanpe -wanW -wa4n -wa6n -an

# ---- which rows: tcp asks for the foreign port, the others for the foreign address, none for the state ----
tree
for file in tcp udp udplite raw; do
	rows $file <<-'END'
		0.0.0.0 68 0.0.0.0 67 st=0A inode=1
		0.0.0.0 68 10.0.0.1 0 st=01 inode=2
		10.0.0.9 68 0.0.0.0 0 st=07 inode=3
		10.0.0.9 68 10.0.0.1 67 st=0A inode=4
		10.0.0.9 0 10.0.0.1 0 st=06 inode=5
		0.0.0.0 0 0.0.0.0 0 st=07 inode=6
		0.0.0.0 0 0.0.0.1 1 st=01 inode=7
	END
	rows ${file}6 <<-'END'
		:: 68 :: 67 st=0A inode=11
		:: 68 fe80::1 0 st=01 inode=12
		fe80::9 68 :: 0 st=07 inode=13
		fe80::9 68 fe80::1 67 st=0A inode=14
		:: 68 ::ffff:0.0.0.0 0 st=0A inode=15
		:: 68 ::ffff:0.0.0.0 67 st=01 inode=16
		::ffff:10.0.0.1 68 :: 0 st=07 inode=17
		:: 0 ::1 0 st=01 inode=18
		:: 0 1:: 0 st=01 inode=19
		:: 0 0:0:1:: 0 st=01 inode=20
	END
done
each 'which rows' -n -ln -an -aln -tn -tln -un -uln -Un -Uln -wn -wln -4n -6n -4ln -6ln -46aln -t -u -l

# ---- queues and timers ----
tree
for file in tcp tcp6 udp udp6 udplite raw; do
	case $file in *6) host=2001:db8::7 ;; *) host=192.0.2.7 ;; esac
	for tr in 0 1 2 3 4 5 9 255; do
		echo "$host 80 $host 50000 tr=$tr"
		echo "$host 80 $host 50000 tr=$tr when=1 retr=1 timeout=1 uid=1 inode=10"
		echo "$host 80 $host 50000 tr=$tr when=719968 retr=15 timeout=9 uid=10 inode=100"
		echo "$host 80 $host 50000 tr=$tr when=100000 retr=255 timeout=123456 uid=100 inode=1000"
		echo "$host 80 $host 50000 tr=$tr when=2147483647 retr=2147483647 timeout=2147483647"
		echo "$host 80 $host 50000 tr=$tr when=99 retr=16 timeout=10"
	done | rows $file
done
each 'timers' -tno -uno -wno -Uno -tnoe -tnop -unope -wnope -Unoep -no -tnoW -tano -talno
tree
for file in tcp tcp6 udp udp6 udplite raw raw6; do
	case $file in *6) host=2001:db8::7 ;; *) host=192.0.2.7 ;; esac
	for queue in 1 9 99 12345 99999 100000 999999 1000000 9999999 10000000 1234567890 2147483647 2147483648 4294967295; do
		echo "$host 80 $host 50000 rx=$queue"
		echo "$host 80 $host 50000 tx=$queue"
		echo "$host 80 $host 50000 tx=$queue rx=$queue"
	done | rows $file
done
each 'queues' -tn -un -wn -Un -tane -tanop -uanep -wanepo -W

# ---- IPv6 addresses of 20 to 39 characters, ports of 1 to 5 digits: cut where both make more than 22 ----
tree
for file in tcp6 udp6 raw6 udplite6; do
	for host in 2001:db8:1:2:3:4:5:6 2001:db8:1:2:3:4:5:66 2001:db8:1:2:3:4:5:666 2001:db8:1:2:3:4:55:666 \
		2001:db8:1:2:3:44:55:666 2001:db8:1:2:33:44:55:666 2001:db8:1:22:33:44:55:666 2001:db8:11:22:33:44:55:666 \
		2001:db8:11:22:33:44:555:666 2001:db8:11:22:33:444:555:666 2001:db8:11:22:333:444:555:666 \
		2001:db8:11:222:333:444:555:666 2001:db8:111:222:333:444:555:666 2001:db8:1111:222:333:444:555:666 \
		2001:db8:1111:2222:333:444:555:666 2001:db8:1111:2222:3333:444:555:666 2001:db8:1111:2222:3333:4444:555:666 \
		2001:db8:1111:2222:3333:4444:5555:666 2001:db8:1111:2222:3333:4444:5555:6666 \
		2001:1db8:1111:2222:3333:4444:5555:6666 fe80::5054:ff:aaaa:aaaa fe80::a054:ff:fe00:1 fe80::5054:ff:fea:1; do
		for port in 1 22 333 4444 55555 0; do
			echo "$host $port $host $port"
			echo "::1 $port $host 9"
			echo "$host 9 ::1 $port"
		done
	done | rows $file
done
each 'long addresses' -tan -tanW -uan -uanW -Wan -tane -tanepoW -wan -wanW -Uan -UanW -uaneop -waneopW
same 'long addresses' --numeric-hosts -a
same 'long addresses' --wide --all --numeric

# ---- the forms of IPv6 addresses ----
tree
for file in tcp6 udp6 raw6; do
	for host in :: ::1 ::2 ::ffff ::1:0 ::1:2 ::1:ffff ::abcd:1234 ::127.0.0.1 ::255.255.255.255 ::0.0.1.0 ::1:2:3 ::ffff:0:0 \
		::ffff:0.0.0.1 ::ffff:1.2.3.4 ::ffff:127.0.0.1 ::ffff:255.255.255.255 ::fffe:1.2.3.4 ::ffff:0:1.2.3.4 ::1:ffff:1.2.3.4 \
		64:ff9b:: 64:ff9b::1.2.3.4 64:ff9b::102:304 fe80:: fe80::1 ff02::1 2001:db8::1 2001:db8::1:0:0:1 2001:db8:0:0:1:0:0:1 \
		2001:0:0:1:0:0:0:1 2001:db8:0:1:1:1:1:1 2001:db8:1:0:1:1:0:1 1:0:2:0:3:0:4:0 0:1:0:2:0:3:0:4 0:0:1:2:3:4:5:6 \
		1:2:3:4:5:6:0:0 1:2:3:4:5:6:7:0 0:2:3:4:5:6:7:8 1:0:0:2:3:4:5:6 1:0:0:2:0:0:0:3 1:0:0:0:2:0:0:3 1:0:0:2:3:0:0:4 \
		0:0:0:1:0:0:0:0 0:0:0:0:1:0:0:0 0:0:0:1:: ::1:0:0:0 a::b ABCD:EF01:: 00a0:0b00:c000:000d:: 100:: ::100 \
		2002:7f00:1:: 3fff::ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff; do
		echo "$host 80 $host 50000"
		echo "$host 0 $host 80"
	done | rows $file
done
each 'IPv6 forms' -tan -tanW -ta -taW -tln -uan -un -uln -uaW -wan -wa -waW -an6 -l6 -t -u -w '-ta --numeric-ports' \
	'-ta --numeric-hosts' '-a --numeric-users'

# ---- IPv4 numbers, and labels ----
tree
for file in tcp udp raw udplite; do
	for host in 0.0.0.0 0.0.0.1 1.0.0.0 1.2.3.4 9.99.199.255 100.20.3.0 127.0.0.1 224.0.0.251 255.255.255.255 10.10.10.10; do
		for port in 0 1 9 10 99 100 999 1000 9999 10000 32768 65535; do
			echo "$host $port 255.255.255.255 $port"
			echo "$host $port 0.0.0.0 0 st=0A"
		done
	done | rows $file
done
each 'IPv4 numbers' -tan -uan -wan -Uan -tan4 -taW -uaW -tlne -unep -wno -a4n -a6n
# 0.x.y.z is looked for among the networks; nothing is found here (see names.sh).

# ---- the order is the order of the file, over many reads, and of the tables ----
tree
for file in tcp tcp6 udp udp6 udplite udplite6 raw raw6; do
	case $file in *6) net=2001:db8:: ;; *) net=10.1.2. ;; esac
	awk -v net=$net 'BEGIN {
		x = 12345
		for (i = 0; i < 400; i++) {
			x = (x * 1103 + 12345) % 65536
			printf "%s%d %d %s%d %d uid=%d inode=%d\n", net, x % 250, x, net, x % 7, i % 3 ? i : 0, i, x
		}
	}' | rows $file
done
each 'order' -tan -uan -wan -Uan -tuwUn -aneop -ln -n -W -4n -6n

# ---- our difference: tcp states that have no name, where net-tools prints what stands behind its table ----
tree
rows tcp <<'END'
192.0.2.7 80 192.0.2.7 1 st=0C
192.0.2.7 80 192.0.2.7 2 st=0D
192.0.2.7 80 192.0.2.7 3 st=FF
END
want 0 '' <<'END'
Active Internet connections (w/o servers)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State      $
tcp        0      0 192.0.2.7:80            192.0.2.7:1             UNKNOWN(12)$
tcp        0      0 192.0.2.7:80            192.0.2.7:2             UNKNOWN(13)$
tcp        0      0 192.0.2.7:80            192.0.2.7:3             UNKNOWN(255)$
END
ours 'states without a name' -tn

finish
