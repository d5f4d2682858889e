#!/bin/sh
# Programs and habits of the shell that read netstat's output: each takes the same from ours as from net-tools', and
# takes something. What they count on (words by number, columns, words in front, blanks behind) is written down in our
# own words, here or in consumers.py. See common.sh for the environment. PYTHON: default /usr/bin/python3.

# shellcheck disable=SC1091,SC2016,SC2034,SC2154 # common.sh uses and sets variables; idioms are evaluated later
menagerie_options='--without=deferred --without=many --without=unix-many'
python_modules="json, re"
. "${0%/*}/common.sh"
for part in counters links answers; do
	# shellcheck disable=SC1090
	. "${0%/*}/$part.sh"
done

make_links
readers=$(cd "$(dirname "$0")" && pwd)/consumers.py

read_as() {
	"$PYTHON" "$readers" "$1"
}

check_all <<'END'
# states are word 6, or the last one
sockets -nat :: awk '{print $6}' | sort | uniq -c
sockets -nat :: awk '/^tcp/{++S[$NF]} END{for (a in S) print a, S[a]}' | sort
sockets -nat :: awk '$6 == "ESTABLISHED"{print $4, $5}'
sockets -nat :: grep -c TIME_WAIT
sockets -nat :: grep -c SYN_RECV
sockets -nat :: grep ESTABLISHED | wc -l
sockets -nat :: awk 'NR > 2 {print $1, $2 + $3}' | sort | uniq -c
sockets -nat :: grep ':22 ' | awk '{print $5}' | cut -d: -f1 | sort | uniq -c
# foreign addresses are word 5
sockets -ntu :: awk '{print $5}' | cut -d: -f1 | sort | uniq -c | sort -n
sockets -ntu :: awk '{print $5}' | sed 's/:[0-9]*$//' | grep -v '^$' | sort -u
sockets -ntu :: tail -n +3 | awk '{print $4}' | sed 's/.*://' | sort -n | uniq
# listeners: word 4 ends in the port, behind it a blank
sockets -lnt :: awk '$6 == "LISTEN" && $4 ~ /:8080$/ {print $4}'
sockets -lnt :: awk 'NR > 2 {sub(".*:", "", $4); print $4}' | sort -n | uniq
sockets -lnt :: awk '/LISTEN/ {n = split($4, a, ":"); print a[n]}'
sockets -tln :: grep -q ':8080 .*LISTEN' && echo listening
sockets -tln :: grep -E ':8080.*LISTEN'
sockets -tln :: awk '$1 == "tcp" {print $4}'
sockets -tunl :: grep -- ':80 '
sockets -tunl :: grep -- '^tcp .*:22 '
sockets -tunl :: grep -- '^tcp6 .*:8082 '
sockets -tunl :: grep -- '^udp .*:15001 '
sockets -tunl :: grep -- '^tcp .*127.0.0.1:9000 '
sockets -an :: grep '^tcp' | grep '[^0-9]22 '
sockets -an :: grep '^udp' | grep '[^0-9]15001 '
sockets -an :: awk '/^tcp/ && /LISTEN/ {print $4}' | awk -F: '{print $NF}' | sort -n | uniq
sockets -an :: grep -c '^unix'
sockets -an :: grep -c '^tcp6'
sockets -an :: awk '/^Active/ {title = $2} /^(tcp|udp|raw|unix)/ {n[title]++} END {for (t in n) print t, n[t]}' | sort
sockets -ano :: grep -E LISTEN | grep -E tcp | grep -E ':8080[[:space:]]'
sockets -ano :: awk '$7 == "keepalive" || $7 == "timewait" {print $7}' | sort | uniq -c
sockets -a :: grep ':http-alt.*LISTEN'
sockets -a :: awk '/^tcp/ {print $4}' | grep -v '[0-9]$' | sort -u
sockets -tan :: awk '{for (i = 1; i <= NF; i++) if ($i ~ /^(LISTEN|SYN_SENT|SYN_RECV|FIN_WAIT1|FIN_WAIT2|CLOSE_WAIT|LAST_ACK|CLOSING)$/) n[$i]++} END {for (s in n) print s, n[s]}' | sort
sockets -tan :: awk 'substr($0, 1, 3) == "tcp" {print substr($0, 69, 11)}' | sort | uniq -c
sockets -tan :: cut -c 22-44 | sort -u
sockets -tan :: awk 'length($0) < 79' | wc -l
# programs are word 7 of tcp
sockets -tulpn :: grep ':8080' | awk '{print $7}' | cut -d/ -f1
sockets -tulpn :: awk '/^tcp/ {print $7}' | cut -d/ -f1 | sort -n | uniq
sockets -tulpn :: awk '/^udp/ {split($6, a, "/"); print a[1], a[2]}'
sockets -tulpn :: awk '/:19001 / {split($NF, a, "/"); print a[2]}'
sockets -tulpn :: sed -n 's,.*:22 .* \([0-9][0-9]*\)/.*,\1,p'
sockets -plunt :: grep LISTEN | grep ':22 ' | tr -s ' ' | cut -d' ' -f7
sockets -plunt :: read_as ansible
sockets -tulpnea :: read_as salt_netstat
sockets -tulpen :: read_as inspec
sockets -tulpen :: awk '/^tcp/ {print $7, $8, $9}'
sockets -nuta :: read_as datadog
sockets -apntu :: read_as node_netstat
sockets -apn :: grep -c /menagerie
sockets -antu :: read_as checkmk
sockets -neopa :: read_as insights_neopa
sockets -W -neopa :: awk '/^(tcp|udp)6/ {print $4, $5}'
# the path of a unix socket is the end of the line
sockets -xl :: grep -o '/tmp/[^ ]*$'
sockets -xl :: awk '/LISTENING/ {print $NF}'
sockets -xap :: awk '$NF ~ /^@/ {print $NF}'
sockets -xan :: grep -c ' CONNECTED '
sockets -xan :: sed 's/.*\[ ACC \] *//' | awk '/LISTENING/ {print $1, $2}'
# routes: two headings; the default route; the interface is word 8, and column 74
view -rn :: awk '/^0.0.0.0/{print $2}'
view -rn :: awk '$1 == "0.0.0.0" {print $8; exit}'
view -rn :: awk '/^0.0.0.0/ {print substr($0, 74, 10)}'
view -rn :: awk 'NR == 4 {print $3}'
view -rn :: grep UG | awk '{print $2}' | sort -u
view -rn :: grep '^0\.0\.0\.0' | tr -s ' ' | cut -d ' ' -f 2 | head -n 1
view -rn :: awk '$4 ~ /UG/ && $1 == "0.0.0.0" {print $2, $NF}'
view -rn :: tail -n +3 | awk '{print $NF}' | sort | uniq -c
view -rn :: sed -n '3,$p' | wc -l
view -rn :: awk '$3 == "255.255.255.255" && $4 ~ /H/ {print $1}'
view -r :: awk '/^default/ {print $2}'
view -r :: grep default | head -n 1 | awk '{print $8}'
view -r :: grep '^link-local'
view -rne :: awk 'NR > 2 {print $1, $5, $6, $7}'
view -A inet -rn :: read_as salt_routes
view -A inet -rn :: tail -n +3 | awk '{print $1, $2, $3, $4, $8}'
view -A inet6 -rn :: read_as salt_routes6
view -A inet6 -rn :: awk '$3 ~ /UG/ {print $2}'
view -rn6 :: awk '$1 == "::/0" && $3 ~ /G/ {print $2; exit}'
view -46rn :: grep -c '^Kernel'
# interfaces: two headings, words by number
view -i :: awk '!/Kernel|Iface|lo/{print $1}'
view -i :: awk 'NR > 2 {print $1, $3, $4, $5, $6, $7}'
view -i :: awk '$1 == "veth0" {print $3, $7}'
view -i :: awk 'NR > 2 {errors += $4 + $8; drops += $5 + $9} END {print errors, drops}'
view -i :: tail -n +3 | cut -d ' ' -f 1
view -i :: grep '^lo ' | awk '{print $2, $NF}'
view -i :: read_as insights_i
view -ia :: awk '$NF !~ /R/ {print $1}'
view -ie :: awk '/^[^ ]+: flags/ {sub(":$", "", $1); name = $1} /RX packets/ {print name, $3, $5}'
view -ie :: sed -n 's/.*inet \([0-9.]*\) .*/\1/p'
view -ie :: awk '/ether/ {print $2}'
# groups
view -gn :: awk 'NR > 3 {print $1, $3}'
view -gn :: grep -c 224.0.0.1
view -gn :: grep '^veth0 .*239.1.2.3'
view -agn :: read_as insights_agn
view -W -agn :: read_as insights_agn
# statistics: the text, the value in front
view -s :: awk '/active connection/ {print $1}'
view -s :: awk '/active connection ope/ {print $1}'
view -s :: awk '/passive connection ope/ {print $1}'
view -s :: awk '/failed connection/ {print $1}'
view -s :: awk '/connection resets/ {print $1}'
view -s :: awk '/connections established/ {print $1}'
view -s :: awk '/incoming packets discarded/ {print $1}'
view -s :: awk '/outgoing packets dropped/ {n = $1} END {print n + 0}'
view -s :: awk '/dropped because of missing route/ {n = $1} END {print n + 0}'
view -s :: awk '/packet receive errors/ {print $1}'
view -s :: awk '/packets to unknown port received/ {print $1}'
view -s :: awk '/segments retransmitted/ {print $1}'
view -s :: awk '/segments received/ {print $1}'
view -s :: awk '/total packets received/ {print $1}'
view -s :: awk '/established/ {print $1}'
view -s :: awk 'NR >= 28 && NR <= 39'
view -s :: sed -n '/^Tcp:/,/^Udp:/p'
view -s :: sed -n 's/^ *\([0-9]*\) resets sent$/\1/p'
view -s :: grep -i retrans
view -s :: grep -A 6 '^Udp:'
view -s :: awk -F: '/^ +InOctets:/ {print $2 + 0}'
view -s :: awk '/^[A-Z]/ {print}'
view -s :: read_as insights_s
view -s -t :: awk '/bad segments received/ {print $1}'
view -s -u :: awk '/packets sent/ {print $1}'
view -s -6 :: read_as insights_s
view -s -6 :: awk '/^[A-Z]/ {print}'
# whether an option is known, and the exit code, which is compared each time
sockets -apn :: grep -q 'invalid option' || echo known
view -s :: grep -q 'invalid option' || echo known
view -gn :: grep -q 'invalid option' || echo known
END

finish
