#!/bin/sh
# shellcheck disable=SC2086,SC2317  # arguments are lists of words; functions are called by their names
# The command line: what is accepted, what is refused and how, and which option comes first.
. "$(dirname "$0")/lib.sh"

rows tcp <<'END'
127.0.0.1 22 0.0.0.0 0 st=0A inode=1001
127.0.0.1 22 127.0.0.1 40000 inode=1002
END
rows udp <<'END'
127.0.0.1 53 0.0.0.0 0
END

# -h and -V: the texts are our own, and all of it goes to stdout (net-tools puts the end of its help on stderr).
informed() {
	[ "$(cat "$W/ours.rc")" = 0 ] && [ -s "$W/ours.out" ] && ! [ -s "$W/ours.err" ]
}
informs() {
	run_ours "$@"
	check "informs: $*" informed
}
for args in -h --help --he -V --version --vers '-V -Q' '-h -Q' '-t -h' '-V -A foo' '-h --num' '-V -ii'; do
	informs $args
done
informs -h
cp "$W/ours.out" "$W/help"
informs --help
check 'help: -h and --help are the same' cmp -s "$W/help" "$W/ours.out"
usage 'the first one counts' -Q -V
usage 'the first one counts' -Q -h
usage 'the first one counts' --bogus -V

for args in -Q --bogus -A --protocol --tcp=1 --num --l --in -T --notrim -I -I=lo '-I lo' -D -L -c1 --ip6 --ec --econet \
	--ash -tQ '-tan -Q' --bogus=1 --all=yes --n --p --s --sy=x -1 -5 -X --ipv6 --tcp4; do
	usage 'refused' $args
done
usage 'refused' '-?'
usage 'refused' '-t?'
# The options that net-tools does not have count only when they are spelled out: no abbreviation of its own may get lost.
for args in --so --sor --sourc --por --proce --use --pi --netn --js --jso --form --rec --repl --why --why-b --col \
	--pag --no-p --stat=x; do
	usage 'not spelled out' $args
done
# getopt's messages begin with the name the program was started as, whatever it is; no others do.
ARGV0=$W/netstat
usage 'refused, by path' -Q
usage 'refused, by path' --bogus
usage 'refused, by path' -A
usage 'refused, by path' --protocol
usage 'refused, by path' --num
each 'family, by path' '-A foo'
rm "$ARGV0"
ARGV0=netstat

# Two modes, or one twice.
for args in -ri -rs -Mi -is -ii -rr -ss -MM -rM '-r -r' '--route --interfaces' '-s -t -i' -aris '-g -r -i'; do
	usage 'two modes' $args
done

each 'family' '-A foo' '-A inet,foo' '-A=inet' '-A INET' -At '-A inet -A foo' '--protocol=foo' '-A foo -Q' '-A foo -h' \
	--proto=x
same 'family: none' -A ''
same 'family: none in the middle' -A inet,,unix
same 'family: none at the end' -A inet,
same 'family: none at the start' -A ,inet
same 'family: a blank' -A 'inet unix'
same 'family: none' --protocol=
each 'family' '-A inet' '-A ip' '-A tcpip' '-A inet6' '-A ip6' '-A unix' '-A inet,unix' '-A inet6,inet' '-Ainet' '-aAinet' \
	'-A inet -A unix' '--protocol=inet' '--protocol inet,inet6' '--inet' '--ip' '--inet6' '--unix' '--inet --unix'
# Accepted, and without effect or worse.
each 'odd' --tcpip '--tcpip -tan' '-tan --tcpip' '--tcpi -an' --ddp --appletalk '-A econet' '-A ash' '-A ddp' '-A appletalk' \
	-d -dan '-d -t' '-N' '-tN' '-tanN' '-tanF' '-tanC' '-tFC'

# Short options in one word, apart, and long ones; the order does not matter.
each 'forms' '-t -a -n' -nat '--tcp --all --numeric' '-ta --numeric-p' '-ua -t' -ut -tu '--udp --tcp --list -n' \
	'--tcp --prog --list' '--program -t' '--ext --tim -tan' '--wid --tcp' '-t --' '-tan --' -la -al --al -4tn -n6 -xan -nnn -aa \
	-ttan -tuwUx '-v -tan' -vvtan '--verb -tan' '-e -e -tan' -eetan -eeetan '--symb -tan'
RUN_ENV=POSIXLY_CORRECT=1
each 'POSIXLY_CORRECT' -tan '-t -a -n --'
RUN_ENV=

# Every beginning of every long option, and every single character. `-h' after it ends the run, so that this is about the
# parsing only: the exit code tells what became of the word, and a complaint has to be the same (except the usage text).
parsed() {
	run want "$@"
	run_ours "$@"
	read -r theirs <"$W/want.rc"
	read -r ours <"$W/ours.rc"
	if [ "$theirs$ours" = 00 ]; then
		tests=$((tests + 1))
		return
	fi
	bad=
	[ "$theirs" = "$ours" ] || bad=rc
	for who in want ours; do
		sed -n '1{/^[^ ]*netstat: /p;/family/p;/SELinux/p;}' "$W/$who.err" >"$W/$who.message"
	done
	cmp -s "$W/want.message" "$W/ours.message" || bad="$bad message"
	if [ -z "$bad" ]; then tests=$((tests + 1)); else fail "parsed: $*" $bad; fi
}
before=$failures
for word in ax25 x25 ip ipx appletalk netrom inet inet6 ddp rose unix bluetooth tcpip version interfaces help route masquerade \
	protocol tcp sctp udp udplite raw l2cap rfcomm listening all timers continuous extend programs verbose statistics wide \
	numeric numeric-hosts numeric-ports numeric-users symbolic cache fib groups context; do
	begin=$word
	while [ -n "$begin" ]; do
		echo "--$begin"
		begin=${begin%?}
	done
	echo "--${word}x"
	echo "--$word=1"
done | sort -u >"$W/words"
while read -r word; do
	parsed "$word" -h
done <"$W/words"
check "every beginning of every long option ($(wc -l <"$W/words"))" [ "$failures" = "$before" ]

before=$failures
for char in a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P Q R S T U V W X Y Z \
	0 1 2 3 4 5 6 7 8 9 @ % + ',' . / : = _ '~' '?' '!' ';' '^'; do
	parsed "-$char" -h
done
check 'every single character' [ "$failures" = "$before" ]

# -Z acts at once, where it is met.
run want -Z
if [ "$(cat "$W/want.rc")" = 1 ] && ! [ -s "$W/want.out" ]; then
	each 'no SELinux' -Z -tZ '-tan --context' '--context -h' '-Z -Q' '-Z -A foo'
	usage 'no SELinux, but not reached' -Q -Z
	informs -h -Z
else
	echo '# no -Z: SELinux is on'
fi

# Operands: net-tools ignores them. For us they are filters (with -c, the interval): what cannot be read as one is refused,
# with the text and a caret under the word at fault, before anything is printed.
refused() {
	[ "$(cat "$W/ours.rc")" = 3 ] && ! [ -s "$W/ours.out" ] && grep -q nonsense "$W/ours.err" && grep -q '\^' "$W/ours.err"
}
operand() {
	run_ours "$@"
	check "no filter: $*" refused
}
operand nonsense -t
operand -t nonsense
operand -tan -- nonsense
RUN_ENV=POSIXLY_CORRECT=1
operand nonsense -t
RUN_ENV=

finish
