# shellcheck shell=sh
# lib.sh: what the scripts in this directory share. To be sourced first:
#
#     . "$(dirname "$0")/lib.sh"
#
# Each script runs net-tools' netstat (the oracle) and ours over the same hand-written /proc and compares every byte.
# netstat never asks whether /proc is a real procfs, so such a tree decides everything that is printed.
#
# Sourcing this starts the script once more in a mount and network namespace of its own, where the tree stands on /proc
# and own files stand on /etc/hosts, services, protocols, networks, passwd and nsswitch.conf. The script goes on inside;
# the outer one only waits, and removes the work directory, where no mount of the inner one is visible any more.
#
# Environment: NETSTAT   the program to test (default: $builddir/netstat)
#              ORACLE    net-tools' netstat 2.10 (default: /usr/bin/netstat or /bin/netstat)
#              srcdir, builddir   the top directories (default: two above this one)
# Exit: 0 all passed, 1 something failed, 77 cannot be run here (the reason is printed).

skip_all() {
	echo "SKIP: $*"
	exit 77
}

absolute() {
	case $1 in
	/*) echo "$1" ;;
	*) echo "$(pwd)/$1" ;;
	esac
}

find_oracle() {
	for oracle in ${ORACLE:-/usr/bin/netstat /bin/netstat}; do
		[ -x "$oracle" ] || continue
		case $("$oracle" --version 2>/dev/null | head -n 1) in
		'net-tools 2.10'*) absolute "$oracle"; return 0 ;;
		esac
	done
	return 1
}

enter_namespaces() {
	[ "$(id -u)" = 0 ] || skip_all 'needs root'
	for tool in unshare mount mktemp timeout cmp diff od; do
		command -v $tool >/dev/null || skip_all "needs $tool"
	done
	unshare -mn true 2>/dev/null || skip_all 'cannot make a mount and a network namespace'
	ORACLE=$(find_oracle) || skip_all 'no netstat of net-tools 2.10 (set ORACLE)'
	here=$(cd "$(dirname "$0")" && pwd)
	: "${srcdir:=$here/../..}" "${builddir:=$srcdir}"
	NETSTAT=$(absolute "${NETSTAT:-$builddir/netstat}")
	[ -x "$NETSTAT" ] || { echo "no program to test: $NETSTAT"; exit 1; }
	export ORACLE NETSTAT srcdir builddir
	PROC_TEST_DIR=$(mktemp -d) || exit 1
	trap 'rm -rf "$PROC_TEST_DIR"' EXIT
	trap 'exit 1' HUP INT TERM
	export PROC_TEST_DIR
	unshare -mn sh "$here/${0##*/}"
	exit $?
}

[ -n "$PROC_TEST_DIR" ] || enter_namespaces

W=$PROC_TEST_DIR	# work directory
P=$W/proc		# what stands on /proc
LC_ALL=C
export LC_ALL
unset LANGUAGE LANG POSIXLY_CORRECT COLUMNS NO_COLOR PAGER RES_OPTIONS HOSTALIASES LOCALDOMAIN
# The leak detector needs the real /proc.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
export ASAN_OPTIONS
umask 022

ARGV0=netstat			# the name both are started as
RUN_ENV=			# NAME=VALUE ... for both
RUN_AS=				# a command that starts both, say as another user
OURS_ENV=			# NAME=VALUE ... for ours alone
OURS_ARGS='--source=proc --sort=none'
tests=0 failures=0

# ---- the namespace ----

set_up() {
	mkdir "$P" "$W/etc" "$W/real" "$W/nodev" "$W/want.bin" "$W/ours.bin"
	chmod 755 "$W"
	ln -s "$ORACLE" "$W/want.bin/netstat"
	ln -s "$NETSTAT" "$W/ours.bin/netstat"
	case $(printf '\1\0' | od -An -d) in
	*256*) little=0 ;;
	*) little=1 ;;
	esac
	echo '127.0.0.1 localhost' >"$W/etc/hosts"
	echo 'root:x:0:0:root:/root:/bin/sh' >"$W/etc/passwd"
	: >"$W/etc/services"
	: >"$W/etc/protocols"
	: >"$W/etc/networks"
	# Files alone: nothing here may ask a name server.
	for db in passwd hosts networks services protocols; do
		echo "$db: files"
	done >"$W/etc/nsswitch.conf"
	# /proc comes last: mount itself reads it.
	mount --bind /proc "$W/real" && mount -t tmpfs -o nodev,mode=755 tmpfs "$W/nodev" || return 1
	for file in "$W"/etc/*; do
		[ -e "/etc/${file##*/}" ] || continue
		mount --bind "$file" "/etc/${file##*/}" || return 1
	done
	mount --bind "$P" /proc
}

# etc FILE <text: what /etc/FILE is from now on. The file must stay the same one: it is mounted.
etc() {
	cat >"$W/etc/$1"
}

# have_etc FILE: whether it could be mounted (only over a file that exists).
have_etc() {
	cmp -s "$W/etc/$1" "/etc/$1"
}

# ---- running and comparing ----

# run want|ours ARGUMENT...: leaves $W/WHO.out, .err and .rc. Neither can hang a test.
run() {
	_who=$1
	shift
	[ "$ARGV0" = netstat ] || ln -sfn "$W/$_who.bin/netstat" "$ARGV0"
	_more=
	[ "$_who" = want ] || _more=$OURS_ENV
	# shellcheck disable=SC2086  # lists of words
	env PATH="$W/$_who.bin:$PATH" $RUN_ENV $_more $RUN_AS timeout 20 "$ARGV0" "$@" \
		<"${STDIN:-/dev/null}" >"$W/$_who.out" 2>"$W/$_who.err"
	echo $? >"$W/$_who.rc"
}

run_ours() {
	# Before the arguments: some of them end the parsing.
	# shellcheck disable=SC2086
	run ours $OURS_ARGS "$@"
}

pass() {
	tests=$((tests + 1))
	echo "ok $*"
}

# fail NAME [PART...]: with the difference in each PART (out, err, rc).
fail() {
	tests=$((tests + 1)) failures=$((failures + 1))
	echo "not ok $1"
	shift
	for _part; do
		echo "# $_part (- expected, + ours):"
		diff -a -u "$W/want.$_part" "$W/ours.$_part" | sed -n '3,30p' | cat -A | sed 's/^/#   /'
	done
}

# verdict NAME: the three results of ours against the three wanted.
verdict() {
	_bad=
	for _part in rc out err; do
		cmp -s "$W/want.$_part" "$W/ours.$_part" || _bad="$_bad $_part"
	done
	# shellcheck disable=SC2086
	if [ -z "$_bad" ]; then pass "$1"; else fail "$1" $_bad; fi
}

# same LABEL ARGUMENT...: ours does exactly what net-tools does.
same() {
	_label=$1
	shift
	run want "$@"
	run_ours "$@"
	verdict "$_label: $*"
}

# each LABEL 'ARGUMENTS'...: same, for each of several command lines of words without blanks.
each() {
	_each=$1
	shift
	for _line; do
		# shellcheck disable=SC2086
		same "$_each" $_line
	done
}

# want CODE [STDERR] <STDOUT: what ours has to do where it differs on purpose. Lines end in `$', to show their blanks.
want() {
	echo "$1" >"$W/want.rc"
	if [ -n "$2" ]; then printf '%s\n' "$2"; fi >"$W/want.err"
	sed 's/\$$//' >"$W/want.out"
}

# ours LABEL ARGUMENT...: against the last `want'.
ours() {
	_label=$1
	shift
	run_ours "$@"
	verdict "$_label: $*"
}

# usage LABEL ARGUMENT...: a usage error: the same first line, if it is a message, then some usage text, which is our
# own; nothing on stdout.
usage() {
	_label=$1
	shift
	run want "$@"
	run_ours "$@"
	for _who in want ours; do
		sed -n "1{/^[^ ]*netstat: /p;}" "$W/$_who.err" >"$W/$_who.message"
	done
	_bad=
	for _part in rc message out; do
		cmp -s "$W/want.$_part" "$W/ours.$_part" || _bad="$_bad $_part"
	done
	# shellcheck disable=SC2086
	if [ -n "$_bad" ]; then
		fail "$_label: $*" $_bad
	elif [ "$(cat "$W/ours.rc")" = 3 ] && [ "$(wc -l <"$W/ours.err")" -gt "$(wc -l <"$W/ours.message")" ] &&
		grep -qi usage "$W/ours.err"; then
		pass "$_label: $*"
	else
		fail "$_label: $* (no usage text, or the exit code is not 3)"
	fi
}

# check NAME COMMAND...: a condition on what ours did last.
check() {
	_name=$1
	shift
	if "$@"; then
		pass "$_name"
		return
	fi
	fail "$_name"
	for _part in rc out err; do
		sed "s/^/#   $_part: /;8q" "$W/ours.$_part" | cat -A
	done
}

finish() {
	echo "# ${0##*/}: $tests tests, $failures failures"
	[ "$failures" = 0 ]
	exit $?
}

# shellcheck source=SCRIPTDIR/tree.sh
. "$(dirname "$0")/tree.sh"
set_up || skip_all 'cannot mount over /proc and /etc'
tree
