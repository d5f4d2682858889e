#!/bin/sh
# -s over files made by hand: every counter that net-tools or a kernel knows, in any order, with any value, and files
# that are broken.
# shellcheck disable=SC2046,SC2048,SC2086,SC2317  # arguments are lists of words; functions are called by their names
. "$(dirname "$0")/lib.sh"

# What net-tools has words for, and what Linux 6.18 counts.
ip='Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos InDiscards InDelivers
OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates
OutTransmits'
icmp='InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs InRedirects InEchos InEchoReps
InTimestamps InTimestampReps InAddrMasks InAddrMaskReps OutMsgs OutErrors OutRateLimitGlobal OutRateLimitHost
OutDestUnreachs OutTimeExcds OutParmProbs OutSrcQuenchs OutRedirects OutEchos OutEchoReps OutTimestamps
OutTimestampReps OutAddrMasks OutAddrMaskReps'
icmpmsg='InType0 InType3 InType8 OutType0 OutType3 OutType8'
tcp='RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs
RetransSegs InErrs OutRsts InCsumErrors'
udp='InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors'
tcpext='SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts PruneCalled RcvPruned OfoPruned OutOfWindowIcmps
LockDroppedIcmps ArpFilter TW TWRecycled TWKilled PAWSActive PAWSEstab BeyondWindow TSEcrRejected PAWSOldAck
PAWSTimewait DelayedACKs DelayedACKLocked DelayedACKLost ListenOverflows ListenDrops TCPHPHits TCPPureAcks TCPHPAcks
TCPRenoRecovery TCPSackRecovery TCPSACKReneging TCPSACKReorder TCPRenoReorder TCPTSReorder TCPFullUndo
TCPPartialUndo TCPDSACKUndo TCPLossUndo TCPLostRetransmit TCPRenoFailures TCPSackFailures TCPLossFailures
TCPFastRetrans TCPSlowStartRetrans TCPTimeouts TCPLossProbes TCPLossProbeRecovery TCPRenoRecoveryFail
TCPSackRecoveryFail TCPRcvCollapsed TCPBacklogCoalesce TCPDSACKOldSent TCPDSACKOfoSent TCPDSACKRecv TCPDSACKOfoRecv
TCPAbortOnData TCPAbortOnClose TCPAbortOnMemory TCPAbortOnTimeout TCPAbortOnLinger TCPAbortFailed
TCPMemoryPressures TCPMemoryPressuresChrono TCPSACKDiscard TCPDSACKIgnoredOld TCPDSACKIgnoredNoUndo TCPSpuriousRTOs
TCPMD5NotFound TCPMD5Unexpected TCPMD5Failure TCPSackShifted TCPSackMerged TCPSackShiftFallback TCPBacklogDrop
PFMemallocDrop TCPMinTTLDrop TCPDeferAcceptDrop IPReversePathFilter TCPTimeWaitOverflow TCPReqQFullDoCookies
TCPReqQFullDrop TCPRetransFail TCPRcvCoalesce TCPOFOQueue TCPOFODrop TCPOFOMerge TCPChallengeACK TCPSYNChallenge
TCPFastOpenActive TCPFastOpenActiveFail TCPFastOpenPassive TCPFastOpenPassiveFail TCPFastOpenListenOverflow
TCPFastOpenCookieReqd TCPFastOpenBlackhole TCPSpuriousRtxHostQueues BusyPollRxPackets TCPAutoCorking
TCPFromZeroWindowAdv TCPToZeroWindowAdv TCPWantZeroWindowAdv TCPSynRetrans TCPOrigDataSent TCPHystartTrainDetect
TCPHystartTrainCwnd TCPHystartDelayDetect TCPHystartDelayCwnd TCPACKSkippedSynRecv TCPACKSkippedPAWS
TCPACKSkippedSeq TCPACKSkippedFinWait2 TCPACKSkippedTimeWait TCPACKSkippedChallenge TCPWinProbe TCPKeepAlive
TCPMTUPFail TCPMTUPSuccess TCPDelivered TCPDeliveredCE TCPAckCompressed TCPZeroWindowDrop TCPRcvQDrop
TCPWqueueTooBig TCPFastOpenPassiveAltKey TcpTimeoutRehash TcpDuplicateDataRehash TCPDSACKRecvSegs
TCPDSACKIgnoredDubious TCPMigrateReqSuccess TCPMigrateReqFailure TCPPLBRehash TCPAORequired TCPAOBad
TCPAOKeyNotFound TCPAOGood TCPAODroppedIcmps
PAWSPassive SockMallocOOM TCPAbortOnSyn TCPDirectCopyFromBacklog TCPDirectCopyFromPrequeue TCPDSackUndo
TCPFACKReorder TCPForwardRetrans TCPHPHitsToUser TCPLoss TCPLostRetransmits TCPPrequeued TCPPrequeueDropped
TCPRenoRecoveryFailed TCPSchedulerFailed'
ipext='InNoRoutes InTruncatedPkts InMcastPkts OutMcastPkts InBcastPkts OutBcastPkts InOctets OutOctets InMcastOctets
OutMcastOctets InBcastOctets OutBcastOctets InCsumErrors InNoECTPkts InECT1Pkts InECT0Pkts InCEPkts ReasmOverlaps'
mptcp='MPCapableSYNRX MPTCPRetrans MPJoinSynRx MPCurrEstab Blackhole WinProbe'
sctp='CurrEstab ActiveEstabs PassiveEstabs Aborteds Shutdowns OutOfBlues ChecksumErrors OutCtrlChunks OutOrderChunks
OutUnorderChunks InCtrlChunks InOrderChunks InUnorderChunks FragUsrMsgs ReasmUsrMsgs OutSCTPPacks InSCTPPacks
T1InitExpireds T1CookieExpireds T2ShutdownExpireds T3RtxExpireds T4RtoExpireds T5ShutdownGuardExpireds
DelaySackExpireds AutocloseExpireds T3Retransmits PmtudRetransmits FastRetransmits InPktSoftirq InPktBacklog
InPktDiscards InDataChunkDiscards'
ip6='InReceives InHdrErrors InTooBigErrors InNoRoutes InAddrErrors InUnknownProtos InTruncatedPkts InDiscards
InDelivers OutForwDatagrams OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs
FragFails FragCreates InMcastPkts OutMcastPkts InOctets OutOctets InMcastOctets OutMcastOctets InBcastOctets
OutBcastOctets InNoECTPkts InECT1Pkts InECT0Pkts InCEPkts OutTransmits ForwDatagrams Forwarding DefaultTTL'
icmp6='InMsgs InErrors OutMsgs OutErrors InCsumErrors OutRateLimitHost InDestUnreachs InPktTooBigs InTimeExcds
InParmProblems InEchos InEchoReplies InGroupMembQueries InGroupMembResponses InGroupMembReductions InRouterSolicits
InRouterAdvertisements InNeighborSolicits InNeighborAdvertisements InRedirects InMLDv2Reports OutDestUnreachs
OutPktTooBigs OutTimeExcds OutParmProblems OutEchos OutEchoReplies OutGroupMembQueries OutGroupMembResponses
OutGroupMembReductions OutRouterSolicits OutRouterAdvertisements OutNeighborSolicits OutNeighborAdvertisements
OutRedirects OutMLDv2Reports InType1 InType128 OutType1 OutType143 InEchoReps'
udp6='InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors'

# fill VALUE [SEED]: all files, each counter with the value (`count': 1, 2, 3 ...), with a seed in another order.
value=0 seed=0
mix() {
	# shellcheck disable=SC2018
	if [ $seed = 0 ]; then
		echo $*
	else
		echo $* | tr ' ' '\n' | awk -v seed=$seed 'BEGIN { srand(seed) } { print rand() " " $0 }' | sort | cut -d ' ' -f 2 |
			tr '\n' ' '
	fi
}
group() {
	title=$1
	shift
	set -- $(mix $*)
	echo $title: $*
	echo $* | awk -v title=$title: -v value=$value '
		{ for (i = 1; i <= NF; i++) title = title " " (value == "count" ? i : value); print title }'
}
names() {
	prefix=$1
	shift
	mix $* | awk -v prefix=$prefix -v value=$value '
		{ for (i = 1; i <= NF; i++) printf "%-32s\t%s\n", prefix $i, value == "count" ? i : value }'
}
fill() {
	value=$1 seed=${2:-0}
	mkdir -p "$P/net/sctp"
	{
		group Ip $ip
		group Icmp $icmp
		group IcmpMsg $icmpmsg
		group Tcp $tcp
		group Udp $udp
		group UdpLite $udp
	} >"$P/net/snmp"
	{
		group TcpExt $tcpext
		group IpExt $ipext
		group MPTcpExt $mptcp
	} >"$P/net/netstat"
	names Sctp $sctp >"$P/net/sctp/snmp"
	{
		names Ip6 $ip6
		names Icmp6 $icmp6
		names Udp6 $udp6
		names UdpLite6 $udp6
	} >"$P/net/snmp6"
}
shows='-s -s6'

# Every filter, alone and together, for every kind of value.
all=
for t in '' t; do for u in '' u; do for w in '' w; do for S in '' S; do for U in '' U; do
	all="$all -s$t$u$w$S$U -s6$t$u$w$S$U"
done; done; done; done; done
for number in 0 1 1000 2147483648 4294967295 4294967296 9223372036854775807 9223372036854775808 18446744073709551615 \
	18446744073709551616 99999999999999999999999999 -0 -1 -9223372036854775808 -9223372036854775809 \
	-18446744073709551615 -99999999999999999999999999 +7 007 0x10 12abc abc count; do
	fill $number
	each "value $number" $shows -st -s6u
done
for number in 0 1 18446744073709551615 count; do
	fill $number
	each "value $number" $all
	for round in 1 2 3 4 5 6; do
		fill $number $round$number
		each "value $number, shuffled" $shows -sw -s6w
	done
done

# Order of the groups: a group that net-tools does not know goes on in the histogram of the one before.
fill 3
for order in '1 2 3 4 5 6' '6 5 4 3 2 1' '2 3 6 1 3 4' '3 2 3 3 6 5' '2 6 3 2 2 6' '6 6 2 1 3 3'; do
	cp "$P/net/snmp" "$W/groups"
	for place in $order; do
		sed -n "$((place * 2 - 1)),$((place * 2))p" "$W/groups"
	done >"$P/net/snmp"
	each "groups $order" -s -st -su -sw -swt -sU -sS -s6 -s6t
	cp "$W/groups" "$P/net/snmp"
done
# The histogram reaches from one file into the next, too.
sed -n '3,4p' "$W/groups" >"$P/net/snmp"
sed -i 1,2d "$P/net/netstat"
each 'histogram into the next file' -s -st -sw -su
for title in Ip6 Icmp6 Udp6 Tcp6 TcpExt Tcp TcpX TCP tcp Sctp ip Ip4 '' 'a b' "$(printf 'x%.0s' $(seq 300))"; do
	{
		group Icmp $icmp
		group "$title" InMsgs InDestUnreachs SctpCurrEstab ActiveOpens TCPHPHits Ip6InReceives InReceives
		group Udp $udp
	} >"$P/net/snmp"
	each "group $(echo "$title" | cut -c 1-10)" $shows -st -su -sS -s6t
done

# snmp6: the titles come from the names.
fill 2
order=
for round in 1 2 3 4; do
	fill 2 $round
	sort -R --random-source="$P/net/netstat" "$P/net/snmp6" >"$W/mixed"
	cp "$W/mixed" "$P/net/snmp6"
	each 'snmp6 mixed' -s6 -s6t -s6u -s6w -s6U -s6uw -s6S
done
seed=0
while read -r line; do
	{
		names Icmp6 $icmp6
		printf '%b\n' "$line"
		names Icmp6 InMsgs OutMsgs
		names Ip6 InReceives
	} >"$P/net/snmp6"
	each "snmp6 line $line" -s6 -s6u -s6w -s6t
done <<'END'
Foo6Bar 4
Foo 4
6 4
66 4
6Foo 4
Tcp6ActiveOpens 4
Tcp6 4
Ip6Icmp6InMsgs 4
FooIp6Bar 4
FooIcmp6InMsgs 4
Ip66 4
Icmp6 4
Icmp60 0
Icmp6OutErrors 0
   Ip6InReceives    4
\tIp6InReceives\t\t4
Ip6InReceives\v4
Ip6InReceives 4 5 6
Ip6InReceives 4x
Ip6InReceives -1
Ip6InReceives +4
Ip6InReceives 99999999999999999999999
Ip6InReceives 04
Ip6InReceives\r4\r
UdpLite6 1\nUdpLite6X 0\nUdpLite6Y 2\nUdp6InErrors 3\nUdpLite6Z 4
Abcdefghijklmnopqrstuvwxyz6ABCDEFGHIJKLMNOPQR 1
END
printf 'Ip6InReceives 1\nIp6OutRequests 2' >"$P/net/snmp6"
each 'snmp6 without a newline' -s6 -s6t
: >"$P/net/snmp6"
each 'snmp6 empty' -s6 -s6t

# A line without a number, which net-tools gives the number of the line before; and what breaks its buffers. Ours leaves
# out the first, prints 0 for the second, and comes through.
fill 1
grep -A1 '^Tcp:' "$P/net/snmp" | sed 's/1/0/g' >"$W/tcp"
echo 'Tcp: InSegs
Tcp: 4' >"$P/net/snmp"
printf 'Ip6InReceives 7\nIp6InDelivers\n\n \nIp6InDiscards  \nIp6OutRequests x\nFoo6 \n%s 5\nUdp6NoPorts%2000s 6%2000s7\n' \
	"$(printf 'Ip6%.0s' $(seq 1000))" '' '' >"$P/net/snmp6"
want 0 '' <<END
Ip6:$
    7 total packets received$
    0 requests sent out$
    $(printf 'Ip6%.0s' $(seq 1000)): 5$
Udp6:$
    6 packets to unknown port received$
Tcp:$
    4 segments received$
END
ours 'lines of snmp6 that net-tools does not read' -s6

# Lines of names and of values that do not fit together. broken FILE LABEL: the text is the file.
broken() {
	fill 1
	cat "$W/text" >"$P/net/$1"
	each "$1 broken: $2" -s -st -s6 -s6u
}
for file in snmp netstat; do
	printf '' >"$W/text" && broken $file 'empty'
	printf '\n' >"$W/text" && broken $file 'a newline'
	printf '\n\n\n' >"$W/text" && broken $file 'newlines'
	printf 'Ip: InReceives\n' >"$W/text" && broken $file 'odd'
	printf 'Ip: InReceives' >"$W/text" && broken $file 'odd, no newline'
	printf 'Ip: InReceives\nIp: 1' >"$W/text" && broken $file 'no newline'
	printf 'Ip: InReceives\nIp: 1\nTcp: InSegs' >"$W/text" && broken $file 'odd at the end'
	printf 'Tcp: InSegs\nTcp: 3\nTcp: InSegs\n\nUdp: NoPorts\nUdp: 1\n' >"$W/text" && broken $file 'no values at all'
	printf '\nTcp: InSegs\nTcp: 3\n\n\nUdp: NoPorts\nUdp: 1\n' >"$W/text" && broken $file 'newlines between'
	printf 'Tcp: InSegs\nTcp: 3\nTcp InSegs\nTcp: 4\nUdp: NoPorts\nUdp: 1\n' >"$W/text" && broken $file 'no colon in names'
	printf 'Tcp: InSegs\nTcp: 3\nTcp: InSegs\nTcp 4\nUdp: NoPorts\nUdp: 1\n' >"$W/text" && broken $file 'no colon in values'
	printf 'Ip: InReceives\nUdp: 1\n' >"$W/text" && broken $file 'titles differ'
	printf 'Tcp:\nTcp:\nFoo:\nFoo:\nUdp: \nUdp: \n' >"$W/text" && broken $file 'no counters'
	printf 'Tcp: InSegs OutSegs OutRsts Foo\nTcp: 1 2\n' >"$W/text" && broken $file 'fewer values'
	printf 'Tcp: InSegs\nTcp: 1 2 3\nFoo: A B\nFoo: 1 2 3\n' >"$W/text" && broken $file 'more values'
	printf 'Tcp: InSegs OutSegs X Y\nTcp: 1 x 2 3\nFoo: A B C\nFoo: 1 2y 3\n' >"$W/text" && broken $file 'no numbers'
	printf 'Tcp:InSegs  OutSegs\tOutRsts \nTcp:1  2\t3 \n' >"$W/text" && broken $file 'blanks'
	printf ' Tcp : InSegs\nTcp : 1\n' >"$W/text" && broken $file 'blanks around the title'
	printf 'Tcp: InSegs OutSegs\nTcp: 1\r 2\r\n' >"$W/text" && broken $file 'carriage returns'
	printf 'Tcp: InSegs OutSegs\nTcp: 1\v\f\r2\n' >"$W/text" && broken $file 'other blanks between values'
	printf 'Tcp: InSegs: OutSegs\nTcp:: 1 2\n' >"$W/text" && broken $file 'more colons'
	printf 'Tcp: InSegs OutSegs\nTcp: - 1\nUdp: NoPorts InErrors\nUdp: -x 1\n' >"$W/text" && broken $file 'signs alone'
	printf 'Tcp: InSegs \0 OutSegs\nTcp: 1 2 \0 3\n' >"$W/text" && broken $file 'NULs'
	printf '\0Tcp: InSegs\nTcp: 1\n' >"$W/text" && broken $file 'NUL first'
	printf 'Tcp: InSegs InSegs InSegs Foo Foo\nTcp: 1 2 0 4 5\nTcp: InSegs\nTcp: 3\n' >"$W/text" && broken $file 'names twice'
	{
		echo "Foo: $(seq -f 'Counter%.0f' 30000 | tr '\n' ' ')"
		echo "Foo: $(seq 30000 | tr '\n' ' ')"
	} >"$W/text" && broken $file 'very long lines'
	printf 'Foo: %s\nFoo: 1\n' "$(head -c 100000 /dev/zero | tr '\0' x)" >"$W/text" && broken $file 'a very long name'
	head -c 100000 /dev/urandom | tr '\000-\037\177-\377' 'a-z:\n \na-z:0-9' >"$W/text" && broken $file 'noise'
done
printf '' >"$W/text" && broken sctp/snmp 'empty'
printf 'SctpCurrEstab\t3\nSctpFoo 4\nFoo 5\nSctpAborteds 1 2\nSctpShutdowns x\n' >"$W/text" && broken sctp/snmp 'lines'
printf 'SctpCurrEstab\n\nSctpShutdowns \nSctpAborteds 1\nSctpFoo 0\nSctpBar -1\nSctpBaz 99999999999999999999999\n' >"$W/text"
broken sctp/snmp 'no values'
printf 'SctpCurrEstab 4\nSctpAborteds 1' >"$W/text" && broken sctp/snmp 'no newline'

# Names are text from outside: a byte that a terminal could obey is shown, not sent.
printf 'Foo\033: A\233 B\302\200\303\274\nFoo: 1 2\n' >"$P/net/snmp"
rm -f "$P/net/netstat" "$P/net/sctp/snmp"
want 0 '' <<'END'
Foo\x1b:$
    A\x9b: 1$
    B\xc2\x80ü: 2$
END
ours 'control characters' -s

# Files that are not there, or cannot be read.
for missing in snmp snmp6 netstat sctp/snmp 'snmp snmp6' 'netstat sctp/snmp' 'snmp netstat snmp6 sctp/snmp'; do
	for kind in missing directory loop; do
		fill 1
		for file in $missing; do
			rm "$P/net/$file"
			case $kind in
			directory) mkdir "$P/net/$file" ;;
			loop) ln -s loop "$P/net/loop" 2>/dev/null; ln -s loop "$P/net/$file" ;;
			esac
		done
		# net-tools reads a directory as an empty file, and says why; it never says what it says of netstat.
		each "$kind: $missing" -s -st -sS -s6 -s6t -su -s6U
		rm -rf "$P/net"
	done
done
tree
fill 1
chmod 000 "$P/net/snmp"
RUN_AS='setpriv --reuid=65534 --regid=65534 --clear-groups'
if command -v setpriv >/dev/null && chmod 755 "$P" "$P/net"; then
	each 'not allowed' -s -s6
fi
RUN_AS=
chmod 644 "$P/net/snmp"

# Families: exactly one, of IP.
each 'families' -s4 -s46 -s64 -s66 -s44 -sx -sx4 -s6x '-s --ipx' '-sA inet,unix' '-s -A ip' '-s -A ip6' '-sA appletalk' \
	'-sA ddp' '-s --appletalk' '-s --ddp' '-sA tcpip' '-s --tcpip' '-s6 --tcpip' '-sA econet' '-sA ash' '-s --bluetooth' \
	'-sA bluetooth' '-s --ax25 --x25 --rose --netrom' '-s --ip --inet6' '-s --inet' '-s --inet6' '-sA inet6,inet,inet6' \
	'-s --unix --unix -x' '-sA ip6 -A ip -6 -4' '-sA ax25,x25,rose,netrom,ipx,ddp,econet,ash,unix,bluetooth' '-st46' '-sf' \
	'-s2' '-s2f' '-s -A foo' "-s -A ''"
# What changes nothing, and what is no -s.
each 'other options' -sc -s6c -snevp -sg -sgt -sW -sl -sa -so -sN -sF -sC -sd -sce -svvv '-s -c -t' --statistics '--stat --tcp' \
	'--statistics --raw --udplite' -stuwSU
for line in -sr -si -sM -ss -srt; do
	usage 'two modes' $line
done
OURS_ARGS=--source=auto
each 'any source' -s -s6
OURS_ARGS=
want 1 'netstat: --source=netlink: the counters of -s are in /proc only' </dev/null
ours 'netlink' -s --source=netlink

# The table that --sort makes: all counters, by any column.
rm -f "$P/net/sctp/snmp"
printf 'Ip: InReceives InDiscards\nIp: 5 0\nTcp: MaxConn InSegs OutSegs\nTcp: -1 18446744073709551615\n' >"$P/net/snmp"
printf 'TcpExt: TCPTimeouts DelayedACKLost\nTcpExt: 7 3\nFoo: Bar\nFoo: 6\nIpExt: InOctets\nIpExt: 2\n' >"$P/net/netstat"
want 0 '' <<'END'
Group    Counter                              Value Meaning$
Tcp      InSegs                        18446744073709551615 segments received$
TcpExt   TCPTimeouts                              7 other retransmission timeouts$
Foo      Bar                                      6 -$
Ip       InReceives                               5 total packets received$
TcpExt   DelayedACKLost                           3 Quick ack mode was activated N times$
IpExt    InOctets                                 2 bytes received$
Ip       InDiscards                               0 incoming packets discarded$
Tcp      MaxConn                                 -1 most connections; -1: no fixed limit$
Tcp      OutSegs                                  - segments sent out$
END
ours 'sorted' -s --sort=-value
want 0 '' <<'END'
Group    Counter                              Value Meaning$
Foo      Bar                                      6 -$
TcpExt   DelayedACKLost                           3 Quick ack mode was activated N times$
Tcp      InSegs                        18446744073709551615 segments received$
Tcp      MaxConn                                 -1 most connections; -1: no fixed limit$
Tcp      OutSegs                                  - segments sent out$
TcpExt   TCPTimeouts                              7 other retransmission timeouts$
END
ours 'sorted, filtered' -st --sort=name

# The formats for programs: a filter chooses the groups that it means, and those that nobody knows.
want 0 '' <<END
group,name,value,description$(printf '\r')
Ip,InReceives,5,total packets received$(printf '\r')
Ip,InDiscards,0,incoming packets discarded$(printf '\r')
Foo,Bar,6,$(printf '\r')
IpExt,InOctets,2,bytes received$(printf '\r')
END
ours 'CSV' -sw --format=csv
want 0 '' <<'END'
{"host":"HOST","group":"Tcp","name":"MaxConn","value":-1,"description":"most connections; -1: no fixed limit"}
{"host":"HOST","group":"Tcp","name":"InSegs","value":18446744073709551615,"description":"segments received"}
{"host":"HOST","group":"Tcp","name":"OutSegs","value":null,"description":"segments sent out"}
END
sed -i "s/HOST/$(uname -n)/" "$W/want.out"
ours 'JSON Lines' -st6 --format=jsonl --source=proc
want 1 'netstat: No statistics support for specified address family: inet,inet6' </dev/null
ours 'JSON Lines, families' -s46 --format=jsonl

# A document is whole, whatever is missing, and its notes tell.
rm "$P/net/snmp"
run_ours -s --json
told() {
	[ "$(cat "$W/ours.rc")" = 0 ] && [ "$(wc -l <"$W/ours.out")" = 1 ] && grep -q \
		'"statistics":\[\],"notes":\["cannot open /proc/net/snmp: No such file or directory"\]}$' "$W/ours.out"
}
check 'JSON, no file' told
printf 'Foo\033\377: A"\\\r\nFoo: -5\n' >"$P/net/snmp"
run_ours -s --json
whole() {
	grep -qF '[{"group":"Foo\u001b\ufffd\u00ff","name":"A\"\\\u000d","value":-5,"description":null},' "$W/ours.out"
}
check 'JSON, hostile names' whole

finish
