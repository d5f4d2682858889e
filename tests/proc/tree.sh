# shellcheck shell=sh disable=SC2154
# tree.sh: a hand-written /proc. Read by lib.sh, which says where it stands ($P) and the order of bytes ($little).

tcp_header='  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
unix_header='Num       RefCount Protocol Flags    Type St Inode Path'

# tree: a new /proc whose kernel has tcp, udp, udplite, raw and unix, all without sockets, and no processes.
tree() {
	rm -rf "${P:?}"/*
	mkdir "$P/net"
	for _file in tcp udp udplite raw; do
		echo "$tcp_header" >"$P/net/$_file"
		echo "$tcp_header" >"$P/net/${_file}6"
	done
	echo "$unix_header" >"$P/net/unix"
	# For the run-time libraries of sanitizers; netstat looks at names that are numbers.
	ln -s "$W/real/self" "$P/self"
}

# An address in the kernel's spelling: 32-bit words in the order of the host, in hexadecimal digits.
awk_address='
function digit(c) { return index("0123456789abcdef", tolower(c)) - 1 }
function number(text,   i, v) { for (i = 1; i <= length(text); i++) v = v * 16 + digit(substr(text, i, 1)); return v + 0 }
function hex8(v) { return sprintf("%04X%04X", int(v / 65536), v % 65536) }
function word(b, at) {
	if (little) return sprintf("%02X%02X%02X%02X", b[at + 3], b[at + 2], b[at + 1], b[at])
	return sprintf("%02X%02X%02X%02X", b[at], b[at + 1], b[at + 2], b[at + 3])
}
function address4(text,   b) { split(text, b, "."); return word(b, 1) }
function groups(text, g,   n, last, q) {
	n = split(text, g, ":")
	if (n == 0 || index(g[n], ".") == 0) return n
	last = g[n]; split(last, q, ".")
	g[n] = sprintf("%x", q[1] * 256 + q[2]); g[n + 1] = sprintf("%x", q[3] * 256 + q[4])
	return n + 1
}
function address6(text,   at, head, tail, h, t, nh, nt, i, v, b, out) {
	at = index(text, "::")
	head = at ? substr(text, 1, at - 1) : text
	tail = at ? substr(text, at + 2) : ""
	nh = groups(head, h); nt = groups(tail, t)
	for (i = 1; i <= 8; i++) {
		v = i <= nh ? number(h[i]) : i > 8 - nt ? number(t[i - 8 + nt]) : 0
		b[2 * i - 1] = int(v / 256); b[2 * i] = v % 256
	}
	for (i = 1; i <= 13; i += 4) out = out word(b, i)
	return out
}
function address(text) { return index(text, ":") ? address6(text) : address4(text) }
'

# rows FILE <table: lines for /proc/net/FILE (tcp, udp6, ...). A line of the table is
#     LOCAL PORT FOREIGN PORT [KEY=VALUE ...]
# st= as the kernel writes it (default 01 for tcp, else 07); tx= rx= tr= when= retr= uid= timeout= inode= in decimal.
rows() {
	awk -v little="$little" -v kind="$1" "$awk_address"'
	NF >= 4 {
		split("", f); f["st"] = kind ~ /^tcp/ ? "01" : "07"
		f["tx"] = f["rx"] = f["tr"] = f["when"] = f["retr"] = f["uid"] = f["timeout"] = f["inode"] = "0"
		for (i = 5; i <= NF; i++) { at = index($i, "="); f[substr($i, 1, at - 1)] = substr($i, at + 1) }
		printf "%4d: %s:%04X %s:%04X %s", sl++, address($1), $2, address($3), $4, f["st"]
		printf " %s:%s %02X:%s %s", hex8(f["tx"]), hex8(f["rx"]), f["tr"], hex8(f["when"]), hex8(f["retr"])
		printf " %5s %8s %s", f["uid"], f["timeout"], f["inode"]
		print " 1 0000000000000000 100 0 0 10 0"
	}' >>"$P/net/$1"
}

# unix_rows <table: lines for /proc/net/unix. A line of the table is
#     [KEY=VALUE ...] [path=TEXT UP TO THE END OF THE LINE]
# ref= proto= flags= type= st= as the kernel writes them, inode= in decimal.
unix_rows() {
	awk '{
		f["ref"] = "00000002"; f["proto"] = "00000000"; f["flags"] = "00000000"; f["type"] = "0001"
		f["st"] = "01"; f["inode"] = 4242
		line = $0; path = ""; at = index(line, "path=")
		if (at) { path = " " substr(line, at + 5); line = substr(line, 1, at - 1) }
		n = split(line, word, " ")
		for (i = 1; i <= n; i++) { at = index(word[i], "="); f[substr(word[i], 1, at - 1)] = substr(word[i], at + 1) }
		printf "0000000000000000: %s %s %s %s %s %5s%s\n", f["ref"], f["proto"], f["flags"], f["type"], f["st"],
			f["inode"], path
	}' >>"$P/net/unix"
}

# process PID CMDLINE INODE...: a process whose cmdline is what printf makes of CMDLINE, with these sockets open.
process() {
	mkdir -p "$P/$1/fd"
	# shellcheck disable=SC2059  # CMDLINE is meant to be a format: it is full of \0 and \033
	printf -- "$2" >"$P/$1/cmdline"
	ln -s /dev/null "$P/$1/fd/0"
	_fd=3 _dir=$P/$1/fd
	shift 2
	for _inode; do
		ln -s "socket:[$_inode]" "$_dir/$_fd"
		_fd=$((_fd + 1))
	done
}
