#!/bin/sh
# shellcheck disable=SC2086,SC2034  # arguments are lists of words; what lib.sh reads
# -r of route files with random values in random, valid or slightly damaged lines. The same ones each time, unless
# SEED says another number to begin with; COUNT: how many files.
. "$(dirname "$0")/lib.sh"

: "${SEED:=1}" "${COUNT:=25}"
titles='Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT   '

# A generator of its own: those of the awks differ. Products stay below 2^53.
generator='
function random(limit) { state = (state * 16807) % 2147483647; return int(state / 2147483647 * limit) }
function chance(percent) { return random(100) < percent }
function one_of(list, words) { return words[1 + random(split(list, words, " "))] }
function hex(digits, text) { text = ""; while (digits-- > 0) text = text substr("0123456789ABCDEF", 1 + random(16), 1); return text }
function decimal(digits, text) { text = 1 + random(9); while (--digits > 0) text = text random(10); return text }
function interface() { return one_of("eth0 lo * wlp0s20f3u1u2 abcdefghijklmno veth@x br-1 a eth0:1 x%sy x\\y") }
BEGIN { state = seed * 7919 % 2147483646 + 1; for (i = 0; i < 10; i++) random(1); lines = 1 + random(24) }
'
inet_generator='
function address() { return chance(50) ? one_of("00000000 FFFFFFFF 0302010A 0002010A 0000000A 0100A8C0 0000007F 0A010203 00000080") : hex(8) }
function mask() { return chance(90) ? one_of("00000000 00FFFFFF FFFFFFFF 0000FFFF 000000FF FFFFFF00 00FF00FF") : hex(8) }
function number() {
	if (chance(30)) return 0
	return (chance(20) ? "-" : "") (chance(10) ? "00" : "") decimal(1 + random(chance(20) ? 21 : 10))
}
function flags() { return chance(60) ? one_of("0001 0003 0005 0007 0201 0205 0203 0000") : hex(1 + random(8)) }
BEGIN {
	while (lines-- > 0) {
		line = interface() "\t" address() "\t" (chance(50) ? "00000000" : address()) "\t" flags()
		for (i = 5; i <= 7; i++) line = line "\t" (chance(2) ? one_of("- x -x") : number())
		line = line "\t" mask()
		for (i = 9; i <= 11; i++) line = line "\t" (chance(2) ? one_of("- x -x 1x") : number())
		if (chance(3)) line = ""
		else if (chance(3)) sub(/\t[^\t]*$/, "", line)
		else if (chance(3)) line = line "\tmore 1"
		else if (chance(3)) { gsub(/\t/, "  ", line); line = " " line }
		printf "%s%s", line, lines || !chance(10) ? "\n" : ""
	}
}'
inet6_generator='
function zeros(digits) { return substr("00000000000000000000000000000000", 1, digits) }
function address(digits) {
	if (chance(50)) return one_of("20010db8000000000000000000000005 fe800000000000000000000000000001 00000000000000000000ffff0a010203 " zeros(32))
	digits = random(32)
	return chance(50) ? hex(digits) zeros(32 - digits) : zeros(32 - digits) hex(digits)
}
function word() { return chance(60) ? one_of("00000000 00000001 00000100 00000400 ffffffff") : hex(8) }
BEGIN {
	while (lines-- > 0) {
		line = address() " " (chance(70) ? one_of("00 40 80") : hex(2)) " " address() " 00 " address() " " word() " " word() " " word()
		line = line " " (chance(60) ? one_of("00000001 00000003 00200200 80200001 01000003") : hex(8)) sprintf(" %8s", interface())
		if (chance(3)) line = line " more"
		else if (chance(3)) gsub(/ /, "\t", line)
		printf "%s%s", line, lines || !chance(10) ? "\n" : ""
	}
}'

etc hosts <<'END'
127.0.0.1	localhost
10.1.2.3	alpha.example.org a
10.1.2.0	zero-host
192.168.0.1	gateway
2001:db8::5	five.example.org
::ffff:10.1.2.3	mapped
END
etc networks <<'END'
loopback	127
ten-net		10.0.0.0
net-c		10.1.2.0
END

seed=$SEED
while [ $seed -lt $((SEED + COUNT)) ]; do
	{
		printf '%b\n' "$titles"
		awk -v seed=$seed "$generator$inet_generator"
	} >"$P/net/route"
	awk -v seed=$seed "$generator$inet6_generator" >"$P/net/ipv6_route"
	[ -s "$P/net/ipv6_route" ] || { echo 'awk made nothing'; exit 1; }
	each "seed $seed" -rn -r -ren -reen -ree -r6n -r6 -r6nC -r46n
	seed=$((seed + 1))
done

finish
