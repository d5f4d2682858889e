#!/bin/sh
# docs/FLEET.md is right: three machines (network namespaces with a name and an address of their own, in one network)
# answer, and each question of the document, asked as it stands there, gives what stands below it. Those for jq need
# jq, those for DuckDB are asked if there is a duckdb in the PATH.
#
# Environment: NETSTAT, srcdir, builddir as in common.sh. Exit: 0 all right, 1 not, 77 cannot be run here.

LC_ALL=C
export LC_ALL

skip_all() {
	echo "SKIP: $*"
	exit 77
}

outside() {
	for tool in jq ip nsenter unshare hostname mktemp awk comm; do
		command -v $tool >/dev/null || skip_all "needs $tool"
	done
	user=
	[ "$(id -u)" = 0 ] || user=-r
	unshare $user -nu true 2>/dev/null || skip_all 'no network namespace can be made'
	here=$(cd "$(dirname "$0")" && pwd)
	: "${srcdir:=$here/../..}" "${builddir:=$srcdir}"
	: "${NETSTAT:=$builddir/netstat}"
	W=$(mktemp -d) || exit 1
	trap 'rm -rf "$W"' EXIT
	trap 'exit 1' HUP INT TERM
	export W srcdir builddir NETSTAT
	# The network that connects them; all that runs in it ends when its pipe does.
	unshare $user -n sh "$here/${0##*/}" inside
	exit $?
}

[ "$1" = inside ] || outside

# What waits in the machines reads this pipe and ends with it, that is, with this script. (Nothing else may have it
# open for writing; hence no function in the background.)
mkfifo "$W/open" || exit 1
exec 9<>"$W/open"

die() {
	echo "error: $*"
	exit 1
}

# machine NAME ADDRESS: leaves a process that keeps its namespaces in $NAME
machine() {
	mkfifo "$W/$1.ready"
	# shellcheck disable=SC2016 # of the inner shell
	unshare -nu sh -c 'hostname "$1" && echo $$ >"$2" && exec cat' sh "$1" "$W/$1.ready" \
		<"$W/open" 9<&- &
	read -r pid <"$W/$1.ready" || die "no machine $1"
	eval "$1=$pid"
	ip link add "to-$1" type veth peer name eth0 netns "$pid" || skip_all 'no veth devices'
	ip link set "to-$1" master br0 up || die "$1: bridge"
	on "$1" sh -c "ip link set lo up && ip link set eth0 up && ip addr add $2/24 dev eth0" ||
		die "$1: address"
}

# on NAME COMMAND...
on() {
	eval "pid=\$$1"
	shift
	# shellcheck disable=SC2154 # set by the eval
	nsenter -t "$pid" -n -u -- "$@"
}

# serve NAME PROGRAM ARGUMENT...: sockets under the name of a known program
serve() {
	name=$1 program=$2
	shift 2
	cp "$builddir/tests/live/servers" "$W/$program" || exit 1
	mkfifo "$W/$program.ready"
	eval "pid=\$$name"
	nsenter -t "$pid" -n -u -- "$W/$program" "$@" <"$W/open" >"$W/$program.ready" 9<&- &
	read -r ready <"$W/$program.ready"
	[ "$ready" = ready ] || die "$program does not start on $name"
}

# The questions: a command in a block of its own, with its answer in the next. Numbered files.
cut_out() {
	awk -v to="$W" '
		/^```sh$/ { getline; wanted = $1 == "jq" || $1 == "duckdb"; n += wanted; file = to "/" n ".sh" }
		/^```text$/ && n { getline; wanted = 1; file = to "/" n ".text" }
		/^```/ { wanted = 0; if (file) close(file); file = "" }
		wanted && file { print > file }
	' "$srcdir/docs/FLEET.md"
}

ask() {
	ours=$W/$1
	asked=$((asked + 1))
	(cd "$W" && sh "$ours.sh") >"$ours.out" 2>"$ours.err"
	if ! [ -s "$ours.err" ] && cmp -s "$ours.out" "$ours.text"; then
		passed=$((passed + 1))
		return
	fi
	echo "FAILED: $(head -n 3 "$ours.sh")"
	head -n 5 "$ours.err"
	diff "$ours.text" "$ours.out"
}

ip link add br0 type bridge 2>/dev/null || skip_all 'no bridge devices'
ip link set br0 up
machine mail1 10.9.0.1
machine mail2 10.9.0.2
machine web1 10.9.0.3
serve mail1 master listen=0.0.0.0:25 listen=127.0.0.1:10025
serve mail2 exim4 listen=10.9.0.2:25
serve mail2 postgres listen=0.0.0.0:5432
serve web1 nginx listen=0.0.0.0:80 listen=0.0.0.0:443
serve web1 webapp connect=10.9.0.1:25 connect=10.9.0.1:25 connect=10.9.0.2:5432
rm "$W/master" # as an upgrade does

for name in web1 mail2 mail1; do
	on $name "$NETSTAT" -tuanp --format=jsonl >>"$W/sockets.jsonl" || die "$name: status $?"
	on $name "$NETSTAT" --why-busy=25/tcp --format=jsonl >>"$W/why.jsonl"
	case $name.$? in
	web1.1 | mail?.0) ;;
	*) die "$name: --why-busy: status $?" ;;
	esac
done
printf 'mail1\nmail2\nweb1\nweb2\n' >"$W/expected"

cut_out
asked=0 passed=0 left=0
for question in "$W"/*.sh; do
	[ -s "$question" ] || die 'no questions in docs/FLEET.md'
	number=$(basename "$question" .sh)
	[ -s "$W/$number.text" ] || die "no answer below: $(head -n 1 "$question")"
	case $(head -n 1 "$question") in
	duckdb*) command -v duckdb >/dev/null || { left=$((left + 1)); continue; } ;;
	esac
	ask "$number"
done
[ $left = 0 ] || echo "# $left questions for DuckDB were not asked: there is no duckdb"
echo "# $passed of $asked passed"
[ "$asked" -ge 7 ] && [ "$passed" = "$asked" ]
