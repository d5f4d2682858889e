#!/bin/sh
# shellcheck disable=SC2016,SC2086  # backquotes in messages; arguments are lists of words
# AX.25, X.25, IPX, NET/ROM, ROSE and Bluetooth: where the kernel lacks them, and where it has them.
. "$(dirname "$0")/lib.sh"

populate() {
	tree
	rows tcp <<-'END'
		127.0.0.1 22 127.0.0.1 40000 st=01 inode=1002
	END
	unix_rows <<-'END'
		st=03 inode=1006 path=/run/connected
	END
	mkdir -p "$P/net/sctp"
	echo ENDPT >"$P/net/sctp/eps"
	echo ASSOC >"$P/net/sctp/assocs"
	printf 'Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n' >"$P/net/igmp"
}

# ---- a kernel that has none of them ----
populate
for option in --ipx --ax25 --x25 --netrom --rose '-A ipx' '-A ax25' '-A x25' '-A netrom' '-A rose'; do
	for others in '' -a -l -v -av -c -n -t -u -x -tu -4 -6 -tx -gn -gtn -gx -p -e; do
		case $others in
		-x | -tx | -gx) [ -z "${others#*x}" ] && each 'not there' "$option $others -n" ;;
		*) each 'not there' "$option $others" ;;
		esac
	done
done
each 'none, by -v' -v -av -vvv -lv -vc4 -vx -vt -v6 '-v --ddp' '-v -A econet' '-v -A ash'
each 'select nothing' --ddp --appletalk '-A econet' '-A ash' '-A ddp,unix' '--ddp -t' '--ddp -gn' '--ddp -l' '--ddp -v'

# One that is missing does not hide the others: net-tools would end at the first.
want 1 "$(printf 'netstat: no support for `AF %s'\'' on this system.\n' IPX AX25 X25 NETROM ROSE BLUETOOTH)" </dev/null
ours 'all of them' --rose --ax25 --netrom --x25 --ipx --bluetooth

# ---- a kernel that has all of them ----
ax25() {
	cat >"$P/net/ax25" <<-'END'
		ffff8881 bcsf0 AB1CDE-15 XY2ZZ-1 3 4 2 1 10 20 0 3 0 180 0 0 2 10 5 2 256 12 34 5001
		ffff8881 ax0 AB1CDE-15 XY2ZZ-1,DIGI1*,DIGI2 1 0 7 1 10 20 0 3 0 180 0 0 2 10 5 2 256 * * *
		ffff8881 ??? AB1CDE-15 * 0 0 0 0 10 20 0 3 0 180 0 0 2 10 5 2 256 0 0 5001
		ffff8881 averylongdevice AB1CDE-15LONGER XY2ZZ-123456789 2 1000 -5 1 10 20 0 3 0 180 0 0 2 10 5 2 256 1234567890 -1 5001
		ffff8881 ax0 AB1CDE-15 XY2ZZ-1 4 4
		ffff8881 ax0 AB1CDE-15 XY2ZZ-1 4 4 2 1
		ffff8881 ax0 AB1CDE-15 XY2ZZ-1 x 4 2 1
	END
}
netrom() {
	cat >"$P/net/nr" <<-'END'
		user_addr dest_node src_node  dev    my  your  st  vs  vr  va    t1     t2     t4      idle   n2  wnd Snd-Q Rcv-Q inode
		AB1CDE-15 XY2ZZ-1   *         nr0  01/02 03/04  3   1   2   3   0/120 0/05   0/180   0/000  0/03   4     7     8 6001
		*         XY2ZZ-1   AB1CDE-1  ???  01/02 03/04  0   1   2   3   0/120 0/05   0/180   0/000  0/03   4     7     8 6001
		AB1CDE-15 XY2ZZ-1   AB1CDE-1  nr0  01/02 03/04  3   1   2   3   0/120 0/05
		AB1CDE-15 XY2ZZ-1   *         nr0longername01  01/02 03/04  2   100   2000   3   0/120 0/05   0/180   0/000  0/03   4     -7     12345678 6001
		AB1CDE-15 XY2ZZ-1   *         nr0  01/02 03/04  1   1   2   3   0/120 0/05   0/180   0/000  0/03   4     7     8 6001
	END
}
x25() {
	cat >"$P/net/x25" <<-'END'
		dest_addr  src_addr   dev   lci st vs vr va   t  t2 t21 t22 t23 Snd-Q Rcv-Q inode
		1234567890 987654321  x25   001  3  1  2  0   0   2 200 180 180    12    34 8001
		*          *          ???   000  0  0  0  0   0   2 200 180 180     0     0 8001
		*          987654321  lapb0 009  4 10 20  0   0   2 200 180 180     0     0 8001
		1234567890 *          x25   005  1  1  2  0   0   2 200 180 180    12    34 8001
		1234567890 *          x25   005  2  1  2  0   0   2 200 180 180    12    34 8001
	END
}
rose() {
	cat >"$P/net/rose" <<-'END'
		dest_addr  dest_call src_addr   src_call  dev   lci neigh st vs vr va   t  t1  t2  t3  hb    idle Snd-Q Rcv-Q inode
		*          *         987654321  XY2ZZ-1   ???   000 00000  0  0  0  0   0 200   5 180   0   0/000     0     0 7001
		123456789  AB1CDE-1  987654321  XY2ZZ-1   rose0 009 00001  3  0  0  0   0 200   5 180   0   0/000     0     0 7001
		*          *         987654321  XY2ZZ-1   rose1 005 12345  2  0  0  0   0 200   5 180   0   0/000     0     0 7001
		*          *         987654321  XY2ZZ-1   rose1 005 12345  1  0  0  0   0 200   5 180   0   0/000     0     0 7001
		*          *         987654321
	END
}
ipx() {
	mkdir -p "$P/net/ipx"
	cat >"$P/net/ipx/socket" <<-'END'
		Local_Address               Remote_Address              Tx_Queue  Rx_Queue  State  Uid
		00001234:001122334455:4003 00005678:AABBCCDDEEFF:0451 00000010  0000000A  01     000
		00001234:001122334455:4003 Not_Connected              00000000  00000000  07     65534
		00001234:4003 00005678:000000000001:0451 00000000  00000000  02     4294967295
	END
}
populate
ax25
netrom
x25
for others in '' -a -l -v -n -e -t -tn4 -gn; do
	each 'there' "--ax25 $others" "--netrom $others" "--x25 $others"
done
each 'in the default listing' -n -an -ln -vn -en -pn -xn -4n
rose
# net-tools overflows its buffers with whole addresses and calls, and prints what is left of them.
want 0 <<'END'
Active ROSE sockets$
dest_addr   dest_call  src_addr    src_call  dev   lci neigh   state$
*           *          987654321   XY2ZZ-1   ???     0     0   LISTENING$
123456789   AB1CDE-1   987654321   XY2ZZ-1   rose0   9     1   ESTABLISHED$
*           *          987654321   XY2ZZ-1   rose1   5 12345   DISC SENT$
*           *          987654321   XY2ZZ-1   rose1   5 12345   CONN SENT$
Problem reading data from /proc/net/rose$
END
each 'ROSE' --rose
ours 'ROSE' --rose
{
	head -n 1 "$P/net/rose"
	echo '1234567890 AB1CDE-15 0987654321 XY2ZZ-10  rose0 0AF 00001  3  0  0  0   0 200   5 180   0   0/000     0     0 7001'
} >"$W/rose"
cat "$W/rose" >"$P/net/rose"
want 0 <<'END'
Active ROSE sockets$
dest_addr   dest_call  src_addr    src_call  dev   lci neigh   state$
1234567890  AB1CDE-15  0987654321  XY2ZZ-10  rose0 175     1   ESTABLISHED$
END
ours 'ROSE, with whole addresses' --rose
# Addresses of more than nine digits, and the channel in hexadecimal digits.
{
	head -n 1 "$P/net/x25"
	echo '123456789012345 1987654321 x25   00A  2  1  2  0   0   2 200 180 180    12    34 8001'
} >"$W/x25"
cat "$W/x25" >"$P/net/x25"
want 0 <<'END'
Active X.25 sockets$
Dest         Source          Device  LCI  State        Vr/Vs  Send-Q  Recv-Q$
123456789012345 1987654321      x25     10   DISC_SENT    02/01  12      34    $
END
ours 'X.25, with long addresses' --x25
ipx
etc passwd <<END
root:x:0:0:root:/root:/bin/sh
END
want 0 <<'END'
Active IPX sockets$
Proto Recv-Q Send-Q Local Address              Foreign Address            State$
IPX       10     16 00001234:001122334455:4003 00005678:AABBCCDDEEFF:0451 ESTAB$
IPX        0      0 00001234:001122334455:4003 -                               $
IPX        0      0 00001234:4003              00005678:000000000001:0451 UNK. $
END
ours 'IPX' --ipx
want 0 <<'END'
Active IPX sockets$
Proto Recv-Q Send-Q Local Address              Foreign Address            State User$
IPX       10     16 00001234:001122334455:4003 00005678:AABBCCDDEEFF:0451 ESTAB root      $
IPX        0      0 00001234:001122334455:4003 -                                65534     $
IPX        0      0 00001234:4003              00005678:000000000001:0451 UNK.  -1        $
END
ours 'IPX, users' --ipx -e

# ---- odd files ----
populate
for file in ax25 nr x25 rose; do
	case $file in
	nr) option=--netrom ;;
	*) option=--$file ;;
	esac
	: >"$P/net/$file"
	each "$file: empty" $option "$option -a" "$option -x -n"
	rm "$P/net/$file"
	ln -s $file "$P/net/$file"
	each "$file: a loop" $option "-tn $option"
	rm "$P/net/$file"
	mkdir "$P/net/$file"
	run_ours $option
	check "$file: a directory" grep -q "^netstat: /proc/net/$file: read error: Is a directory\$" "$W/ours.err"
	check "$file: status" [ "$(cat "$W/ours.rc")" = 1 ]
	rmdir "$P/net/$file"
done
# An interface whose name gives orders to a terminal.
printf 'ffff8881 a\033[mb AB1CDE-15 XY2ZZ-1 4 4 2 1\n' >"$P/net/ax25"
want 0 <<'END'
Active AX.25 sockets$
Dest       Source     Device  State        Vr/Vs    Send-Q  Recv-Q$
XY2ZZ-1    AB1CDE-15  a\x1b[mb  RECOVERY     002/004  0       0     $
END
ours 'escaped' --ax25
# They are no part of the formats for programs.
run_ours --ax25 --json
check 'JSON: status' [ "$(cat "$W/ours.rc")" = 1 ]
check 'JSON: a word about it' grep -q 'AF AX25.* is listed as text only' "$W/ours.err"
run_ours -n --json
check 'JSON, not asked for: status' [ "$(cat "$W/ours.rc")" = 0 ]
check 'JSON, not asked for: nothing is said' [ ! -s "$W/ours.err" ]

# ---- Bluetooth ----
populate
S=$W/sys
mkdir -p "$S/kernel/debug/bluetooth"
mount --bind "$S" /sys || { echo '# cannot mount over /sys'; finish; }
missing() { printf 'netstat: no support for `%s'\'' on this system.' "$1"; }
want 1 "$(missing 'AF BLUETOOTH')" </dev/null
for args in -2 -f -2f --bluetooth -2a --l2cap; do
	ours 'no Bluetooth' $args
done
touch "$P/net/l2cap" "$P/net/rfcomm"
want 1 "netstat: /sys/kernel/debug/bluetooth/l2cap: No such file or directory (is debugfs mounted?)" <<'END'
Active Bluetooth connections (w/o servers)$
Proto  Destination       Source            State         PSM DCID   SCID      IMTU    OMTU Security$
END
ours 'no debugfs' -2
cat >"$S/kernel/debug/bluetooth/l2cap" <<'END'
00:11:22:33:44:55 (1) aa:bb:cc:dd:ee:ff (2) 1 25 0x0040 0x0041 672 1024 1 0
00:00:00:00:00:00 (0) 00:00:00:00:00:00 (0) 4 1 0x0000 0x0000 672 0 4 0
00:11:22:33:44:55 aa:bb:cc:dd:ee:ff 3 4097 0xffff 0x0001 65535 65535 9 3
bogus
END
cat >"$S/kernel/debug/bluetooth/rfcomm" <<'END'
00:11:22:33:44:55 aa:bb:cc:dd:ee:ff 1 3
00:11:22:33:44:55 00:00:00:00:00:00 4 1
00:11:22:33:44:55 00:00:00:00:00:00 12 1
END
bogus='warning, got bogus l2cap line.'
want 0 "$bogus" <<'END'
Active Bluetooth connections (w/o servers)$
Proto  Destination       Source            State         PSM DCID   SCID      IMTU    OMTU Security$
l2cap  aa:bb:cc:dd:ee:ff 00:11:22:33:44:55 CONNECTED      25 0x0041 0x0040     672    1024 LOW    $
END
ours 'L2CAP' -2
want 0 <<'END'
Active Bluetooth connections (only servers)$
Proto  Destination       Source            State     Channel$
rfcomm *                 00:11:22:33:44:55 LISTEN          1$
END
ours 'RFCOMM' -fl
want 0 "$bogus" <<'END'
Active Internet connections (servers and established)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State      $
tcp        0      0 127.0.0.1:22            127.0.0.1:40000         ESTABLISHED$
Active Bluetooth connections (servers and established)$
Proto  Destination       Source            State         PSM DCID   SCID      IMTU    OMTU Security$
l2cap  aa:bb:cc:dd:ee:ff 00:11:22:33:44:55 CONNECTED      25 0x0041 0x0040     672    1024 LOW    $
l2cap  *                 *                 LISTEN          1 0x0000 0x0000     672       0 FIPS   $
l2cap  aa:bb:cc:dd:ee:ff 00:11:22:33:44:55 BOUND        4097 0x0001 0xffff   65535   65535 UNKNOWN$
Proto  Destination       Source            State     Channel$
rfcomm aa:bb:cc:dd:ee:ff 00:11:22:33:44:55 CONNECTED       3$
rfcomm *                 00:11:22:33:44:55 LISTEN          1$
rfcomm *                 00:11:22:33:44:55 UNKNOWN         1$
END
ours 'all' -tan --bluetooth
rm "$P/net/rfcomm" "$S/kernel/debug/bluetooth/rfcomm"
want 1 "$bogus
$(missing 'BTPROTO RFCOMM')" <<'END'
Active Bluetooth connections (only servers)$
Proto  Destination       Source            State         PSM DCID   SCID      IMTU    OMTU Security$
l2cap  *                 *                 LISTEN          1 0x0000 0x0000     672       0 FIPS   $
l2cap  aa:bb:cc:dd:ee:ff 00:11:22:33:44:55 BOUND        4097 0x0001 0xffff   65535   65535 UNKNOWN$
END
ours 'only L2CAP is there' -2fl
# In the default listing they are not, as in net-tools.
each 'not asked for' -n -an -v

finish
