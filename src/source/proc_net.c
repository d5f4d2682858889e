#include "config.h"

#include "source/proc_net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "source/lines.h"

static const struct proc_file {
	const char *v4, *v6;
	const char *word; /* what a message about a bad line calls it */
	int min_fields;
} files[] = {
	[PROTO_TCP] = { "/proc/net/tcp", "/proc/net/tcp6", "tcp", 11 },
	[PROTO_UDP] = { "/proc/net/udp", "/proc/net/udp6", "udp", 10 },
	[PROTO_UDPLITE] = { "/proc/net/udplite", "/proc/net/udplite6", "udp", 10 },
	[PROTO_RAW] = { "/proc/net/raw", "/proc/net/raw6", "raw", 10 },
};

/* An address as the kernel prints it: 32-bit words in host order, 8 hex digits each. */
static bool scan_address(const char **text, union inet_addr *addr, uint8_t *family)
{
	char word[9] = "";
	size_t digits;

	while (**text == ' ')
		++*text;
	digits = strspn(*text, "0123456789ABCDEFabcdef");
	*family = digits > 8 ? AF_INET6 : AF_INET;
	if (!digits || (digits > 8 && digits != 32))
		return false;
	for (size_t i = 0; i * 8 < digits; i++) {
		const char *cursor = word;
		uint64_t value;

		memcpy(word, *text + i * 8, digits < 8 ? digits : 8);
		if (!scan_hex(&cursor, &value))
			return false;
		addr->words[i] = (uint32_t)value;
	}
	*text += digits;
	return true;
}

static bool scan_end(const char **text, union inet_addr *addr, uint8_t *family, uint16_t *port)
{
	uint64_t value;

	if (!scan_address(text, addr, family) || !scan_char(text, ':') || !scan_hex(text, &value))
		return false;
	*port = (uint16_t)value;
	return true;
}

/* The optional rest of a line. Returns how many of its fields there are. */
static int scan_owner(const char **text, struct sock_entry *entry, int32_t *probes)
{
	int64_t uid, timeout;
	uint64_t inode;

	if (!scan_signed(text, &uid))
		return 0;
	entry->uid = (uint32_t)uid;
	if (!scan_signed(text, &timeout))
		return 1;
	*probes = (int32_t)timeout;
	if (!scan_unsigned(text, &inode))
		return 2;
	entry->inode = inode;
	return 3;
}

bool proc_net_parse(const char *line, int min_fields, struct sock_entry *entry,
		    struct sock_timer *timer)
{
	enum { SCANF_FIELDS_BEFORE_RETRANSMITS = 10 };
	uint64_t state, sendq, recvq, kind, ticks, retransmits = 0;
	uint8_t foreign_family;
	int32_t probes = 0;
	int64_t slot;
	int fields = SCANF_FIELDS_BEFORE_RETRANSMITS;

	if (!scan_signed(&line, &slot) || !scan_char(&line, ':') ||
	    !scan_end(&line, &entry->local, &entry->family, &entry->local_port) ||
	    !scan_end(&line, &entry->foreign, &foreign_family, &entry->foreign_port) ||
	    !scan_hex(&line, &state) || !scan_hex(&line, &sendq) || !scan_char(&line, ':') ||
	    !scan_hex(&line, &recvq) || !scan_hex(&line, &kind) || !scan_char(&line, ':') ||
	    !scan_hex(&line, &ticks))
		return false;
	if (scan_hex(&line, &retransmits))
		fields += 1 + scan_owner(&line, entry, &probes);
	if (fields < min_fields)
		return false;
	entry->state = (uint8_t)state;
	entry->sendq = (uint32_t)sendq;
	entry->recvq = (uint32_t)recvq;
	if (timer)
		*timer = (struct sock_timer){ (uint8_t)kind, (uint32_t)ticks,
					      (uint32_t)retransmits, probes };
	return true;
}

static int read_lines(struct lines *lines, const struct proc_file *file, enum proto proto,
		      struct notes *notes, struct sink *sink)
{
	size_t length;
	const char *line;
	int result = 0;

	lines_next(lines, &length); /* the heading */
	while (!result && (line = lines_next(lines, &length))) {
		struct sock_entry *entry = sink_next(sink);

		if (!entry)
			return -ENOMEM;
		if (!proc_net_parse(line, file->min_fields, entry, sink_timer(sink))) {
			notes_add(notes, "warning, got bogus %s line.", file->word);
			continue;
		}
		entry->proto = (uint8_t)proto;
		result = sink_commit(sink);
	}
	return result ? result : lines->error;
}

static int read_file(struct source *source, const char *path, enum proto proto, struct sink *sink)
{
	struct lines lines;
	int result = lines_open(&lines, path);

	source->failed_path = path;
	source->failed_open = result;
	if (result)
		return result == -EACCES ? -ENOENT : result;
	result = read_lines(&lines, &files[proto], proto, source->notes, sink);
	lines_close(&lines);
	return result;
}

int proc_net_read(struct source *source, const struct source_request *request, struct sink *sink)
{
	const struct proc_file *file = &files[request->proto];
	int v4 = 0, v6 = 0;

	if (request->v4)
		v4 = read_file(source, file->v4, request->proto, sink);
	if (v4 && v4 != -ENOENT)
		return v4;
	if (request->v6)
		v6 = read_file(source, file->v6, request->proto, sink);
	/* net-tools takes an IPv6 file that does not open for a system without IPv6. */
	if (v6 == -ENOENT || (source->failed_open && (v6 == -ELOOP || v6 == -ENOTDIR)))
		v6 = 0;
	return v6 ? v6 : v4;
}
