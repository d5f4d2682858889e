#!/bin/sh
# shellcheck disable=SC2046,SC2086  # arguments are lists of words
# The owner of a socket (-p): names out of command lines, who is found, what is not allowed to be seen.
# shellcheck disable=SC2086  # arguments are lists of words
. "$(dirname "$0")/lib.sh"

# socket_of INODE...: a tcp, a udp, a raw and a unix socket with each of these inodes.
socket_of() {
	for inode; do
		echo "127.0.0.1 22 127.0.0.1 40000 inode=$inode"
	done >"$W/table"
	for file in tcp udp raw udplite; do
		rows $file <"$W/table"
	done
	sed 's/127\.0\.0\.1/::1/g' "$W/table" | rows tcp6
	for inode; do
		echo "inode=$inode path=/run/socket"
		echo "inode=$inode flags=00010000"
	done | unix_rows
}
shows='-tnp -unp -wnp -xp -xap -Unp -anpe -tnpoW'

# ---- names that both print alike ----
tree
inode=1000
for cmdline in '/usr/sbin/sshd' '/usr/sbin/sshd\0-D\0' './foo/bar' 'foo/bar' '' '-bash\0' 'nginx: master process /usr/sbin/nginx' \
	'a' '/a' '/' '//' '/a/' '/a b/c' '/usr/bin/python3 /x/y' '/usr/bin/python3 /x/y z' 'with blank at end ' ' blank first' '/bin/ b' \
	'fifteen-charact' '/usr/bin/fifteen-charact' 'sixteen-characte' 'seventeen-charact' 'thirty-characters-in-this-name' \
	'/usr/lib/a-directory/thirty-characters-in-this-name\0--option' '\0' '\0second\0' 'tail-without-nul' '~!@#$&*()_+{}|:"<>?' \
	'a\\b' '/a\\b' 'back\\x1bslash' 'caf\303\251' '/opt/\303\251t\303\251' '\344\270\255\346\226\207' \
	'\344\270\255\346\226\207\344\270\255\346\226\207\344\270\255\346\226\207' '\360\237\220\247 tux' '100%%' 'n/a' '-' 'x\0/y'; do
	process $((inode - 900)) "$cmdline" $inode
	inode=$((inode + 1))
done
process 9 one-digit 4001
process 12345 five-digits-in-pid 4005
process 999999 six-digits-in-pid 4006
process 1234567 seven-digits-in-pid 4007
process 4194304 '/seven' 4008
# A long path, the last slash in the first few hundred bytes.
process 3000 "/$(printf '%0100d' 0)/$(printf '%0100d' 0)/last-of-them-all\0$(printf '%0900d' 1)" 4009
socket_of $(awk 'BEGIN { for (i = 1000; i < 1045; i++) print i }') 4001 4005 4006 4007 4008 4009
each 'names' $shows

# ---- who is found ----
tree
process 101 first 5001 5002
process 102 same-twice 5003 5003 5004
process 103 nothing
process 104 no-cmdline 5005
rm "$P/104/cmdline"
process 105 no-fd 5006
rm -r "$P/105/fd"
process 106 other-links
ln -s 'pipe:[5007]' "$P/106/fd/3"
ln -s 'anon_inode:[5007]' "$P/106/fd/4"
ln -s '/tmp/socket:[5007]' "$P/106/fd/5"
ln -s 'anon_inode:[eventpoll]' "$P/106/fd/6"
ln -s 'socket:[]' "$P/106/fd/7"
ln -s 'socket:[5008]' "$P/106/fd/1000000"
ln -s 'net:[4026531840]' "$P/106/fd/8"
ln -s "/$(printf '%0300d' 0)" "$P/106/fd/9"
process x107 not-a-number 5009
process self-108 not-a-number 5010
: >"$P/109"
process 110 large 4294967295 4294967296 12345678901
process 111 empty-fd
rm "$P/111/fd/0"
ln -s 101 "$P/112-is-no-pid"
socket_of 0 5001 5002 5003 5004 5005 5006 5007 5008 5009 5010 4294967295 4294967296 12345678901
each 'found' $shows -xapn

# Many processes with many sockets: whoever shares the work out has to put it together again.
tree
awk -v dir="$P" 'BEGIN {
	for (pid = 1; pid <= 150; pid++) {
		printf "mkdir -p %s/%d/fd\nprintf p%d >%s/%d/cmdline\n", dir, pid * 37, pid, dir, pid * 37
		for (fd = 0; fd < 8; fd++) printf "ln -s socket:[%d] %s/%d/fd/%d\n", 10000 + pid * 8 + fd, dir, pid * 37, fd
	}
}' | sh
socket_of $(awk 'BEGIN { for (i = 10000; i < 11220; i += 3) print i }')
each 'many' -tnp -xap -anp -lp

# No process can be seen at all, as from another pid namespace.
tree
socket_of 1001 0
each 'none' $shows

# ---- a socket that several processes hold: the lowest pid, whatever order the directory has ----
tree
for pid in 700 90 1000 2 30000; do
	process $pid "p$pid" 6001
done
for pid in 31000 3 1001 91 701; do
	process $pid "p$pid" 6002 6003 6002
done
process 1 'init' 6003
rows tcp <<'END'
127.0.0.1 22 127.0.0.1 40001 inode=6001
127.0.0.1 22 127.0.0.1 40002 inode=6002
127.0.0.1 22 127.0.0.1 40003 inode=6003
END
unix_rows <<'END'
inode=6002 path=/run/x
END
want 0 '' <<'END'
Active Internet connections (w/o servers)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    $
tcp        0      0 127.0.0.1:22            127.0.0.1:40001         ESTABLISHED 2/p2                $
tcp        0      0 127.0.0.1:22            127.0.0.1:40002         ESTABLISHED 3/p3                $
tcp        0      0 127.0.0.1:22            127.0.0.1:40003         ESTABLISHED 1/init              $
Active UNIX domain sockets (w/o servers)$
Proto RefCnt Flags       Type       State         I-Node   PID/Program name     Path$
unix  2      [ ]         STREAM                   6002     3/p3                 /run/x$
END
ours 'shared' -np

# ---- our difference: control bytes and what is no UTF-8 are escaped; the 19 characters count the escaped text, and no
# escape and no character is cut in two ----
# escaped INODE TEXT: the row of tcp that shows TEXT.
escaped() {
	printf 'tcp        0      0 127.0.0.1:22            127.0.0.1:%-13d ESTABLISHED %-20s$\n' "$1" "$2"
}
tree
{
	echo 'Active Internet connections (w/o servers)$'
	echo 'Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    $'
} >"$W/table"
inode=7000
while IFS='	' read -r cmdline shown; do
	process $((inode - 6900)) "$cmdline" $inode
	echo "127.0.0.1 22 127.0.0.1 $inode inode=$inode" | rows tcp
	# shellcheck disable=SC2059
	escaped $inode "$((inode - 6900))/$shown" >>"$W/table"
	inode=$((inode + 1))
done <<END
/bin/a\033[31mred	a\x1b[31mred
tab\there\nline	tab\x09here\x0a
/bin/a\001\037	a\x01\x1f
del\177	del\x7f
\033]0;title\007	\x1b]0;title
0123456789abc\033x	0123456789abc
0123456789a\033x	0123456789a\x1b
01234567\033\033	01234567\x1b
caf\351	caf\xe9
\377\376	\xff\xfe
end\303	end\xc3
end\342\202	end\xe2\x82
\303(	\xc3(
\200	\x80
over\300\257	over\xc0\xaf
over\340\200\257	over\xe0\x80
\355\240\200	\xed\xa0\x80
\364\220\200\200	\xf4\x90\x80
\370\210\200	\xf8\x88\x80
aaaaaaaaaaaaaa\303\251b	aaaaaaaaaaaaaa
aaaaaaaaaaaaa\303\251b	$(printf 'aaaaaaaaaaaaa\303\251')
ab\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255	$(printf 'ab\344\270\255\344\270\255\344\270\255\344\270\255')
aaaaaaaaaaaa\360\237\220\247	aaaaaaaaaaaa
a\r\nb	a\x0d\x0ab
c1 \302\233m	c1 \xc2\x9bm
ls\342\200\250x	ls\xe2\x80\xa8x
bidi\342\200\256	bidi
isol\342\201\246	isol
bd\342\200\256x	bd\xe2\x80\xaex
END
want 0 '' <"$W/table"
ours 'escaped' -tnp

# ---- as somebody else ----
RUN_AS='setpriv --reuid=65534 --regid=65534 --clear-groups'
RUN_AS_WORKS=$(PATH="$W/ours.bin:$PATH" $RUN_AS netstat --version 2>/dev/null; PATH="$W/want.bin:$PATH" $RUN_AS netstat --version)
case $RUN_AS_WORKS in
*'net-tools 2.10'*)
	tree
	process 101 mine 8001
	process 102 theirs 8002
	socket_of 8001 8002
	each 'all can be seen' -tnp
	chmod 0 "$P/102/fd"
	each 'some cannot be seen' -tnp -xp -anp -np -6np -tp4 -4p '-A unix -p' -tn -p -Sp '--ipx -p' -lp
	chmod 0 "$P/101/fd"
	each 'nothing can be seen' -tnp -xp -anp -np -6np -tp4 -4p '-A unix -p' -tn -p -Sp '--ipx -p' -lp
	chmod 755 "$P/101/fd"
	rm "$P/101/fd/"*
	each 'nothing is there' -tnp -xp -p
	ln -s 'socket:[9999]' "$P/101/fd/3"
	each 'nothing that is listed' -tnp -xp -p
	ln -s 'socket:[8001]' "$P/101/fd/4"
	each 'one that is listed' -tnp -xp -p -tup
	rm "$P/101/fd/"*
	ln -s 'pipe:[8001]' "$P/101/fd/3"
	each 'only a pipe' -tnp -xp -p
	rm "$P/101/fd/"*
	chmod 0 "$P/101/cmdline"
	ln -s 'socket:[8001]' "$P/101/fd/3"
	chmod 755 "$P/102/fd"
	each 'no command line' -tnp -xp
	chmod 711 "$P"
	each 'no /proc' -tnp -xp
	chmod 755 "$P" "$P/101"
	chmod 0 "$P/102"
	each 'no process' -tnp -xp
	;;
*) echo '# not as another user: no setpriv, or the programs are out of its reach' ;;
esac
RUN_AS=

finish
