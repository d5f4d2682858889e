#!/bin/sh
# UNIX domain sockets: words for the numbers, which rows are shown, widths, paths.
# shellcheck disable=SC2086  # arguments are lists of words
. "$(dirname "$0")/lib.sh"

shows='-x -xa -xl -xap -xp -xlp -xal -xn -xe -xo -xW -xaeponW -av -alp'

# Every flag with every state, of every type.
tree
inode=10000
for flags in 00000000 00010000 00020000 00030000 00040000 00050000 00060000 00070000 00000001 00080000 FFFFFFFF; do
	for st in 00 01 02 03 04 05 06 FF; do
		echo "flags=$flags st=$st inode=$inode"
		echo "flags=$flags st=$st inode=$inode path=/run/with-path"
		inode=$((inode + 1))
	done
done | unix_rows
each 'flags and states' $shows
tree
for type in 0000 0001 0002 0003 0004 0005 0006 0007 000A 00FF FFFF; do
	for flags in 00000000 00010000; do
		for st in 01 02 03; do
			echo "type=$type flags=$flags st=$st inode=20000"
			echo "type=$type flags=$flags st=$st inode=20001 path=@abstract"
		done
	done
done | unix_rows
each 'types' $shows
tree
for proto in 00000000 00000001 00000002 000000FF FFFFFFFF; do
	echo "proto=$proto inode=1"
	echo "proto=$proto inode=2 path=/a"
done | unix_rows
for ref in 00000000 00000001 00000002 00000009 0000000A 000003E8 000F423F 000F4240 00989680 7FFFFFFF FFFFFFFF; do
	echo "ref=$ref inode=3"
	echo "ref=$ref inode=4 path=/b"
done | unix_rows
for inode in 0 1 12 123 12345 1234567 12345678 123456789 1234567890 4294967295 12345678901; do
	echo "inode=$inode"
	echo "inode=$inode flags=00010000 path=/c"
	echo "inode=$inode st=03 path=/d"
done | unix_rows
process 101 '/usr/lib/systemd/systemd-journald' 12345 1234567890
process 4194304 'x' 12345678901 123
each 'protocols, references, inodes' $shows

# Paths without white space: none, short, long, abstract, with bytes that are no control characters.
tree
long=/$(printf '%0106d' 0)
unix_rows <<END
inode=100
inode=101 path=/
inode=102 path=a
inode=103 path=relative/socket
inode=104 path=$long
inode=105 path=@
inode=106 path=@65e82
inode=107 path=@abs@tract@
inode=108 path=@/tmp/.X11-unix/X0
inode=109 path=@@@@
inode=110 path=/run/back\slash\x1b\\n
inode=111 path=/run/%s%d%n
inode=112 path=/run/"quoted'\`\$#!*?[]{}
inode=113 path=/run/$(printf '\303\251t\303\251\344\270\255\360\237\220\247')
inode=114 path=[0000]:1
inode=115 path=socket:[114]
END
each 'paths' $shows

# The order is the order of the file, over many reads.
tree
awk 'BEGIN {
	x = 777
	for (i = 0; i < 700; i++) {
		x = (x * 1103 + 12345) % 65536
		printf "type=000%d st=0%d inode=%d%s\n", x % 5 + 1, x % 4, x, i % 3 ? "" : " path=/run/some/where/socket-" x
	}
}' | unix_rows
each 'order' $shows

# Nothing but the header; only what is not shown.
tree
each 'no sockets' $shows
unix_rows <<'END'
flags=00010000 inode=1 path=/listening
END
each 'one listens' $shows
tree
unix_rows <<'END'
inode=1 st=03 path=/connected
END
each 'one is connected' $shows

# ---- our differences: a path is not cut at a blank, and what could forge a row or drive the terminal is escaped ----
tree
printf '%b\n' 'inode=200 path=/run/u d.sock' 'inode=201 path=/two  blanks   and more' 'inode=202 path=/at the end ' 'inode=203 path= first' \
	'inode=204 path=/run/tab\tbed' 'inode=205 path=/run/\033[2J\033[31mred' 'inode=206 path=/del\0177' \
	'inode=207 path=/carriage\rtcp' 'inode=208 path=/caf\0351' 'inode=209 path=@\0377\0376@' \
	'inode=210 path=/cut\0303' 'inode=211 path=/surrogate\0355\0240\0200' 'inode=212 path=/over\0300\0257\0364\0220\0200\0200' \
	'inode=213 path=/ok\0303\0251\0344\0270\0255 \0360\0237\0220\0247' 'inode=214 path=/form\f\v\b\a' \
	'inode=215 flags=00010000 path=/c1\0302\0233m' 'inode=216 path=/mixed\0344\0270\0344\0270\0255\0270' | unix_rows
shown() {
	printf 'unix  2      [ %s]%s STREAM     %-13s %-8s %s%s$\n' "$1" "$2" "$3" "$4" "$owner" "$5"
}
paths() {
	blanks='        '
	shown '' "$blanks" '' 200 '/run/u d.sock'
	shown '' "$blanks" '' 201 '/two  blanks   and more'
	shown '' "$blanks" '' 202 '/at the end '
	shown '' "$blanks" '' 203 ' first'
	shown '' "$blanks" '' 204 '/run/tab\x09bed'
	shown '' "$blanks" '' 205 '/run/\x1b[2J\x1b[31mred'
	shown '' "$blanks" '' 206 '/del\x7f'
	shown '' "$blanks" '' 207 '/carriage\x0dtcp'
	shown '' "$blanks" '' 208 '/caf\xe9'
	shown '' "$blanks" '' 209 '@\xff\xfe@'
	shown '' "$blanks" '' 210 '/cut\xc3'
	shown '' "$blanks" '' 211 '/surrogate\xed\xa0\x80'
	shown '' "$blanks" '' 212 '/over\xc0\xaf\xf4\x90\x80\x80'
	shown '' "$blanks" '' 213 "$(printf '/ok\303\251\344\270\255 \360\237\220\247')"
	shown '' "$blanks" '' 214 '/form\x0c\x0b\x08\x07'
	shown 'ACC ' '    ' LISTENING 215 '/c1\xc2\x9bm'
	shown '' "$blanks" '' 216 "$(printf '/mixed\\xe4\\xb8\344\270\255\\xb8')"
}
{
	owner=
	echo 'Active UNIX domain sockets (servers and established)$'
	echo 'Proto RefCnt Flags       Type       State         I-Node   Path$'
	paths
} >"$W/table"
want 0 '' <"$W/table"
ours 'blanks and control bytes' -xa
ours 'blanks and control bytes' -xaneoW
# A name of a process is escaped in this table, too, and cut at 19 characters.
process 101 '/bin/\033[1mx y z' 200 201 202 203 204 205 206 207 208 209 210 211 212 213 214 215 216
{
	owner='101/\x1b[1mx y z     '
	echo 'Active UNIX domain sockets (servers and established)$'
	echo 'Proto RefCnt Flags       Type       State         I-Node   PID/Program name     Path$'
	paths
} >"$W/table"
want 0 '' <"$W/table"
ours 'blanks and control bytes' -xap

finish
