#!/bin/sh
# Where the text goes and what surrounds it: environment, write errors, a reader that leaves; and the order without --sort.
# shellcheck disable=SC2086,SC2317  # arguments are lists of words; functions are called by their names
. "$(dirname "$0")/lib.sh"

tree
rows tcp <<'END'
127.0.0.1 22 0.0.0.0 0 st=0A inode=1001
127.0.0.1 22 127.0.0.1 40000 st=01 inode=1002 tr=2 when=719968
END
rows tcp6 <<'END'
::1 22 2001:db8:1111:2222:3333:4444:5555:6666 40000 st=01 inode=1003
END
unix_rows <<'END'
inode=1004 path=/run/one
END
process 101 'sshd' 1001 1002 1003 1004

# ---- the environment changes nothing ----
for RUN_ENV in COLUMNS=20 COLUMNS=400 LANGUAGE=de LANG=de_DE.UTF-8 TERM=dumb TERM=xterm-256color NO_COLOR=1 PAGER=false LINES=2; do
	each "$RUN_ENV" -an -t -tnpo -x -S '-A foo'
	usage "$RUN_ENV" -Q
done
RUN_ENV=
# There are no translations, whatever locale is chosen.
for OURS_ENV in 'LC_ALL=C.UTF-8 LANGUAGE=de' 'LC_ALL=C.UTF-8 LANGUAGE=fr:de' 'LC_ALL=en_US.UTF-8 LANGUAGE=ja' LC_ALL=de_DE.UTF-8 LC_ALL=nonsense \
	'LC_ALL=C.UTF-8 COLUMNS=30 LINES=3' NETSTAT_PAGER=false; do
	each "ours alone: $OURS_ENV" -an -t -tnpo -x -S '-A foo'
	usage "ours alone: $OURS_ENV" -Q
done
OURS_ENV=

# ---- write errors are reported ----
# ours_to FILE ARGUMENT: ours, with stdout going there.
refused() {
	[ "$(cat "$W/ours.rc")" = 1 ] && [ "$(wc -l <"$W/ours.err")" = 1 ] && grep -q "$reason" "$W/ours.err"
}
ours_to() {
	PATH="$W/ours.bin:$PATH" timeout 20 netstat $OURS_ARGS $2 >"$1" 2>"$W/ours.err" </dev/null
	echo $? >"$W/ours.rc"
	: >"$W/ours.out"
}
reason='^netstat: write error: No space left on device$'
for args in -an -t -x -tnp --help --version; do
	ours_to /dev/full $args
	check "/dev/full: $args" refused
done
# More than any buffer.
awk 'BEGIN { for (i = 0; i < 30000; i++) print "10.0." int(i / 250) "." i % 250, 80, "10.1.2.3", i }' | rows udp
ours_to /dev/full -uan
check '/dev/full: a large table' refused
reason='^netstat: write error: '
PATH="$W/ours.bin:$PATH" timeout 20 netstat $OURS_ARGS -an >&- 2>"$W/ours.err" </dev/null
echo $? >"$W/ours.rc"
check 'stdout is closed' refused
# Nothing is written, so nothing fails.
want 1 "Unknown address family \`foo'." </dev/null
PATH="$W/ours.bin:$PATH" timeout 20 netstat $OURS_ARGS -A foo >/dev/full 2>"$W/ours.err" </dev/null
echo $? >"$W/ours.rc"
: >"$W/ours.out"
verdict '/dev/full: -A foo'

# ---- a reader that has seen enough: no words about it, and the same end as net-tools' ----
for who in want ours; do
	more=
	[ $who = want ] || more=$OURS_ARGS
	{
		PATH="$W/$who.bin:$PATH" timeout 20 netstat $more -uan 2>"$W/$who.err" </dev/null
		echo $? >"$W/$who.rc"
	} | head -n 1 >"$W/$who.out"
done
case $(cat "$W/want.rc") in
141) verdict 'head -n 1' ;;
*) echo '# SIGPIPE is ignored here, so nothing is said about it' ;;
esac
# Where SIGPIPE is ignored: still no words, but it counts as a failure.
{
	trap '' PIPE
	PATH="$W/ours.bin:$PATH" timeout 20 netstat $OURS_ARGS -uan 2>"$W/ours.err" </dev/null
	echo $? >"$W/ours.rc"
} | head -n 1 >"$W/ours.out"
want 1 '' <<'END'
Active Internet connections (servers and established)$
END
verdict 'head -n 1, SIGPIPE ignored'
# A pipe and a file get the same, and so does a closed stdin.
same 'large' -uan
PATH="$W/ours.bin:$PATH" netstat $OURS_ARGS -uan 2>"$W/ours.err" </dev/null | cat >"$W/ours.out"
verdict 'large, into a pipe'
PATH="$W/ours.bin:$PATH" netstat $OURS_ARGS -uan 2>"$W/ours.err" <&- >"$W/ours.out"
verdict 'large, stdin closed'

# ---- without --sort the rows of a table come in ascending order of the local address, as numbers, then the port, then
# the foreign end ----
tree
rows tcp <<'END'
127.0.0.1 8080 0.0.0.0 0 st=0A
127.0.0.1 80 127.0.0.1 50000
10.0.0.10 22 10.0.0.1 50000
10.0.0.9 22 10.0.0.1 50000
0.0.0.0 443 0.0.0.0 0 st=0A
0.0.0.0 25 0.0.0.0 0 st=0A
127.0.0.1 80 127.0.0.1 9
127.0.0.1 80 9.0.0.1 50001
127.0.0.1 9 127.0.0.1 50001
192.168.0.1 1 10.0.0.1 2
9.255.255.255 65535 10.0.0.1 2
END
rows udp6 <<'END'
fe80::2 53 :: 0
2001:db8::1 53 :: 0
2001:db8::1 9 :: 0
:: 5353 :: 0
:: 123 :: 0
::1 53 :: 0
END
want 0 '' <<'END'
Active Internet connections (servers and established)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State      $
tcp        0      0 0.0.0.0:25              0.0.0.0:*               LISTEN     $
tcp        0      0 0.0.0.0:443             0.0.0.0:*               LISTEN     $
tcp        0      0 9.255.255.255:65535     10.0.0.1:2              ESTABLISHED$
tcp        0      0 10.0.0.9:22             10.0.0.1:50000          ESTABLISHED$
tcp        0      0 10.0.0.10:22            10.0.0.1:50000          ESTABLISHED$
tcp        0      0 127.0.0.1:9             127.0.0.1:50001         ESTABLISHED$
tcp        0      0 127.0.0.1:80            9.0.0.1:50001           ESTABLISHED$
tcp        0      0 127.0.0.1:80            127.0.0.1:9             ESTABLISHED$
tcp        0      0 127.0.0.1:80            127.0.0.1:50000         ESTABLISHED$
tcp        0      0 127.0.0.1:8080          0.0.0.0:*               LISTEN     $
tcp        0      0 192.168.0.1:1           10.0.0.1:2              ESTABLISHED$
udp6       0      0 :::123                  :::*                               $
udp6       0      0 :::5353                 :::*                               $
udp6       0      0 ::1:53                  :::*                               $
udp6       0      0 2001:db8::1:9           :::*                               $
udp6       0      0 2001:db8::1:53          :::*                               $
udp6       0      0 fe80::2:53              :::*                               $
END
OURS_ARGS=--source=proc
ours 'sorted' -tuan
OURS_ARGS='--source=proc --sort=local'
ours 'sorted' -tuan

finish
