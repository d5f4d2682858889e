#!/bin/sh
# Among very many open files the owners come from BPF, and nobody can tell: the listing is the one without it. The
# script starts itself three times: outside; among the sockets of a farm; in the menagerie, see common.sh. What BPF says
# of processes of all kinds is tested by task_files.

# shellcheck disable=SC1091,SC2031,SC2034,SC2086,SC2154 # common.sh uses and sets variables; some hold several words
SOCKETS=24000 # more than MANY_FILES in src/owner/task_files_useful.c

outside() {
	here=$(cd "$(dirname "$0")" && pwd)
	: "${srcdir:=$here/../..}" "${builddir:=$srcdir}"
	: "${NETSTAT:=$builddir/netstat}"
	export srcdir builddir NETSTAT
	"$builddir/tests/live/task_files" --possible || exit
	unshare -n true 2>/dev/null || { echo 'SKIP: no network namespace can be made'; exit 77; }
	BPF_TEST=farm
	export BPF_TEST
	timeout 300 "$builddir/tests/bench/farm" $SOCKETS 8 -- sh "$here/${0##*/}"
	exit
}

say() {
	[ $? = 0 ] || { echo "not ok - $1"; exit 1; }
	echo "ok - $1"
}

# calls_bpf COMMAND...: whether it does; it dies of it
calls_bpf() {
	# The shell would say of what it died.
	{ (exec "$builddir/tests/live/deny" bpf-deadly -- "$@"); code=$?; } >/dev/null 2>&1
	[ $code -gt 128 ]
}

calls_no_bpf() {
	! calls_bpf "$@" && [ $code = 0 ]
}

farm() {
	dir=$(mktemp -d) || exit 1
	trap 'rm -rf "$dir"' EXIT
	deny=$builddir/tests/live/deny
	calls_bpf "$NETSTAT" -tanp
	say 'BPF is used among many open files'
	calls_no_bpf "$NETSTAT" -tan
	say 'not without -p'
	calls_no_bpf "$NETSTAT" --source=proc -tanp
	say 'not with --source=proc'
	calls_no_bpf "$deny" uid=65534 -- "$NETSTAT" -tanp
	say 'not without rights'
	calls_no_bpf unshare -pf --mount-proc "$NETSTAT" -tanp
	say 'not in a pid namespace'
	"$NETSTAT" -tanp >"$dir/with" 2>&1 && "$deny" bpf -- "$NETSTAT" -tanp >"$dir/without" 2>&1 &&
		cmp "$dir/with" "$dir/without" && [ "$(grep -c 'ESTABLISHED *[0-9]*/farm' "$dir/with")" -ge $SOCKETS ]
	say "$SOCKETS sockets have the same owners, and messages, where the kernel refuses BPF"
	BPF_TEST=menagerie
	export BPF_TEST
	sh "$0"
	status=$?
	[ $status = 77 ] && exit 0 # what could be compared was the same
	exit $status
}

case $BPF_TEST in
'') outside ;;
farm) farm ;;
esac

menagerie_options=--without=deferred
. "${0%/*}/common.sh"
. "${0%/*}/three.sh"

for arguments in -anp -tanoep -uanoep -xap -lnp '-tanp --sort=pid'; do
	check bpf $arguments
	check bpf --sort=none $arguments
done
check bpf -anp 'pid > 1 and not process = menagerie'
check bpf -anp 'process = menagerie'
finish
