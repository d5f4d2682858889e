#!/bin/sh
# shellcheck disable=SC2086,SC2317  # arguments are lists of words; functions are called by their names
# The files themselves: missing, unreadable, empty, cut short; and our difference that a protocol which the kernel lacks
# does not hide the protocols after it.
. "$(dirname "$0")/lib.sh"

sockets() {
	tree
	rows tcp <<-'END'
		127.0.0.1 22 0.0.0.0 0 st=0A inode=1001
		127.0.0.1 22 127.0.0.1 40000 inode=1002
	END
	rows tcp6 <<-'END'
		::1 25 ::1 41000 inode=1003
	END
	rows udp <<-'END'
		127.0.0.1 53 127.0.0.1 42000 st=01 inode=1004
	END
	rows raw <<-'END'
		127.0.0.1 1 127.0.0.2 0 inode=1005
	END
	rows udplite <<-'END'
		127.0.0.1 7 127.0.0.1 43000 st=01 inode=1006
	END
	unix_rows <<-'END'
		st=03 inode=1007 path=/run/one
	END
}

# The option for a protocol.
letter_of() {
	case $1 in
	udplite) echo U ;;
	unix) echo x ;;
	raw) echo w ;;
	*) printf %.1s "$1" ;;
	esac
}

no_support() {
	# shellcheck disable=SC2016
	printf 'netstat: no support for `AF %s'\'' on this system.\n' "$@"
}

# Opening a device file where devices are forbidden is refused to root, too.
denied=$W/nodev/null
if ! mknod "$denied" c 1 3 || head -c 1 "$denied" 2>/dev/null; then
	echo '# no EACCES for root here'
	denied=
fi

# ---- missing: alone, or last ----
# No sctp is what most kernels have: the tree comes without it.
sockets
each 'no sctp' -S -Sn -aS -lS -aSv -tS -n -an -v -vn -avn -avvvn -a4n -a4vn -6n -46vn -vxn -tvn -l
each 'no other families' --ipx '--ipx -xn' --ax25 --x25 --netrom --rose '-tn --ax25' '-t -x --rose -n' '-u4n --netrom' \
	'-A ipx' '-A ax25' '-A x25' '-A netrom' '-A rose' '-A ddp -n' '-A rose -n' '-A inet,ipx -n' '-A inet --ipx -n'
for proto in tcp udp udplite raw; do
	sockets
	rm "$P/net/$proto"
	letter=$(letter_of $proto)
	each "no $proto" -${letter}n -a${letter}n -l${letter} -${letter}4 -an -vn -avn -4n -46n -x
	# Only the IPv4 file counts: with -6 it is not looked at.
	each "no $proto" -${letter}6 -6n -6v
	rm "$P/net/${proto}6"
	each "no $proto, nor IPv6" -${letter}n -${letter}6 -6n -an -vn
	sockets
	rm "$P/net/${proto}6"
	each "no ${proto}6" -${letter}n -${letter}6 -6n -an -vn -a46n
	rm "$P/net/$proto"
	# As a kernel without IPv6 has it, and unreadable ones.
	for reason in loop ${denied:+denied}; do
		sockets
		case $reason in
		loop) ln -sf ${proto}6 "$P/net/${proto}6" ;;
		denied) ln -sf "$denied" "$P/net/${proto}6" ;;
		esac
		each "${proto}6: $reason" -${letter}n -${letter}6 -6n -an
	done
done
sockets
rm "$P"/net/*6
each 'no IPv6' -t -tn -t6 -an -6 -6an -46an -tuwUn -v -alnp
sockets
rm "$P/net/unix"
each 'no unix' -x -xa -tnx -n -v -A\ unix -4x -xn
rm -r "$P/net"
each 'no net' -an -n -av -46 -x -t -u -w -U -S -tpn

# ---- EACCES counts as missing ----
if [ -n "$denied" ]; then
	for proto in tcp udp udplite raw unix; do
		sockets
		ln -sf "$denied" "$P/net/$proto"
		letter=$(letter_of $proto)
		each "$proto denied" -${letter}n -a${letter} -an -vn
	done
fi

# ---- any other error is fatal, at once ----
for proto in tcp udp udplite raw unix; do
	sockets
	ln -sf $proto "$P/net/$proto"
	letter=$(letter_of $proto)
	each "$proto: a loop" -${letter}n -an -n -4n -tuwUxn
done

# ---- one missing protocol does not stop the next: net-tools would end where the message is written ----
sockets
want 1 "$(no_support 'INET (sctp)')" <<'END'
Active Internet connections (w/o servers)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State      $
tcp        0      0 127.0.0.1:22            127.0.0.1:40000         ESTABLISHED$
tcp6       0      0 ::1:25                  ::1:41000               ESTABLISHED$
udp        0      0 127.0.0.1:53            127.0.0.1:42000         ESTABLISHED$
END
ours 'sctp missing, udp follows' -tSun
want 1 "$(no_support 'INET (sctp)')" <<'END'
Active Internet connections (w/o servers)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State      $
Active UNIX domain sockets (w/o servers)$
Proto RefCnt Flags       Type       State         I-Node   Path$
unix  2      [ ]         STREAM     CONNECTED     1007     /run/one$
END
ours 'sctp missing, unix follows' -Sx
rm "$P/net/udp"
want 1 "$(no_support 'INET (udp)')" <<'END'
Active Internet connections (w/o servers)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State      $
tcp        0      0 127.0.0.1:22            127.0.0.1:40000         ESTABLISHED$
tcp6       0      0 ::1:25                  ::1:41000               ESTABLISHED$
Active UNIX domain sockets (w/o servers)$
Proto RefCnt Flags       Type       State         I-Node   Path$
unix  2      [ ]         STREAM     CONNECTED     1007     /run/one$
END
ours 'udp missing, unix follows' -tuxn
want 1 "$(no_support 'INET (sctp)' 'INET (udp)')" <<'END'
Active Internet connections (w/o servers)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State      $
udpl       0      0 127.0.0.1:7             127.0.0.1:43000         ESTABLISHED$
raw        0      0 127.0.0.1:1             127.0.0.2:*             7          $
END
ours 'sctp and udp missing' -wuUSn
rm "$P/net/unix"
want 1 "$(no_support 'INET (udp)' 'UNIX' 'IPX' 'AX25')" <<'END'
Active Internet connections (w/o servers)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State      $
Active UNIX domain sockets (w/o servers)$
Proto RefCnt Flags       Type       State         I-Node   Path$
END
ours 'udp, unix, IPX and AX25 missing' -ux --ipx --ax25 -n

# ---- empty, without sockets, and cut short ----
tree
each 'no sockets' -t -u -w -U -x -an -tuxp -aep '-axp' '-6l'
for file in tcp tcp6 udp udp6 udplite raw raw6 unix; do
	: >"$P/net/$file"
done
each 'empty' -tn -un -wn -Un -xan -an
for file in tcp udp raw; do
	# Only a header, and that without its newline.
	printf %s "$tcp_header" >"$P/net/$file"
done
printf %s "$unix_header" >"$P/net/unix"
each 'header without newline' -tn -un -wn -xan -an

# What line is a header is decided by its place.
for file in tcp udp raw; do
	echo anything >"$P/net/$file"
	rows $file <<-'END'
		127.0.0.1 22 127.0.0.1 40000 st=01 inode=1002 uid=7
	END
done
each 'other header' -tn -un -wn -tuwne
short='0: 0100007F:0016 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     7        0 1002 1'
for file in tcp udp raw; do
	tree
	# All that net-tools takes is the shortest of these that it accepts; where uid, timeout and inode are missing, it
	# prints what its memory happens to hold, so they are not asked for.
	for words in 13 10 9 8 7 6 5 4 3 2 1; do
		echo "$short" | cut -d ' ' -f "1-$words" >>"$P/net/$file"
	done
	printf '\n\nnonsense\n \n' >>"$P/net/$file"
	rows $file <<-'END'
		127.0.0.2 22 127.0.0.1 40000 st=01 inode=1002 uid=7
	END
	each "short lines in $file" -tan -uan -wan -tuwn -an
	printf '%s' "   $short" >>"$P/net/$file"
	each "line without newline in $file" -tan -uan -wan
done
tree
line='0000000000000000: 00000002 00000000 00010000 0001 01  5001 /run/a'
# Where the inode is missing, net-tools prints that of the line before.
for words in 10 8 5 4 3 2 1; do
	echo "$line" | cut -d ' ' -f "1-$words" >>"$P/net/unix"
done
printf '\n\nnonsense\n \n' >>"$P/net/unix"
each 'short lines in unix' -xa -xl -xap
printf %s "$line" >>"$P/net/unix"
each 'line without newline in unix' -xa -xl -xap

# Lines that end early, our difference: what is missing is 0.
tree
line='0000000000000000: 00000002 00000000 00010000 0001 01  5001 /run/a'
{
	echo "$line"
	echo "$line" | cut -d ' ' -f 1-6
} >>"$P/net/unix"
want 0 '' <<'END'
Active UNIX domain sockets (servers and established)$
Proto RefCnt Flags       Type       State         I-Node   Path$
unix  2      [ ACC ]     STREAM     LISTENING     5001     /run/a$
unix  2      [ ACC ]     STREAM     LISTENING     0        $
END
ours 'no inode' -xa

# ---- a file that opens but cannot be read: a message, and the other protocols (IPv4 and IPv6
# are one). Never for the oracle: it spins for ever. ----
for broken in tcp tcp6 udp raw unix; do
	sockets
	rm "$P/net/$broken"
	mkdir "$P/net/$broken"
	{
		echo 'Active Internet connections (w/o servers)$'
		echo 'Proto Recv-Q Send-Q Local Address           Foreign Address         State      $'
		case $broken in tcp*) : ;; *)
			echo 'tcp        0      0 127.0.0.1:22            127.0.0.1:40000         ESTABLISHED$'
			echo 'tcp6       0      0 ::1:25                  ::1:41000               ESTABLISHED$' ;;
		esac
		[ $broken = udp ] || echo 'udp        0      0 127.0.0.1:53            127.0.0.1:42000         ESTABLISHED$'
		[ $broken = raw ] || echo 'raw        0      0 127.0.0.1:1             127.0.0.2:*             7          $'
		echo 'Active UNIX domain sockets (w/o servers)$'
		echo 'Proto RefCnt Flags       Type       State         I-Node   Path$'
		[ $broken = unix ] || echo 'unix  2      [ ]         STREAM     CONNECTED     1007     /run/one$'
	} >"$W/table"
	want 1 "netstat: /proc/net/$broken: read error: Is a directory" <"$W/table"
	ours "read error: $broken" -tuwxn
done

finish
