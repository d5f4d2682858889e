#!/bin/sh
# Every combination of the columns, for every protocol, with and without sockets, and values wider than their columns.
# shellcheck disable=SC2086  # arguments are lists of words
. "$(dirname "$0")/lib.sh"

columns='e p o ep eo po epo'

populate() {
	for file in tcp tcp6 udp udp6 udplite udplite6 raw raw6; do
		case $file in *6) host=2001:db8::7 any=:: far=2001:db8:1111:2222:3333:4444:5555:6666 ;; *) host=192.0.2.7 any=0.0.0.0 far=203.0.113.255 ;; esac
		rows $file <<-END
			$host 80 $host 50000 st=01 uid=0 inode=1001
			$host 80 $any 0 st=0A uid=1000 inode=1002
			$any 80 $any 0 st=07 uid=65534 inode=1003 tr=1 when=33 retr=2 timeout=4
			$host 65535 $far 65535 st=06 uid=10 tr=3 when=5424
		END
	done
	mkdir "$P/net/sctp"
	cat >"$P/net/sctp/eps" <<-'END'
		 ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS
		ffff8881 ffff8882 2   10  29   7000   1000 1001 10.0.0.1 192.168.1.1
	END
	cat >"$P/net/sctp/assocs" <<-'END'
		 ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf
		ffff8883 ffff8884 2   1   3  60   4           12       34    1000 1002 7000  9000  10.0.0.1 <-> *10.0.0.2 	    7500    10    10   10    0    0        0        1        0   212992   212992
	END
	unix_rows <<-'END'
		st=03 inode=1001 path=/run/systemd/journal/stdout
		st=03 inode=1003
		flags=00010000 inode=1002 path=@abstract
		type=0002 inode=12345678
		type=0005 inode=123456789 path=/a
	END
	process 1 '/sbin/init\0splash' 1001 1002
	process 4194304 'a-long-program-name' 12345678 123456789
}

tree
for filled in no yes; do
	[ $filled = no ] || populate
	for proto in t u U w S x tuwUx; do
		# The tree without sockets has no sctp; that is for files.sh.
		case $filled$proto in noS) continue ;; esac
		each "filled: $filled" -n$proto -an$proto
		for set in $columns; do
			each "filled: $filled" -n$proto$set -an$proto$set
			[ $filled = no ] || each "filled: $filled" -ln$proto$set -n${proto}W$set
		done
	done
	for set in $columns; do
		each "filled: $filled" -n$set -an$set -a4n$set -a6n$set -ln$set
	done
done
# Given twice, -e is the same; the order of the options is not that of the columns.
each 'again' -tanee -tanpp -tanoo -opetan -poetxan '-tan --timers --programs --extend' '-e -p -o -e -an'

# ---- wider than the column: the rest of the row moves ----
tree
for file in tcp tcp6 udp raw udplite; do
	case $file in *6) host=2001:db8::7 ;; *) host=192.0.2.7 ;; esac
	for uid in 0 9 1000 65534 99999 999999999 1234567890 2147483647 2147483648 4294967294 4294967295; do
		echo "$host 80 $host 50000 uid=$uid inode=5"
	done | rows $file
	for inode in 0 1 12 99999 1234567 12345678 123456789 1234567890 4294967295 12345678901; do
		echo "$host 80 $host 50000 uid=3 inode=$inode"
	done | rows $file
done
for inode in 0 1 12 99999 1234567 12345678 123456789 1234567890 4294967295 12345678901; do
	echo "inode=$inode path=/a"
	echo "inode=$inode flags=00010000"
done | unix_rows
process 7 '/bin/first' 12 1234567890
process 4194303 'second' 12345678901
process 123 'third' 4294967295 99999
each 'wide' -tane -tanep -tanepo -uane -uanep -wane -wanep -Uane -xa -xap -xl -tae -uaep '-tae --numeric-users' -ane -anep

finish
