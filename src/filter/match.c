#include "config.h"

#include "filter/match.h"

#include <fnmatch.h>
#include <string.h>
#include <sys/socket.h>

/* All that the decision rests on. */
struct subject {
	const struct sock_table *table;
	const struct sock_entry *entry;
	const struct owners *owners;
};

static enum match truth(bool value)
{
	return value ? MATCH_YES : MATCH_NO;
}

static bool in_ranges(const struct filter_node *node, uint64_t number)
{
	size_t low = 0, high = node->number.count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct filter_range *range = &node->number.ranges[middle];

		if (number < range->first)
			high = middle;
		else if (number > range->last)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

static const struct sock_detail *detail_of(const struct subject *subject)
{
	const struct sock_table *table = subject->table;

	return table->details ? &table->details[subject->entry - table->rows] : NULL;
}

/* A title such as `nginx: master process` goes by the word before the colon too. */
static bool name_matches(const char *pattern, const char *name)
{
	char word[64];
	size_t length = strcspn(name, ":");

	if (!fnmatch(pattern, name, 0))
		return true;
	if (!name[length] || length >= sizeof(word))
		return false;
	memcpy(word, name, length);
	word[length] = '\0';
	return !fnmatch(pattern, word, 0);
}

/* A socket without a visible owner: has it none, or may we not see it? */
static enum match without_owner(const struct subject *subject)
{
	if (!subject->owners)
		return MATCH_UNKNOWN;
	return subject->entry->inode && subject->owners->denied ? MATCH_UNKNOWN : MATCH_NO;
}

static enum match match_owner(const struct filter_node *node, const struct subject *subject)
{
	const struct owners *owners = subject->owners;
	const struct owner *owner = owners ? owners_first(owners, subject->entry->inode) : NULL;

	if (!owner)
		return without_owner(subject);
	for (; owner; owner = owners_next(owners, owner)) {
		const struct process *process = &owners->process[owner->process];

		if (node->kind == FILTER_NUMBER ? in_ranges(node, (uint64_t)process->pid) :
						  name_matches(node->glob.pattern, process->name))
			return MATCH_YES;
	}
	return MATCH_NO;
}

static enum match match_interface(const struct filter_node *node, const struct subject *subject)
{
	const struct sock_detail *detail = detail_of(subject);

	if (subject->entry->proto == PROTO_UNIX)
		return MATCH_NO;
	if (!detail || !(detail->known & DETAIL_INTERFACE))
		return MATCH_UNKNOWN;
	return truth(in_ranges(node, subject->entry->ifindex));
}

static enum match match_number(const struct filter_node *node, const struct subject *subject)
{
	const struct sock_entry *entry = subject->entry;
	bool is_unix = entry->proto == PROTO_UNIX;

	switch (node->number.field) {
	case FIELD_LOCAL_PORT:
		return truth(!is_unix && in_ranges(node, entry->local_port));
	case FIELD_FOREIGN_PORT:
		return truth(!is_unix && in_ranges(node, entry->foreign_port));
	case FIELD_INTERFACE:
		return match_interface(node, subject);
	case FIELD_UID:
		/* /proc/net/unix has no user; an owner's is a fair answer only with sock_diag. */
		return is_unix && !(entry->flags & ENTRY_HAS_UID) ?
			       MATCH_UNKNOWN :
			       truth(in_ranges(node, entry->uid));
	case FIELD_INODE:
		return truth(in_ranges(node, entry->inode));
	case FIELD_RECVQ:
		return truth(!is_unix && in_ranges(node, entry->recvq));
	case FIELD_SENDQ:
		return truth(!is_unix && in_ranges(node, entry->sendq));
	case FIELD_PID:
		return match_owner(node, subject);
	}
	return MATCH_NO;
}

static bool prefix_matches(const union inet_addr *addr, const union inet_addr *prefix,
			   unsigned offset, unsigned bits)
{
	const uint8_t *bytes = addr->bytes + offset;
	unsigned whole = bits / 8, rest = bits % 8;

	if (memcmp(bytes, prefix->bytes, whole))
		return false;
	return !rest || !((bytes[whole] ^ prefix->bytes[whole]) >> (8 - rest));
}

/* A prefix of IPv4 matches IPv4-mapped addresses of IPv6 sockets too, as in the kernel. */
static bool match_address(const struct filter_node *node, const struct sock_entry *entry)
{
	const union inet_addr *addr = node->address.foreign ? &entry->foreign : &entry->local;
	uint8_t family = node->address.foreign ? foreign_family(entry) : entry->family;
	unsigned bits = node->address.bits;

	if (entry->proto == PROTO_UNIX)
		return false;
	if (family == node->address.family)
		return prefix_matches(addr, &node->address.addr, 0, bits);
	return node->address.family == AF_INET && family == AF_INET6 && addr_is_mapped(addr) &&
	       prefix_matches(addr, &node->address.addr, 12, bits);
}

/* The state as a bit; unix sockets have states that correspond, as in ss. */
static uint32_t state_bits(const struct sock_entry *entry)
{
	if (entry->proto != PROTO_UNIX) {
		/* What is only bound is reported as closed. */
		if (entry->state == STATE_CLOSE && entry->proto == PROTO_TCP)
			return 1u << STATE_CLOSE | 1u << STATE_BOUND_INACTIVE;
		return entry->state < 32 ? 1u << entry->state : 0;
	}
	switch (entry->state) {
	case UNIX_UNCONNECTED:
		return 1u << (entry->un.flags & UNIX_FLAG_ACC ? STATE_LISTEN : STATE_CLOSE);
	case UNIX_CONNECTING:
		return 1u << STATE_SYN_SENT;
	case UNIX_CONNECTED:
		return 1u << STATE_ESTABLISHED;
	case UNIX_DISCONNECTING:
		return 1u << STATE_CLOSING;
	default:
		return 0;
	}
}

static enum match match_detail(const struct filter_node *node, const struct subject *subject)
{
	const struct sock_detail *detail = detail_of(subject);
	uint8_t needed = node->kind == FILTER_MARK ? DETAIL_MARK : DETAIL_CGROUP;

	if (subject->entry->proto == PROTO_UNIX)
		return MATCH_NO;
	if (!detail || !(detail->known & needed))
		return MATCH_UNKNOWN;
	if (node->kind == FILTER_MARK)
		return truth((detail->mark & node->mark.mask) == node->mark.value);
	return truth(detail->cgroup == node->cgroup);
}

/* The kernel knows whether the port was chosen by it; elsewhere its range must do. */
static bool match_autobound(const struct filter_node *node, const struct subject *subject)
{
	const struct sock_detail *detail = detail_of(subject);
	uint16_t port = subject->entry->local_port;

	if (subject->entry->proto == PROTO_UNIX || port < node->ephemeral.first ||
	    port > node->ephemeral.last)
		return false;
	return !detail || !(detail->known & DETAIL_AUTOBOUND) || detail->autobound;
}

static bool match_path(const struct filter_node *node, const struct subject *subject)
{
	return subject->entry->proto == PROTO_UNIX &&
	       !fnmatch(node->glob.pattern, table_path(subject->table, subject->entry),
			node->glob.ignore_case ? FNM_CASEFOLD : 0);
}

static enum match match_node(const struct filter_node *node, const struct subject *subject)
{
	const struct sock_entry *entry = subject->entry;
	enum match left, right;

	switch (node->kind) {
	case FILTER_AND:
		left = match_node(node->left, subject);
		if (left == MATCH_NO)
			return MATCH_NO;
		right = match_node(node->right, subject);
		return left < right ? left : right;
	case FILTER_OR:
		left = match_node(node->left, subject);
		if (left == MATCH_YES)
			return MATCH_YES;
		right = match_node(node->right, subject);
		return left > right ? left : right;
	case FILTER_NOT:
		return MATCH_YES - match_node(node->left, subject);
	case FILTER_TRUE:
		return MATCH_YES;
	case FILTER_NUMBER:
		return match_number(node, subject);
	case FILTER_ADDRESS:
		return truth(match_address(node, entry));
	case FILTER_FAMILY:
		return truth((node->address.foreign ? foreign_family(entry) : entry->family) ==
			     node->address.family);
	case FILTER_STATE:
		return truth(node->states & state_bits(entry));
	case FILTER_PROTO:
		return truth(node->protos &
			     FILTER_PROTO_BIT(entry->proto, entry->family == AF_INET6));
	case FILTER_MARK:
	case FILTER_CGROUP:
		return match_detail(node, subject);
	case FILTER_AUTOBOUND:
		return truth(match_autobound(node, subject));
	case FILTER_PATH:
		return truth(match_path(node, subject));
	case FILTER_PROCESS:
		return match_owner(node, subject);
	}
	return MATCH_NO;
}

enum match filter_match(const struct filter_node *filter, const struct sock_table *table,
			const struct sock_entry *entry, const struct owners *owners)
{
	struct subject subject = { table, entry, owners };

	return match_node(filter, &subject);
}

bool filter_needs_owners(const struct filter_node *filter)
{
	return filter_has(filter, FILTER_PROCESS) || filter_has_field(filter, FIELD_PID);
}

bool filter_needs_details(const struct filter_node *filter)
{
	return filter_has(filter, FILTER_MARK) || filter_has(filter, FILTER_CGROUP) ||
	       filter_has(filter, FILTER_AUTOBOUND) || filter_has_field(filter, FIELD_INTERFACE);
}

/* With `negated` the states in which the node does not match. */
static uint32_t states_of(const struct filter_node *node, bool negated)
{
	uint32_t left, right;

	switch (node->kind) {
	case FILTER_AND:
	case FILTER_OR:
		left = states_of(node->left, negated);
		right = states_of(node->right, negated);
		return (node->kind == FILTER_AND) != negated ? left & right : left | right;
	case FILTER_NOT:
		return states_of(node->left, !negated);
	case FILTER_STATE:
		return negated ? ~node->states : node->states;
	default:
		return UINT32_MAX;
	}
}

uint32_t filter_states(const struct filter_node *filter)
{
	return states_of(filter, false);
}

bool filter_names_state(const struct filter_node *filter, enum tcp_state state)
{
	if (!filter)
		return false;
	/* `all`, `connected` and their like name ten states and more. */
	if (filter->kind == FILTER_STATE)
		return filter->states & 1u << state && __builtin_popcount(filter->states) < 10;
	return filter_names_state(filter->left, state) ||
	       filter_names_state(filter->right, state);
}

/* Whether what is known of the protocol alone makes the node (un)true of all its sockets. */
static enum match proto_match(const struct filter_node *node, enum proto proto)
{
	enum match left, right;
	uint32_t both = FILTER_PROTO_BIT(proto, 0) | FILTER_PROTO_BIT(proto, 1);

	switch (node->kind) {
	case FILTER_AND:
		left = proto_match(node->left, proto);
		right = proto_match(node->right, proto);
		return left < right ? left : right;
	case FILTER_OR:
		left = proto_match(node->left, proto);
		right = proto_match(node->right, proto);
		return left > right ? left : right;
	case FILTER_NOT:
		return MATCH_YES - proto_match(node->left, proto);
	case FILTER_PROTO:
		if (!(node->protos & both))
			return MATCH_NO;
		return (node->protos & both) == both ? MATCH_YES : MATCH_UNKNOWN;
	case FILTER_PATH:
		return proto == PROTO_UNIX ? MATCH_UNKNOWN : MATCH_NO;
	case FILTER_NUMBER:
		if (node->number.field == FIELD_UID || node->number.field == FIELD_INODE ||
		    node->number.field == FIELD_PID)
			return MATCH_UNKNOWN;
		return proto == PROTO_UNIX ? MATCH_NO : MATCH_UNKNOWN;
	case FILTER_ADDRESS:
	case FILTER_MARK:
	case FILTER_CGROUP:
	case FILTER_AUTOBOUND:
		return proto == PROTO_UNIX ? MATCH_NO : MATCH_UNKNOWN;
	default:
		return MATCH_UNKNOWN;
	}
}

bool filter_excludes(const struct filter_node *filter, enum proto proto)
{
	return proto_match(filter, proto) == MATCH_NO;
}
