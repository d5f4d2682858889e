#!/bin/sh
# Recordings: replayed, one gives the bytes of the listing that made it; ss reads ours and we read what ss writes. See
# common.sh for the environment.

# shellcheck disable=SC1091,SC2031,SC2034,SC2086,SC2154 # common.sh uses and sets variables; some hold several words
menagerie_options=--with=awkward
. "${0%/*}/common.sh"

TRIES=5
REC=$W/recording
command -v ss >/dev/null || skip_all 'needs ss'

# What of a document for programs is not in a recording.
# shellcheck disable=SC2016 # a program of sed
NOT_RECORDED='s/"(host|time|interface|cgroup|unit|container)":"([^"\\]|\\.)*"/"\1":null/g'

without_the_rest() {
	sed -E "$NOT_RECORDED" "$W/$1.out" >"$W/$1.known"
}

# The same of CSV: no value of a listing as numbers holds a comma.
columns_of_a_recording() {
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) gone[i] = $i ~ /^(interface|cgroup|unit|container)\r?$/ }
		{ for (i = 1; i <= NF; i++) printf "%s,", (NR > 1 && gone[i] ? "" : $i); print "" }' \
		"$W/$1.out" | tr -d '\r' >"$W/$1.known"
}

# check ARGUMENT...: recorded and replayed
check() {
	rm -f "$REC"
	run live ours --record="$REC" "$@"
	live_code=$code
	run replay ours --replay="$REC" "$@"
	case " $* " in
	*' --format=csv '*) columns_of_a_recording live && columns_of_a_recording replay ;;
	*) without_the_rest live && without_the_rest replay ;;
	esac
	if [ "$live_code $code" != '0 0' ] || [ -s "$W/live.err" ] || [ -s "$W/replay.err" ]; then
		cat "$W/live.err" "$W/replay.err" >"$W/report"
		failed "$*" "exit codes $live_code and $code, and on stderr:"
	elif ! [ -s "$W/live.known" ] || ! cmp -s "$W/live.known" "$W/replay.known"; then
		report_difference "$W/live.known" "$W/replay.known"
		failed "$*" 'replayed, the listing is another one'
	else
		passed "$* ($(wc -l <"$W/live.out") lines)"
	fi
}

for options in -tan -tuan -tano -tane -tuUane -tuaneoW -tn -ltn -lun -t4an -t6ane -uan -u6n -Uan -tla '-tano --wide'; do
	check $options
	check --sort=none $options
done
for options in '' -o --sort=none; do
	for format in json jsonl csv; do
		check -tuan --format=$format $options
	done
done
check -tan --sort=-recvq,port
check -tan --sort=state,remote
check -tuane --sort=user
check -tan 'sport = 22 or dport = 22'
check -tan 'not src 127.0.0.0/8'
check -tuane 'user = 0 and recvq ge 0'
check -tn --state=established,time-wait
check -tan 'state = syn-recv'
check -tuan 'fwmark = 0x1'
check -tan 'dev 1'

# ---- what is chosen on a replay is what is chosen among the living ----

# same_living ARGUMENT...: of a recording of everything, and twice without one around it
same_living() {
	try=0
	while [ $try -lt $TRIES ]; do
		run before ours "$@"
		run all ours --record="$REC" -tuUane
		run after ours "$@"
		cmp -s "$W/before.out" "$W/after.out" && break
		try=$((try + 1))
	done
	run replay ours --replay="$REC" "$@"
	if [ "$code" != 0 ] || [ -s "$W/replay.err" ]; then
		cp "$W/replay.err" "$W/report"
		failed "of all: $*" "exit code $code, and on stderr:"
	elif ! cmp -s "$W/before.out" "$W/replay.out"; then
		report_difference "$W/before.out" "$W/replay.out"
		failed "of all: $*" 'not the listing of the living'
	else
		passed "of all: $* ($(wc -l <"$W/replay.out") lines)"
	fi
}

for options in -tan -ltn -tn -uan -lun -t4n -t6an -tane -tuUan --sort=none\ -tan --sort=none\ -luUtn --sort=-local\ -tan \
	--sort=remote\ -tane --sort=user,-port\ -tane --sort=inode\ -tuan; do
	same_living $options
done
for filter in 'sport = 22' 'dport > 1000 and sport < 1024' 'src 127.0.0.0/8' 'not dst [::1]' 'state = listen' \
	'state = time-wait' 'exclude = established,listen' 'user != 0' 'recvq > 0 or sendq > 0' 'proto = tcp6' \
	'inode > 0' 'fwmark = 0/1'; do
	same_living -tuan "$filter"
	same_living -tn "$filter"
done

# ---- ss ----

# The sockets of a listing of ss or ours, each as: state, Recv-Q, both ends; sorted. Of the addresses only that is left
# which both write alike.
sockets() {
	awk '
		function end(text,  port, address) {
			port = address = text
			sub(/.*:/, "", port)
			sub(/:[^:]*$/, "", address)
			gsub(/[][]|%[^:]*/, "", address)
			sub(/^::ffff:/, "", address)
			return (address ~ /^(\*|0\.0\.0\.0|::)$/ ? "any" : address) " " port
		}
		/^tcp/ { print $6, $2, end($4), end($5) }
		/^[A-Z][-A-Z0-9]+ +[0-9]/ {
			sub(/^ESTAB /, "ESTABLISHED "); sub(/^UNCONN /, "CLOSE ")
			gsub(/-/, "_", $1); sub(/FIN_WAIT_/, "FIN_WAIT", $1)
			print $1, $2, end($4), end($5)
		}' "$1" | sort
}

# same_sockets TITLE LISTING LISTING
same_sockets() {
	sockets "$2" >"$W/left"
	sockets "$3" >"$W/right"
	if [ -s "$W/left" ] && cmp -s "$W/left" "$W/right"; then
		passed "$1 ($(wc -l <"$W/left") sockets)"
	else
		report_difference
		failed "$1" 'not the same sockets'
	fi
}

for options in -tanW -ltnW -tnW -tuUaneW -tanoW --sort=none\ -tanW --sort=none\ -taneW --json\ -tan; do
	rm -f "$REC"
	run live ours --record="$REC" $options
	run live ours --replay="$REC" ${options#--json} -W -t
	TCPDIAG_FILE=$REC timeout 20 ss -tan >"$W/ss.out" 2>"$W/ss.err"
	same_sockets "ss reads a recording of $options" "$W/live.out" "$W/ss.out"
done
rm -f "$REC"
run live ours --record="$REC" -uan
TCPDIAG_FILE=$REC timeout 20 ss -tan >"$W/ss.out" 2>"$W/ss.err"
if [ -s "$W/ss.err" ] || [ -n "$(sockets "$W/ss.out")" ]; then
	cat "$W/ss.err" "$W/ss.out" >"$W/report"
	failed 'of a recording without TCP, ss lists nothing' 'ss said:'
else
	passed 'of a recording without TCP, ss lists nothing'
fi

for options in -tan -tan4 -tan6 -ltn; do
	try=0
	while [ $try -lt $TRIES ]; do
		rm -f "$REC"
		timeout 20 ss $options >"$W/before"
		timeout 20 ss $options -D "$REC"
		timeout 20 ss $options >"$W/ss.out"
		cmp -s "$W/before" "$W/ss.out" && break
		try=$((try + 1))
	done
	run replay ours -W -tan --replay="$REC"
	same_sockets "we read what ss $options -D writes" "$W/ss.out" "$W/replay.out"
done

# ---- what is not in a recording ----

# ends CODE TEXT: with that code and that line on stderr
ends() {
	[ "$code" = "$1" ] && [ "$(cat "$W/ours.err")" = "netstat: $2" ]
}

nothing_printed() {
	! [ -s "$W/ours.out" ]
}

rm -f "$REC"
run all ours -an --record="$REC"
run ours ours -an --replay="$REC"
cp "$W/ours.out" "$W/implied.out"
run named ours -tuUan --replay="$REC"
same_files() {
	cmp -s "$W/implied.out" "$W/named.out" && ! [ -s "$W/ours.err" ] && ! grep -q UNIX "$W/ours.out"
}
expect 'what was only implied is left out' same_files
run ours ours -xan --replay="$REC"
expect 'unix sockets asked for by name' ends 1 "$REC: not in the recording: unix sockets"
run ours ours -tanp --replay="$REC"
expect 'owners' ends 0 "$REC: not in the recording: the owners (-p)"
without_owners() {
	awk '/^tcp/ && $7 != "-" { bad = 1 } /^tcp/ { rows++ } END { exit bad || !rows }' "$W/ours.out"
}
expect 'no owner is shown' without_owners
run ours ours -tanp --json --replay="$REC"
no_machine() {
	grep -q '"host":null,"time":null' "$W/ours.out" && grep -q '"owners":null' "$W/ours.out" &&
		! grep -Eq '"(user|interface|cgroup|unit|container)":"|"pid":' "$W/ours.out"
}
expect 'nothing of this machine in JSON' no_machine
run ours ours -tuane --numeric-hosts --replay="$REC"
cp "$W/ours.out" "$W/numbers.out"
run ours ours -tue --all --numeric-hosts --numeric-ports --replay="$REC"
user_numbers() {
	cmp -s "$W/numbers.out" "$W/ours.out"
}
expect 'no names of users' user_numbers
run ours ours -tan --pid=1 --replay="$REC"
undecided() {
	[ "$code" = 0 ] && grep -q 'cannot be seen here: [0-9]* sockets' "$W/ours.err" &&
		! grep -q '^tcp' "$W/ours.out"
}
expect 'a filter for owners decides nothing' undecided

rm -f "$REC"
run all ours -ltn --record="$REC"
run ours ours -tan --replay="$REC"
expect 'states that were not recorded' ends 0 "$REC: recorded without the TCP states ESTABLISHED, SYN_SENT, SYN_RECV, \
FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSE, CLOSE_WAIT, LAST_ACK, CLOSING"
rm -f "$REC"
run all ours -t4an --record="$REC"
run ours ours -tuan --replay="$REC"
expect 'protocols and IP versions that were not' ends 1 "$REC: not in the recording: TCP over IPv6, UDP sockets"
rm -f "$REC"
run all ours -tan --port=22 --record="$REC"
run ours ours -tan --replay="$REC"
expect 'sockets that a filter left out' ends 0 "$REC: recorded with a filter; other sockets are not in it"

# ---- what is refused ----

rm -f "$REC"
run all ours -tuane --record="$REC"
for arguments in "-tan -c --replay=$REC" "-tanc --record=$REC" "--record=$REC --replay=$REC" "--why-busy=1 --replay=$REC" \
	"--source=proc --record=$REC" "--source=netlink --replay=$REC" "-r --replay=$REC" '--record=-' '--replay=' \
	"-tan --replay=$REC autobound" "-tan --replay=$REC dev = lo"; do
	run ours ours $arguments
	is_usage() { [ "$code" = 3 ] && [ -s "$W/ours.err" ] && nothing_printed; }
	expect "refused: $arguments" is_usage
done
mv "$REC" "$W/moved"
ln -s "$W/moved" "$REC"
cp "$W/moved" "$W/copy"
run ours ours -tan --record="$REC"
expect 'a symbolic link is not followed' ends 1 "$REC: exists, and is no regular file of this user alone"
expect 'and nothing is listed' nothing_printed
expect 'and what it leads to stays' cmp -s "$W/moved" "$W/copy"
rm "$REC"

# ---- damage ----

is_damage() {
	[ "$code" = 1 ] && nothing_printed && grep -Eq "^netstat: $REC: at byte [0-9]+: " "$W/ours.err" &&
		[ "$(wc -l <"$W/ours.err")" = 1 ]
}
size=$(wc -c <"$W/copy")
for length in 0 1 15 16 100 $((size / 3)) $((size / 2)) $((size - 17)) $((size - 16)) $((size - 1)); do
	head -c $length "$W/copy" >"$REC"
	run ours ours -tuan --replay="$REC"
	expect "cut after $length of $size bytes" is_damage
done
cat "$W/copy" "$W/copy" >"$REC"
run ours ours -tuan --replay="$REC"
expect 'two recordings in one file' is_damage

# dash counts in blocks of 512 bytes, others in 1024; both are less than this listing takes
mkfifo "$W/fifo"
cat "$W/fifo" >"$W/ours.out" &
reader=$!
rm -f "$REC"
(
	trap '' XFSZ
	ulimit -f 1
	PATH=$W/ours:$PATH
	timeout 20 netstat -tan --record="$REC" 2>&1 >"$W/fifo"
	echo "code $?"
) | cat >"$W/ours.err"
wait $reader
run plain ours -tan
told_once() {
	[ "$(head -n 1 "$W/ours.err")" = "netstat: $REC: write error: File too large; the recording is not complete" ] &&
		[ "$(wc -l <"$W/ours.err")" = 2 ] && [ "$(sed -n 's/^code //p' "$W/ours.err")" = 1 ] &&
		cmp -s "$W/ours.out" "$W/plain.out"
}
expect 'a full disk: told once, and listed all the same' told_once
run ours ours -tan --replay="$REC"
expect 'what was written until then is refused' is_damage

finish
