#!/bin/sh
# Which tables appear: families, protocols and their combinations, and Bluetooth.
# -g and what goes with it is in groups.sh.
# shellcheck disable=SC2086  # arguments are lists of words
. "$(dirname "$0")/lib.sh"

populate() {
	for file in tcp udp udplite raw; do
		rows $file <<-'END'
			127.0.0.1 22 0.0.0.0 0 st=0A inode=1001
			127.0.0.1 22 127.0.0.1 40000 st=01 inode=1002
		END
		rows ${file}6 <<-'END'
			::1 22 :: 0 st=0A inode=1003
			::1 22 ::1 40000 st=01 inode=1004
		END
	done
	unix_rows <<-'END'
		flags=00010000 inode=1005 path=/run/listening
		st=03 inode=1006 path=/run/connected
	END
}

# sctp, so that no protocol is missing.
sctp() {
	mkdir "$P/net/sctp"
	cat >"$P/net/sctp/eps" <<-'END'
		 ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS
		ffff8881 ffff8882 2   10  29   7000   1000 1001 10.0.0.1
	END
	cat >"$P/net/sctp/assocs" <<-'END'
		 ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf
		ffff8883 ffff8884 2   1   3  60   4           12       34    1000 1002 7000  9000  10.0.0.1 <-> *10.0.0.2 	    7500    10    10   10    0    0        0        1        0   212992   212992
	END
}

tree
populate
sctp
# Every set of protocols with every family.
for set in '' t u U w S x tu ut tw tx ux wx Sx tS uU Uw tuw tux tuU tuwU tuwUS tuwx tuwUSx xwUut; do
	for family in '' 4 6 46 64; do
		[ -n "$set$family" ] || continue
		same 'protocols and families' -n$set$family
		case $set in ''|t|x|tux|tuwUSx) each 'protocols and families' -an$set$family -ln$set$family ;; esac
	done
done
each 'families by name' '-A inet' '-A inet6' '-A unix' '-A inet -A unix' '-A inet,inet6' '-A inet6,inet' '-A inet,unix' '-A unix,inet6' \
	'--inet --unix' '--inet6 --unix' '--inet --inet6' '--ip' '--ip --unix -a' '-A ip6' '-A tcpip' '-A ip,ip6,unix -l' '-4 -t -A unix' \
	'-A unix -t' '-A unix -u6' '--unix -4' '-x -A inet' '-x --unix' '-A inet -6' '-tA inet6' '--unix --tcp -n' '-A unix -a -l' \
	'-A inet,inet -a' '-A ddp' '-A econet -x' '-A ash -t' '-A appletalk,inet' '--ddp -x' '--appletalk -t6'
each 'nothing asked' -n -a -l -an -ln -aln -W -e -p -o -v -N -F -C -d -epo

# The same on a kernel without sctp, where it is not asked for by name, and without IPv6.
tree
populate
for family in '' 4 6 46 64; do
	each 'no sctp' -n$family -an$family -ln$family -xn$family -vn$family -tuwUxn$family -avn$family
done
rm "$P"/net/*6
for family in '' 4 6 46 64; do
	each 'no IPv6' -n$family -an$family -tn$family -un$family -xn$family -vn$family -tuwUxn$family
done

# ---- Bluetooth: what follows the tables differs, as net-tools says there how to build net-tools ----
tree
populate
# shellcheck disable=SC2016
bluetooth='netstat: no support for `AF BLUETOOTH'\'' on this system.'
connected='Active Internet connections (w/o servers)$
Proto Recv-Q Send-Q Local Address           Foreign Address         State      $
tcp        0      0 127.0.0.1:22            127.0.0.1:40000         ESTABLISHED$
tcp6       0      0 ::1:22                  ::1:40000               ESTABLISHED$'
for args in -t2n -tfn '-tn --l2cap' '-t --rfcomm -n' '-t2fn' '-nf2t'; do
	want 1 "$bluetooth" <<-END
		$connected
	END
	ours 'Bluetooth' $args
done
# Alone it selects no other table.
for args in -2 -f -2n -f2 -2fan --l2cap --rfcomm --bluetooth '-A bluetooth' '--bluetooth -2' -2l -v2; do
	run want $args
	# net-tools' own stdout, and its exit code.
	[ "$(cat "$W/want.rc")" = 1 ] && echo "$bluetooth" >"$W/want.err"
	ours 'Bluetooth alone' $args
done
for args in -x2n '-n -A unix,bluetooth' '-A bluetooth,inet -n' '-4fn' '-an --bluetooth -x'; do
	run want $args
	[ "$(cat "$W/want.rc")" = 1 ] && echo "$bluetooth" >"$W/want.err"
	ours 'Bluetooth with others' $args
done

finish
