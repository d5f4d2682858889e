#!/bin/sh
# shellcheck disable=SC2016,SC2086,SC2154  # backquotes in messages; lists of words; what lib.sh and tree.sh set
# -g: which tables appear with it, its rows, and its files when they are odd or missing.
. "$(dirname "$0")/lib.sh"

title='IPv6/IPv4 Group Memberships$
Interface       RefCnt Group$
--------------- ------ ---------------------$'

# igmp <lines: /proc/net/igmp, with its titles. Groups begin with a tab.
igmp() {
	{
		printf 'Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n'
		cat
	} >"$P/net/igmp"
}

# address A.B.C.D: as igmp has it.
address() {
	echo "$1" | awk -v little="$little" "$awk_address"'{ print address4($1) }'
}

populate() {
	tree
	{
		printf '1\tlo        :     1      V3\n\t\t\t\t%s     1 0:00000000\t\t0\n' "$(address 224.0.0.1)"
		printf '2\teth012345678901:     3      V3\n\t\t\t\t%s    12 0:00000000\t\t0\n' "$(address 239.1.2.3)"
		printf '\t\t\t\t%s     1 1:0000ABCD\t\t1\n' "$(address 224.0.0.251)"
		printf '10\tbr0       :     1      V2\n\t\t\t\t%s     1 0:00000000\t\t0\n' "$(address 224.0.0.1)"
	} | igmp
	cat >"$P/net/igmp6" <<-'END'
		1    lo              ff020000000000000000000000000001     1 0000000C 0
		2    eth012345678901 ff0200000000000000000001ff000001     2 00000004 0
		10   br0             ff010000000000000000000000000001  1000 00000008 0
	END
	rows tcp <<-'END'
		127.0.0.1 22 0.0.0.0 0 st=0A inode=1001
		127.0.0.1 22 127.0.0.1 40000 st=01 inode=1002
	END
	unix_rows <<-'END'
		st=03 inode=1006 path=/run/connected
	END
}

# ---- which tables ----
populate
for args in '' a l al W Wa v e p N o ao; do
	for family in '' 4 6 46 64; do
		each 'with a family' -g$args$family -gn$args$family
		[ -z "$family" ] || each 'with a family, and unix' -gnx$args$family
	done
	each 'alone and with protocols' -gnt$args -gnx$args -gnu$args -gnw$args -gntx$args -gnt6$args -gnt4x$args
done
each 'long and by family' --groups '-W -agn' '-A inet -g' '-A inet6 -gn' '-A unix -gn' '-A inet,unix -g' '-gd --ddp' '-A ash -gn'

# ---- odd lines ----
populate
{
	printf '1 \tlo :     1      V3\n\t\t\t\t%s     1 0:00000000\t\t0\n' "$(address 224.0.0.1)"
	printf '\t%s  99999999999\n\t%s\t-5\n' "$(address 224.0.0.2)" "$(address 224.0.0.3)"
	printf '\t%s 4294967295\n\t%s 99999999999999999999999\n' "$(address 224.0.0.2)" "$(address 224.0.0.3)"
	printf '5 \n\n\t0 1\n\t1FF 1\n\t0x10 1\n\t010000E0\n\t010000E0 \n\t010000E0 x\n\t010000E0 1x\n\t010000E0 +1x\n'
	printf '\t010000E0\t- 5\n\t010000E0\t+-5\n\t010000E0\t--5\n\tzz 5\nbogus : 1\n   \t\n'
	printf '7\teth0123456 : 2 V3\n\t010000E0 1'
} | igmp
cat >"$P/net/igmp6" <<-'END'
	2    eth0123456789012 ff020000000000000000000000000001     1 0000000C 0
	2    eth0            ff020000000000000000000000000001     -4 0000000C 0
	2    eth0            ff020000000000000000000000000001     4294967295 0000000C 0
	2    eth0            00000000000000000000000000000000     5
	2    eth0            00000000000000000000000000000000
	2    eth0            FF02000000000000000000000000000100     5
	2    eth0            00000000000000000000FFFF01020304     5x

	   
	bogus
	x    eth0            ff020000000000000000000000000001     1 0000000C 0
	2    eth0            ff020000000000000000000000000001     1
END
each 'odd lines' -g -gn -g4 -g6
: >"$P/net/igmp"
each 'an empty igmp' -g4 -gn4
igmp </dev/null
each 'no groups' -g -g4 -gn
: >"$P/net/igmp6"
each 'no groups at all' -g -g4 -gn -g6

# An address of IPv6 that is too short: net-tools fills it up from what lies in memory.
echo '2    eth0            0000000000000000000000000000000     5' >"$P/net/igmp6"
want 0 'warning, got bogus igmp6 line 0.' <<END
$title
END
ours 'a short address' -gn

# ---- names ----
populate
etc hosts <<END
127.0.0.1 localhost
224.0.0.1 all-systems.mcast.net all-systems
239.1.2.3 a.group.with.a.very.long.name.that.is.not.cut.example.com
ff02::1 ip6-allnodes
END
if have_etc hosts; then
	each 'names' -g -gW -g4 -g6 -gn '-g --numeric-hosts' '-g --numeric-ports'
	printf '224.0.0.1 a\033[31mb\n' >"$W/etc/hosts"
	want 0 <<END
$title
lo              1      a\\x1b[31mb\$
eth012345678901 12     239.1.2.3\$
eth012345678901 1      224.0.0.251\$
br0             1      a\\x1b[31mb\$
END
	run_ours -g4
	sed -i '1,3d' "$W/ours.out"
	verdict 'names are escaped: -g4'
	etc hosts </dev/null
fi
printf '1    a\033[31mb           ff020000000000000000000000000001     1 0000000C 0\n' >"$P/net/igmp6"
igmp </dev/null
want 0 <<END
$title
a\\x1b[31mb      1      ff02::1\$
END
ours 'interfaces are escaped' -gn

# ---- files that are missing, or cannot be read ----
populate
rm "$P/net/igmp"
each 'no igmp' -g -gn -g4 -g6 -gv -gtn -g4v -gn46
no_igmp='netstat: no support for `AF INET (igmp)'\'' on this system.'
want 1 "$no_igmp" <<END
$title
lo              1      ff02::1\$
eth012345678901 2      ff02::1:ff00:1\$
br0             1000   ff01::1\$
Active UNIX domain sockets (w/o servers)\$
Proto RefCnt Flags       Type       State         I-Node   Path\$
unix  2      [ ]         STREAM     CONNECTED     1006     /run/connected\$
END
ours 'no igmp: the rest is listed all the same' -gxn
rm "$P/net/igmp6"
each 'no igmp, nor igmp6' -g -gn -g4 -g6
populate
rm "$P/net/igmp6"
each 'no igmp6' -g -gn -g4 -g6 -gxn
ln -s igmp6 "$P/net/igmp6"
each 'igmp6: a loop' -g -gn -g4 -g6 -gxn
rm "$P/net/igmp"
ln -s igmp "$P/net/igmp"
each 'igmp: a loop' -g -gn -g4 -gxn -gtx
# The path is a directory: net-tools reads it for ever.
populate
rm "$P/net/igmp"
mkdir "$P/net/igmp"
want 1 'netstat: /proc/net/igmp: read error: Is a directory' <<END
$title
lo              1      ff02::1\$
eth012345678901 2      ff02::1:ff00:1\$
br0             1000   ff01::1\$
END
ours 'read error' -gn

# ---- what takes no part ----
populate
OURS_ARGS=--source=netlink
want 1 'netstat: the kernel does not tell over netlink how often a group was joined; --source=auto reads /proc' <<END
$title
END
ours 'no netlink' -gn
OURS_ARGS=--source=proc
want 0 <<END
$title
eth012345678901 2      ff02::1:ff00:1\$
lo              1      ff02::1\$
br0             1000   ff01::1\$
eth012345678901 12     239.1.2.3\$
eth012345678901 1      224.0.0.251\$
lo              1      224.0.0.1\$
br0             1      224.0.0.1\$
END
ours 'sorted' -gn --sort=-group
want 0 <<'END'
family,interface,ifindex,refcnt,group,group_host$
inet,br0,10,1,224.0.0.1,$
inet,lo,1,1,224.0.0.1,$
END
etc hosts </dev/null
run_ours -g --format=csv --sort=interface
sed -n 's/\r$//;/^family\|224.0.0.1,/p' "$W/ours.out" >"$W/lines" && mv "$W/lines" "$W/ours.out"
verdict 'csv: -g --sort=interface'

# ---- -c: every round is as the first; net-tools prints nonsense from the second on ----
OURS_ARGS='--source=proc --sort=none'
for args in -gn -g -g6n -gtxn -gn46; do
	populate
	run_ours $args
	mv "$W/ours.out" "$W/once"
	timeout 2 env PATH="$W/ours.bin:$PATH" netstat $OURS_ARGS $args -c 0.3 >"$W/ours.out" 2>"$W/ours.err"
	lines=$(wc -l <"$W/once")
	rounds=$(($(wc -l <"$W/ours.out") / lines))
	: >"$W/want.err"
	for _ in $(seq $rounds); do cat "$W/once"; done >"$W/want.out"
	head -n $((rounds * lines)) "$W/ours.out" >"$W/whole"
	check "at least three rounds of $args" [ "$rounds" -ge 3 ]
	check "each as the first: $args" cmp "$W/whole" "$W/want.out"
	check "nothing is said: $args" [ ! -s "$W/ours.err" ]
done
# For programs each line says when it was, and a signal ends them behind a line.
timeout 1 env PATH="$W/ours.bin:$PATH" netstat $OURS_ARGS -gn -c 0.2 --format=jsonl >"$W/ours.out" 2>"$W/ours.err"
check 'lines of several rounds' [ "$(grep -c '^{"time":"[0-9TZ:.-]*","host":.*"interface":"lo".*"group":"224.0.0.1"}$' "$W/ours.out")" -ge 3 ]
check 'nothing but whole lines' [ "$(grep -vc '^{"time".*}$' "$W/ours.out")" = 0 ]
check 'the last one too' [ -z "$(tail -c 1 "$W/ours.out" | tr -d '\n')" ]
rm "$P/net/igmp"
want 1 "$no_igmp" <<END
$title
lo              1      ff02::1\$
eth012345678901 2      ff02::1:ff00:1\$
br0             1000   ff01::1\$
END
ours '-c ends where a single run fails' -gnc

finish
