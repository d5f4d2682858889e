#include "config.h"

#include "render/statistic_words.h"

static const struct statistic ip[] = {
	{ "DefaultTTL", STATISTIC_HIDDEN, "time to live of packets that ask for none" },
	{ "ForwDatagrams", STATISTIC_ALWAYS, "forwarded" },
	{ "Forwarding", STATISTIC_RAW, "1: packets are forwarded, 2: they are not" },
	{ "FragCreates", STATISTIC_NONZERO, "fragments created" },
	{ "FragFails", STATISTIC_NONZERO, "outgoing packets failed fragmentation" },
	{ "FragOKs", STATISTIC_NONZERO, "outgoing packets fragmented ok" },
	{ "InAddrErrors", STATISTIC_NONZERO, "with invalid addresses" },
	{ "InDelivers", STATISTIC_ALWAYS, "incoming packets delivered" },
	{ "InDiscards", STATISTIC_ALWAYS, "incoming packets discarded" },
	{ "InHdrErrors", STATISTIC_NONZERO, "with invalid headers" },
	{ "InReceives", STATISTIC_ALWAYS, "total packets received" },
	{ "InUnknownProtos", STATISTIC_NONZERO, "with unknown protocol" },
	{ "OutDiscards", STATISTIC_NONZERO, "outgoing packets dropped" },
	{ "OutNoRoutes", STATISTIC_NONZERO, "dropped because of missing route" },
	{ "OutRequests", STATISTIC_ALWAYS, "requests sent out" },
	{ "OutTransmits", STATISTIC_RAW, "packets handed to the link layer" },
	{ "ReasmFails", STATISTIC_NONZERO, "packet reassemblies failed" },
	{ "ReasmOKs", STATISTIC_NONZERO, "packets reassembled ok" },
	{ "ReasmReqds", STATISTIC_NONZERO, "reassemblies required" },
	{ "ReasmTimeout", STATISTIC_NONZERO, "fragments dropped after timeout" },
};

const struct statistic_list statistic_ip = { ip, sizeof(ip) / sizeof(*ip) };

static const struct statistic ip_ext[] = {
	{ "InBcastOctets", STATISTIC_RAW, "bytes of broadcast received" },
	{ "InBcastPkts", STATISTIC_RAW, "broadcast packets received" },
	{ "InCEPkts", STATISTIC_RAW, "packets received with a congestion mark" },
	{ "InCsumErrors", STATISTIC_RAW, "packets with a wrong checksum" },
	{ "InECT0Pkts", STATISTIC_RAW, "packets received with the mark ECT(0)" },
	{ "InECT1Pkts", STATISTIC_RAW, "packets received with the mark ECT(1)" },
	{ "InMcastOctets", STATISTIC_RAW, "bytes of multicast received" },
	{ "InMcastPkts", STATISTIC_RAW, "multicast packets received" },
	{ "InNoECTPkts", STATISTIC_RAW, "packets received without ECN" },
	{ "InNoRoutes", STATISTIC_RAW, "packets received for which there is no route" },
	{ "InOctets", STATISTIC_RAW, "bytes received" },
	{ "InTruncatedPkts", STATISTIC_RAW, "truncated packets received" },
	{ "OutBcastOctets", STATISTIC_RAW, "bytes of broadcast sent" },
	{ "OutBcastPkts", STATISTIC_RAW, "broadcast packets sent" },
	{ "OutMcastOctets", STATISTIC_RAW, "bytes of multicast sent" },
	{ "OutMcastPkts", STATISTIC_RAW, "multicast packets sent" },
	{ "OutOctets", STATISTIC_RAW, "bytes sent" },
	{ "ReasmOverlaps", STATISTIC_RAW, "fragments that overlap others" },
};

const struct statistic_list statistic_ip_ext = { ip_ext, sizeof(ip_ext) / sizeof(*ip_ext) };

static const struct statistic icmp[] = {
	{ "InAddrMaskReps", STATISTIC_INPUT, "address mask replies" },
	{ "InAddrMasks", STATISTIC_INPUT, "address mask request" },
	{ "InCsumErrors", STATISTIC_RAW, "messages with a wrong checksum" },
	{ "InDestUnreachs", STATISTIC_INPUT, "destination unreachable" },
	{ "InEchoReps", STATISTIC_INPUT, "echo replies" },
	{ "InEchos", STATISTIC_INPUT, "echo requests" },
	{ "InErrors", STATISTIC_ALWAYS, "input ICMP message failed" },
	{ "InMsgs", STATISTIC_ALWAYS, "ICMP messages received" },
	{ "InParmProbs", STATISTIC_INPUT, "wrong parameters" },
	{ "InRedirects", STATISTIC_INPUT, "redirects" },
	{ "InSrcQuenchs", STATISTIC_INPUT, "source quenches" },
	{ "InTimeExcds", STATISTIC_INPUT, "timeout in transit" },
	{ "InTimestampReps", STATISTIC_INPUT, "timestamp reply" },
	{ "InTimestamps", STATISTIC_INPUT, "timestamp request" },
	{ "OutAddrMaskReps", STATISTIC_OUTPUT, "address mask replies" },
	{ "OutAddrMasks", STATISTIC_OUTPUT, "address mask requests" },
	{ "OutDestUnreachs", STATISTIC_OUTPUT, "destination unreachable" },
	{ "OutEchoReps", STATISTIC_OUTPUT, "echo replies" },
	{ "OutEchos", STATISTIC_OUTPUT, "echo requests" },
	{ "OutErrors", STATISTIC_ALWAYS, "ICMP messages failed" },
	{ "OutMsgs", STATISTIC_ALWAYS, "ICMP messages sent" },
	{ "OutParmProbs", STATISTIC_OUTPUT, "wrong parameters" },
	{ "OutRateLimitGlobal", STATISTIC_RAW, "messages not sent: limit for all" },
	{ "OutRateLimitHost", STATISTIC_RAW, "messages not sent: limit for one host" },
	{ "OutRedirects", STATISTIC_OUTPUT, "redirect" },
	{ "OutSrcQuenchs", STATISTIC_OUTPUT, "source quench" },
	{ "OutTimeExcds", STATISTIC_OUTPUT, "time exceeded" },
	{ "OutTimestampReps", STATISTIC_OUTPUT, "timestamp replies" },
	{ "OutTimestamps", STATISTIC_OUTPUT, "timestamp requests" },
};

const struct statistic_list statistic_icmp = { icmp, sizeof(icmp) / sizeof(*icmp) };

static const struct statistic udp[] = {
	{ "IgnoredMulti", STATISTIC_RAW, "multicast packets that no socket wanted" },
	{ "InCsumErrors", STATISTIC_RAW, "packets with a wrong checksum" },
	{ "InDatagrams", STATISTIC_ALWAYS, "packets received" },
	{ "InErrors", STATISTIC_ALWAYS, "packet receive errors" },
	{ "MemErrors", STATISTIC_RAW, "packets dropped because the protocol's memory was used up" },
	{ "NoPorts", STATISTIC_ALWAYS, "packets to unknown port received" },
	{ "OutDatagrams", STATISTIC_ALWAYS, "packets sent" },
	{ "RcvbufErrors", STATISTIC_ALWAYS, "receive buffer errors" },
	{ "SndbufErrors", STATISTIC_ALWAYS, "send buffer errors" },
};

const struct statistic_list statistic_udp = { udp, sizeof(udp) / sizeof(*udp) };

static const struct statistic sctp[] = {
	{ "SctpAborteds", STATISTIC_ALWAYS, "Number of Aborteds " },
	{ "SctpActiveEstabs", STATISTIC_ALWAYS, "Active Associations" },
	{ "SctpChecksumErrors", STATISTIC_ALWAYS, "Number of Packets with invalid Checksum" },
	{ "SctpCurrEstab", STATISTIC_ALWAYS, "Current Associations" },
	{ "SctpFragUsrMsgs", STATISTIC_ALWAYS, "Number of messages fragmented" },
	{ "SctpInCtrlChunks", STATISTIC_ALWAYS, "Number of control chunks received" },
	{ "SctpInOrderChunks", STATISTIC_ALWAYS, "Number of ordered chunks received" },
	{ "SctpInSCTPPacks", STATISTIC_ALWAYS, "Number of SCTP packets received" },
	{ "SctpInUnorderChunks", STATISTIC_ALWAYS, "Number of Unordered chunks received" },
	{ "SctpOutCtrlChunks", STATISTIC_ALWAYS, "Number of control chunks sent" },
	{ "SctpOutOfBlues", STATISTIC_ALWAYS, "Number of Out of Blue packets" },
	{ "SctpOutOrderChunks", STATISTIC_ALWAYS, "Number of ordered chunks sent" },
	{ "SctpOutSCTPPacks", STATISTIC_ALWAYS, "Number of SCTP packets sent" },
	{ "SctpOutUnorderChunks", STATISTIC_ALWAYS, "Number of Unordered chunks sent" },
	{ "SctpPassiveEstabs", STATISTIC_ALWAYS, "Passive Associations" },
	{ "SctpReasmUsrMsgs", STATISTIC_ALWAYS, "Number of messages reassembled " },
	{ "SctpShutdowns", STATISTIC_ALWAYS, "Number of Graceful Terminations" },
};

const struct statistic_list statistic_sctp = { sctp, sizeof(sctp) / sizeof(*sctp) };
