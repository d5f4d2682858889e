#!/bin/sh
# shellcheck disable=SC2016,SC2034,SC2086  # backquotes in messages; what lib.sh reads; lists of words
# -M: what no current kernel has, and the table of one that does.
. "$(dirname "$0")/lib.sh"

titles='Prc FromIP   FPrt ToIP     TPrt Masq Init-seq  Delta PDelta Expires (free=40957,40960,40960)'
old_titles='Prc FromIP   FPrt ToIP     TPrt Masq Init-seq  Delta Expires (free=40957,40960,40960)'

# file LINE...: what /proc/net/ip_masquerade is.
file() {
	printf '%s\n' "$@" >"$P/net/ip_masquerade"
}

tree
each 'no file' -M -Mn -Mc -Me -Mv -Mt -M4 -Mgn '-M -A unix' --masquerade
file "$titles"
each 'no entries' -M -Me -Mn
: >"$P/net/ip_masquerade"
each 'an empty file' -M -Me

etc services <<END
ssh 22/tcp
domain 53/udp
END
etc hosts <<END
127.0.0.1 localhost
10.0.0.2 a.host.with.a.long.name.example.com
END
file "$titles" 'TCP 0A000001:0400 0A000002:0016 EE48 00000001      0      0   12345' \
	'UDP 7F000001:0035 00000000:0000 0035 FFFFFFFF     -5     70000   18446744073709551615' \
	'ICMP 0A000001:0016 0A000002:0035 EE48 00000001      0      0   600000' \
	'IP 0A000001:0000 0A000002:0001 EE48 00000001      0      0   6000' \
	'ESP 0A000001:10000 1FFFFFFFFFF:0001 EE48 00000001      0      0   5999' '' \
	'   GRE 0A000001:0050 0A000002:0035 EE48 00000001      0      0   59' \
	'UDP 0A000001:0400 0A000002:0016 EE48 FFFFFFFFFFFFFFFFFF      -32768      -1   99999999999999999999' \
	'TCP 0A000001:0400 00000102:0016 EE48 00000001      0      0   12345                                          '
each 'entries' -M -Mn -Me -Mee -Meen -Men '-M --numeric-hosts' '-M --numeric-ports' '-M --numeric-users' -MN -MW -M6 -Mt -Mx \
	'-M -A inet6' '-M -A unix' -Mgv -Mpo
for _ in 1 2 3 4; do
	sed 1d "$P/net/ip_masquerade"
done >"$W/more"
cat "$W/more" >>"$P/net/ip_masquerade"
each 'many entries' -M -Mn -Me
file "$old_titles" 'TCP 0A000001:0400 0A000002:0016 EE48 00000001      -7      12345'
each 'without PDelta' -M -Me -Men
for line in bogus 'TCP' 'TCP 0A000001:0400 0A000002:0016 EE48 00000001 0 12345' \
	'TCP 0A000001:0400 0A000002:0016 EE48 00000001 0 1 12345 7' 'TCP :0400 0A000002:0016 EE48 00000001 0 1 12345' \
	'TCP 0A000001 0A000002:0016 EE48 00000001 0 1 12345' 'XXX 0A000001:0400 0A000002:0016 EE48 00000001 0 1 12345' \
	'tcp 0A000001:0400 0A000002:0016 EE48 00000001 0 1 12345' 'XXX 0A000001:0400 0A000002:0016 EE48 00000001 0 1 12345 9'; do
	file "$titles" "$line"
	each "a fault: $line" -M -Mn -Mc
	file "$titles" 'TCP 0A000001:0400 0A000002:0016 EE48 00000001 0 0 12345' "$line"
	each "a fault in the second line: $line" -M -Me
done
rm "$P/net/ip_masquerade"
ln -s ip_masquerade "$P/net/ip_masquerade"
each 'a loop' -M -Mc
rm "$P/net/ip_masquerade"
mkdir "$P/net/ip_masquerade"
want 1 'netstat: /proc/net/ip_masquerade: read error: Is a directory' </dev/null
ours 'read error' -M
rmdir "$P/net/ip_masquerade"

# ---- names that could harm, an order, and another format ----
printf '10.0.0.1 a\033[31mb\n' >"$W/etc/hosts"
file "$titles" 'UDP 0A000001:0400 0A000003:0035 EE48 00000001 0 0 200' 'TCP 0A000001:0400 0A000002:0016 EE48 00000001 0 0 100'
if have_etc hosts; then
	want 0 <<'END'
IP masquerading entries$
prot   expire source               destination          ports$
tcp   0:01.00 a\x1b[31mb           10.0.0.2             1024 -> ssh (61000)$
udp   0:02.00 a\x1b[31mb           10.0.0.3             1024 -> domain (61000)$
END
	OURS_ARGS=--sort=destination_address
	ours 'sorted and escaped' -M
fi
want 0 <<'END'
proto,expires,initseq,delta,previous_delta,source_address,source_port,source_service,source_host,destination_address,destination_port,destination_service,destination_host,masquerade_port$
tcp,1.00,1,0,0,10.0.0.1,1024,,,10.0.0.2,22,,,61000$
udp,2.00,1,0,0,10.0.0.1,1024,,,10.0.0.3,53,,,61000$
END
OURS_ARGS=--sort=expires
run_ours -Mn --format=csv
tr -d '\r' <"$W/ours.out" >"$W/lines" && mv "$W/lines" "$W/ours.out"
verdict 'csv: -Mn'

# ---- -c: round after round, as long as all is well ----
OURS_ARGS=
timeout 2 env PATH="$W/ours.bin:$PATH" netstat -Mnc 0.3 >"$W/ours.out" 2>"$W/ours.err"
check 'rounds' [ "$(grep -c '^IP masq' "$W/ours.out")" -ge 3 ]

finish
