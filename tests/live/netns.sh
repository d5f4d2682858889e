#!/bin/sh
# --netns: three network namespaces with the same addresses and ports. One has a name of `ip netns`, one is held by a
# process, one by a bind mount alone, while the owner of its sockets is elsewhere. All of it is in namespaces of
# processes and mounts of its own, with a /run of its own, so nothing else is seen, and all that could be left behind are
# the control groups of the containers, which are removed.
#
# Environment: NETSTAT, srcdir, builddir; exit: 0 all passed, 1 something failed, 77 cannot be run here.

# shellcheck disable=SC2016,SC2086,SC3045 # awk has dollars; arguments of several words; dash and busybox know ulimit -n
LC_ALL=C
export LC_ALL
unset POSIXLY_CORRECT COLUMNS NO_COLOR CLICOLOR_FORCE

skip_all() {
	echo "SKIP: $*"
	exit 77
}

outside() {
	[ "$(id -u)" = 0 ] || skip_all 'needs root'
	for tool in unshare nsenter setpriv mount mktemp timeout cmp awk; do
		command -v $tool >/dev/null || skip_all "needs $tool"
	done
	unshare -mnp --fork --mount-proc true 2>/dev/null || skip_all 'no namespaces can be made'
	here=$(cd "$(dirname "$0")" && pwd)
	: "${srcdir:=$here/../..}" "${builddir:=$srcdir}"
	: "${NETSTAT:=$builddir/netstat}"
	W=$(mktemp -d) || exit 1
	trap 'rm -rf "$W"' EXIT
	trap 'exit 1' HUP INT TERM
	export W
	cp "$NETSTAT" "$W/netstat" && cp "$builddir/tests/live/netns_holder" "$W/" && chmod -R a+rX "$W" || exit 1
	timeout 300 unshare -mnp --fork --kill-child --mount-proc sh "$here/${0##*/}" inside
	exit $?
}

[ "$1" = inside ] || outside

N=$W/netstat
tests=0 failures=0

ok() {
	tests=$((tests + 1))
	echo "ok $tests - $1"
}

# not_ok TITLE: with the files $W/out and $W/err
not_ok() {
	tests=$((tests + 1)) failures=$((failures + 1))
	echo "not ok $tests - $1"
	head -n 20 "$W/out" "$W/err" | cat -A | sed 's/^/#   /'
}

# check TITLE COMMAND...: the command must succeed
check() {
	title=$1
	shift
	if "$@"; then ok "$title"; else not_ok "$title"; fi
}

# run ARGUMENT...: leaves $W/out, $W/err and $code
run() {
	timeout 20 $AS "$N" "$@" </dev/null >"$W/out" 2>"$W/err"
	code=$?
}

# hold COMMAND...: a holder in the background, its process in $holder, when its sockets are there
hold() {
	: >"$W/ready"
	"$@" >"$W/ready" 2>"$W/holder.err" &
	holder=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		grep -q ready "$W/ready" && return 0
		sleep 0.1
	done
	cat "$W/holder.err"
	echo "no holder: $*"
	exit 1
}

# The inode of a file of a namespace.
inode() {
	stat -Lc %i "$1"
}

# names PORT: the last column of the rows with this local port; the last two, with -p
names() {
	awk -v end=":$1" 'substr($4, length($4) - length(end) + 1) == end { print $NF }' "$W/out" | tr '\n' ' '
}

# prints TEXT COMMAND...: what a command prints
prints() {
	wanted=$1
	shift
	found=$("$@")
	[ "$found" = "$wanted" ] && return 0
	echo "# found: $found"
	echo "# not:   $wanted"
	return 1
}

# one_line TEXT: on stderr there is one line and it holds this; nothing on stdout
one_line() {
	[ "$(wc -l <"$W/err")" = 1 ] && grep -qF -e "$1" "$W/err" && [ ! -s "$W/out" ]
}

# refused STATUS TEXT ARGUMENT...
refused() {
	status=$1 text=$2
	shift 2
	run "$@"
	[ $code = "$status" ] && one_line "$text"
}

# ---- the namespaces ----

mount --make-rprivate / && mount -t tmpfs tmpfs /run && mkdir -p /run/netns && touch "$W/mounted" || exit 1
named_by='a bind mount'
if command -v ip >/dev/null && ip netns add web 2>/dev/null; then
	named_by='ip netns'
else
	touch /run/netns/web && unshare -n mount --bind /proc/self/ns/net /run/netns/web || exit 1
fi
hold "$W/netns_holder"
ours=$holder
hold nsenter --net=/run/netns/web "$W/netns_holder"
web=$holder
hold "$W/netns_holder" --new
process=$holder
hold "$W/netns_holder" --new --mount="$W/mounted" --leave
mounted=$holder
echo "# the name web is made with $named_by"

# ---- all ----

run -tlnp --netns=all
check 'all: the heading ends with the column' grep -q 'PID/Program name     Netns$' "$W/out"
check 'all: the same address four times, ours first, then by name' \
	prints "self $W/mounted $process/netns_holder web " names 7701
check 'all: no message' [ $code = 0 -a ! -s "$W/err" ]
owners() {
	awk '$4 ~ /:7701$/ { sub("/netns_holder", "", $7); print $NF, $7 }' "$W/out" | sort | tr '\n' ' '
}
wanted=$(printf '%s\n' "self $ours" "$W/mounted $mounted" "$process/netns_holder $process" "web $web" | sort | tr '\n' ' ')
check 'all: each with its owner, also one that is elsewhere' prints "$wanted" owners

run -tan --netns=all
check 'connections of all' prints "self $W/mounted $process/netns_holder web " names 7703
run -uln --netns=all
check 'UDP of all' prints "self $W/mounted $process/netns_holder web " names 7702
run -xlnp --netns=all
check 'unix: the heading ends with the column' grep -q ' Path Netns$' "$W/out"
check 'unix: abstract names of all, once each' prints "self $W/mounted $process/netns_holder web " \
	awk -v ORS=' ' '$(NF - 1) == "@netns_holder" { print $NF }' "$W/out"

run -tlnp --netns=all --json
check 'JSON tells them apart, with owners' prints \
	"\"$W/mounted\" $mounted \"$process/netns_holder\" $process \"self\" $ours \"web\" $web " \
	sh -c "sed 's/},{\"proto\"/}\n{\"proto\"/g' '$W/out' |
		sed -n 's/.*\"local_port\":7701,.*\"netns\":\(\"[^\"]*\"\),\"owners\":\[{\"pid\":\([0-9]*\),.*/\1 \2/p' |
		sort | tr '\n' ' '"
run -tlnp --netns=all --format=jsonl --sort=none
check 'JSON Lines, as the kernel lists them' prints 4 \
	grep -c "\"local_port\":7701,.*\"netns\":\"[^\"]*\",\"owners\":\[{\"pid\":[0-9]*," "$W/out"
run -tln --netns=all --source=proc
check 'from /proc/net as well' prints "self $W/mounted $process/netns_holder web " names 7701
run -tln --netns=all --sort=none
check 'streamed as well' prints "self $W/mounted $process/netns_holder web " names 7701

# ---- order ----

order() {
	awk '/^tcp/ { print $NF }' "$W/out" | uniq | tr '\n' ' '
}
run -tan --netns=all --sort=netns
check '--sort=netns: one after the other' prints "self $W/mounted $process/netns_holder web " order
run -tan --netns=all --sort=-netns,port
check '--sort=-netns: the other way round' prints "web $process/netns_holder $W/mounted self " order
run -tan --netns=all --sort=none
check '--sort=none: one after the other' prints "self $W/mounted $process/netns_holder web " order

# ---- one: the same bytes as there, but for the column ----

# there ARGUMENT...: what is listed inside, by way of the process
there() {
	nsenter -t "$process" -n "$N" "$@" >"$W/there"
	run "$@" "--netns=$process"
	sed -e "s| $process/netns_holder\$||" -e '/^Proto/s/ Netns$//' "$W/out" | cmp -s - "$W/there"
}
for arguments in -an -anp -tlnp -tane -uanoe -xan -ln '-an --sort=none' '-tanp --sort=-port' '-tan sport=7701' \
	'-tan --source=proc' -4an; do
	check "by pid, $arguments: as nsenter" there $arguments
done
without_names() {
	nsenter -t "$process" -n "$N" -tan --format=jsonl >"$W/there"
	run -tan --format=jsonl "--netns=$process"
	sed "s|,\"netns\":\"$process/netns_holder\"||" "$W/out" | cmp -s - "$W/there"
}
check 'by pid, JSON Lines: as nsenter' without_names

run -tln --netns=web
check 'by name' prints 'web ' names 7701
run -tln --netns=/run/netns/web
check 'by path; it has a name' prints 'web ' names 7701
run -tln "--netns=$web"
check 'by a process in it; it has a name' prints 'web ' names 7701
run -tln "--netns=$W/mounted"
check 'by the path of a mount' prints "$W/mounted " names 7701
run -tln "--netns=$$"
check 'ours by pid' prints 'self ' names 7701
run -tln --netns=self
check 'ours by the name it is shown with' prints 'self ' names 7701
run -tln "--netns=web,$process,/proc/$web/ns/net,/run/netns/web,$web"
check 'a list: each once' prints "$process/netns_holder web " names 7701

# Not one byte is different without the option.
run -an
plain() {
	grep -q 'Netns\| self$' "$W/out" && return 1
	"$N" -an --netns=$$ | sed -e 's/ self$//' -e '/^Proto/s/ Netns$//' | cmp -s - "$W/out"
}
check 'without --netns there is no column' plain

# ---- names ----

newname=$(printf 'evil\033[2J"x')
touch "/run/netns/$newname" "$W/other"
hold "$W/netns_holder" --new "--mount=/run/netns/$newname"
evil=$holder
run -tln --netns=all
check 'a hostile name is escaped in text' grep -qF ':7701          0.0.0.0:*               LISTEN      evil\x1b[2J"x' "$W/out"
run -tln --netns=all --format=jsonl
check 'and in JSON' grep -qF '"netns":"evil\u001b[2J\"x"' "$W/out"
run -tln "--netns=$newname"
check 'it can be asked for' [ $code = 0 ]
kill "$evil"

umount "/run/netns/$newname"
rm "/run/netns/$newname"

# A container's name: two of the same name are told apart.
group=/sys/fs/cgroup
[ -f $group/cgroup.procs ] || group=$group/systemd
group=$group/netstat-test.$$
boxes=
remove_groups() {
	[ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
}
trap remove_groups EXIT
if [ -f "${group%/*}/cgroup.procs" ] && mkdir -p "$group/a/lxc/box" "$group/b/lxc/box" 2>/dev/null; then
	for branch in a b; do
		hold "$W/netns_holder" --new
		echo $holder >"$group/$branch/lxc/box/cgroup.procs" 2>/dev/null && boxes="$boxes $holder"
	done
	set -- $boxes
	if [ $# = 2 ]; then
		run -tln --netns=all
		wanted=$(printf 'box@%s\n' "$(inode "/proc/$1/ns/net")" "$(inode "/proc/$2/ns/net")" | sort | tr '\n' ' ')
		check 'two containers of one name' prints "$wanted" \
			sh -c "awk '/:7701/ && \$NF ~ /^box/ { print \$NF }' '$W/out' | tr '\n' ' '"
		run -tln "--netns=$1"
		check 'one of them' prints 'box ' names 7701
	fi
	[ -z "$boxes" ] || kill $boxes
	sleep 0.3
	remove_groups
fi
[ -n "$boxes" ] || echo '# no control group can be made: names of containers are not tested'

# ---- interfaces have the same number, and other names ----

# with_interface NAME: a holder where an interface has this name
with_interface() {
	hold unshare -n sh -c "ip link add $1 type veth peer name ${1}2 && exec '$W/netns_holder' --device=$1"
}
if unshare -n ip link add left type veth peer name left2 2>/dev/null; then
	with_interface left
	left=$holder
	with_interface right
	right=$holder
	interfaces() {
		sed -n 's/.*"local_port":7704,.*"interface":\("[^"]*"\),.*"netns":"\([0-9]*\)\/.*/\2 \1/p' "$W/out" |
			sort -n | tr '\n' ' '
	}
	wanted=$(printf '%s\n' "$left \"left\"" "$right \"right\"" | sort -n | tr '\n' ' ')
	for order in --sort=local --sort=none; do
		run -tln --netns=all --format=jsonl $order
		check "names of interfaces are not mixed up, $order" prints "$wanted" interfaces
	done
	kill "$left" "$right"
else
	echo '# no veth pair can be made: names of interfaces are not tested'
fi

# ---- what cannot be had ----

check 'a name that does not exist' refused 1 'no network namespace has this name' -ln --netns=nosuch
check 'also in JSON' refused 1 'no network namespace has this name' -ln --netns=nosuch --json
check 'one of a list' refused 1 '--netns=nosuch' -ln --netns=web,nosuch
check 'a file that is none' refused 1 'not a network namespace' -ln --netns=/etc/passwd
check 'a directory' refused 1 'not a network namespace' -ln --netns=/run/netns/
check 'another kind of namespace' refused 1 'not a network namespace' -ln --netns=/proc/self/ns/mnt
check 'a missing file' refused 1 'No such file or directory' -ln --netns=/nosuch/file
mkfifo "$W/fifo"
check 'a FIFO that nobody writes to' refused 1 'not a network namespace' -ln "--netns=$W/fifo"
sleep 100 &
gone=$!
kill $gone
wait $gone 2>/dev/null
check 'a process that has gone' refused 1 'no such process' -ln --netns=$gone
check 'a number that is none' refused 1 'no such process' -ln --netns=99999999999999999999
check 'no value' refused 3 '--netns=: the values are: NAME, PID' -ln --netns=
check 'an empty word' refused 3 'the values are' -ln --netns=web,,all
check 'a filter by interface' refused 3 'dev' -ln --netns=web dev = lo
check 'another table of all' refused 3 'only sockets' -r --netns=all

# ---- why-busy ----

run --netns="$process" --why-busy=7701/tcp
check 'why-busy looks there' [ $code = 0 ]
check 'and finds the owner' grep -q "pid $process" "$W/out"
run --netns="$process" --why-busy=7790/tcp
check 'a port that is free there' [ $code = 1 ]
check 'why-busy in a namespace that is not there: no answer' refused 3 'no network namespace' --netns=nosuch --why-busy=7701
check 'why-busy of all' refused 3 'only sockets' --netns=all --why-busy=7701

# ---- as an ordinary user ----

AS='setpriv --reuid=65534 --regid=65534 --clear-groups'
run -tln --netns=all
check 'ours is listed' prints 'self ' names 7701
check 'status 0' [ $code = 0 ]
# The one with a name and the one that a process is in are the same, but nobody can know here.
check 'a note counts the others and names them' grep -q \
	"^netstat: not listed, because only root may enter: up to 4 network namespaces: .*$process/netns_holder" "$W/err"
check 'one line' [ "$(wc -l <"$W/err")" = 1 ]
run -tln --netns=all --json
check 'the note is in JSON' grep -q '"notes":\["netstat: not listed, because only root may enter: ' "$W/out"
run -tln --netns=all --sort=none
check 'streamed: ours' prints 'self ' names 7701
check 'and the note' grep -q 'only root may enter' "$W/err"
check 'one by name' refused 1 'root may enter it' -ln --netns=web
check 'one by pid' refused 1 'root may enter it' -ln "--netns=$process"
check 'one by pid, for why-busy' refused 3 'root may enter it' "--netns=$process" --why-busy=7701
run -tln --netns=all,web
check 'all, and one of them: what can be seen' [ $code = 0 ]
# Another's rights in a user namespace of its own: there is no way back, so nothing is entered but a single one.
cat >"$W/apart.sh" <<'SCRIPT'
unshare -n "$W/netns_holder" --listen >"$W/apart.ready" & there=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	grep -q ready "$W/apart.ready" && break
	sleep 0.1
done
"$W/netstat" -tln --netns=all >"$W/apart.all" 2>/dev/null
"$W/netstat" -tln --netns=$there >"$W/apart.one" 2>"$W/apart.err"
echo $? $there
kill $there
SCRIPT
touch "$W/apart.ready" "$W/apart.all" "$W/apart.one" "$W/apart.err"
chown -R 65534 "$W"/apart.*
AS=
if setpriv --reuid=65534 --regid=65534 --clear-groups unshare -Ur true 2>/dev/null; then
	answer=$(setpriv --reuid=65534 --regid=65534 --clear-groups unshare -Ur sh "$W/apart.sh")
	cp "$W/apart.one" "$W/out"
	cp "$W/apart.err" "$W/err"
	check 'a user namespace: a single one is entered' prints "${answer#* }/netns_holder " names 7701
	cp "$W/apart.all" "$W/out"
	check 'a user namespace: of all, ours and only ours' prints 'self ' names 7701
else
	echo '# no user namespace: rights in one are not tested'
fi

# ---- many, with few descriptors; again and again ----

pids=
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do
	unshare -n "$W/netns_holder" --listen >>"$W/many" 2>&1 &
	pids="$pids $!"
done
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
	[ "$(grep -c ready "$W/many")" = 24 ] && break
	sleep 0.2
done
(
	ulimit -n 14
	exec "$N" -lntp --netns=all
) >"$W/out" 2>"$W/err"
check 'more namespaces than descriptors' prints 28 grep -c ':7701 ' "$W/out"
kill $pids

# Groups of another namespace, which has an interface that ours has not: alone, among its sockets, and in every round.
if nsenter --net=/run/netns/web ip link add grp0 type veth peer name grp1 2>/dev/null; then
	nsenter --net=/run/netns/web ip link set grp0 up
	interface=grp0
else
	echo '# no veth: groups of lo alone'
	interface=lo
fi
sockets='/^Active\|^Proto\|^tcp\|^unix/d'
for args in -gn -gtn -gnx6; do
	nsenter --net=/run/netns/web "$N" $args 2>"$W/err" | sed "$sockets" >"$W/there"
	check "$args there: its interface is listed" grep -q "^$interface " "$W/there"
	timeout 20 "$N" $args --netns=web 2>"$W/err" | sed "$sockets" >"$W/out"
	check "$args --netns: the same groups" cmp "$W/there" "$W/out"
	timeout 2 "$N" $args -c 0.2 --netns=web 2>"$W/err" | sed "$sockets" | head -n $((3 * $(wc -l <"$W/there"))) >"$W/out"
	cat "$W/there" "$W/there" "$W/there" >"$W/wanted"
	check "$args -c --netns: the same in each round" cmp "$W/wanted" "$W/out"
done

timeout 3 "$N" -tlnc 0.2 --netns=all >"$W/out" 2>"$W/err" &
repeating=$!
sleep 1
hold "$W/netns_holder" --new
late=$holder
wait $repeating
check '-c looks anew each round: one more' grep -q "127.0.0.1:7701.* $late/netns_holder\$" "$W/out"
check '-c: not from the beginning' [ "$(grep -c "127.0.0.1:7701.* $late/" "$W/out")" -lt "$(grep -c '127.0.0.1:7701.* web' "$W/out")" ]

echo "1..$tests"
echo "# $((tests - failures)) of $tests passed"
[ $failures = 0 ]
