/* What the kernel is told of a filter: it must never drop a socket that matches. */
#include "config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include "filter/bytecode.h"
#include "filter/match.h"
#include "filter_expressions.h"

enum { ROWS = 40, EXPRESSIONS = 5000, DEPTH = 4, OP = 4 };

/* An expression, its text, and what src/filter makes of the text. */
struct subject {
	struct expression *expression;
	char *text;
	struct filter_node *filter;
	struct bytecode code;
};

static struct subject subject_make(struct dice *dice, bool exact)
{
	struct subject subject = { .expression = expression_make(dice, DEPTH, exact) };

	subject.text = expression_text(subject.expression, dice);
	subject.filter = expression_parse(subject.text);
	cr_assert_eq(bytecode_compile(subject.filter, &subject.code), 0, "%s", subject.text);
	return subject;
}

static void subject_free(struct subject *subject)
{
	expression_free(subject->expression);
	free(subject->text);
	filter_free(subject->filter);
	bytecode_free(&subject->code);
}

/* ---- a second opinion on programs, after the rules of net/ipv4/inet_diag.c ---- */

static struct inet_diag_bc_op op_at(const struct bytecode *code, size_t at)
{
	struct inet_diag_bc_op op;

	memcpy(&op, code->ops + at, sizeof(op));
	return op;
}

/* The room that an op and its operand need; 0: the kernel knows no such op. */
static size_t room_of(const struct bytecode *code, size_t at)
{
	struct inet_diag_hostcond host;

	switch (op_at(code, at).code) {
	case INET_DIAG_BC_NOP:
	case INET_DIAG_BC_JMP:
	case INET_DIAG_BC_AUTO:
		return OP;
	case INET_DIAG_BC_S_GE:
	case INET_DIAG_BC_S_LE:
	case INET_DIAG_BC_S_EQ:
	case INET_DIAG_BC_D_GE:
	case INET_DIAG_BC_D_LE:
	case INET_DIAG_BC_D_EQ:
		return OP + sizeof(struct inet_diag_bc_op);
	case INET_DIAG_BC_DEV_COND:
		return OP + sizeof(uint32_t);
	case INET_DIAG_BC_MARK_COND:
		return OP + sizeof(struct inet_diag_markcond);
	case INET_DIAG_BC_CGROUP_COND:
		return OP + sizeof(uint64_t);
	case INET_DIAG_BC_S_COND:
	case INET_DIAG_BC_D_COND:
		if (at + OP + sizeof(host) > code->length)
			return 0;
		memcpy(&host, code->ops + at + OP, sizeof(host));
		return OP + sizeof(host) +
		       (host.family == AF_INET6  ? 16
			: host.family == AF_INET ? 4
						 : 0);
	default:
		return 0;
	}
}

static bool is_host(uint8_t code)
{
	return code == INET_DIAG_BC_S_COND || code == INET_DIAG_BC_D_COND;
}

static bool host_is_valid(const struct bytecode *code, size_t at)
{
	struct inet_diag_hostcond host;

	memcpy(&host, code->ops + at + OP, sizeof(host));
	return (host.family == AF_UNSPEC || host.family == AF_INET || host.family == AF_INET6) &&
	       host.prefix_len <= 8 * (room_of(code, at) - OP - sizeof(host));
}

/* Where ops begin, until one does not tell where the next one does. To be freed. */
static bool *boundaries(const struct bytecode *code)
{
	bool *boundary = calloc(code->length + 1, sizeof(*boundary));

	cr_assert_not_null(boundary);
	for (size_t at = 0; at <= code->length; at += op_at(code, at).yes) {
		boundary[at] = true;
		if (at == code->length || op_at(code, at).yes < OP || op_at(code, at).yes % 4)
			break;
	}
	return boundary;
}

/* What is wrong with an op, or NULL. */
static const char *op_fault(const struct bytecode *code, size_t at, const bool *boundary)
{
	size_t left = code->length - at, room = room_of(code, at);
	struct inet_diag_bc_op op = op_at(code, at);

	if (!room || room > left)
		return "an unknown op, or one without its operand";
	if (is_host(op.code) && !host_is_valid(code, at))
		return "an unknown family, or a prefix longer than an address";
	if (op.yes < room || op.yes > left + 4 || op.yes % 4)
		return "a bad way on if it holds";
	if (op.code == INET_DIAG_BC_NOP)
		return NULL;
	if (op.no < room || op.no > left + 4 || op.no % 4)
		return "a bad way on if it does not hold";
	if (op.no < left && !boundary[at + op.no])
		return "a jump into the middle of an op";
	return NULL;
}

/* What is wrong with a program, or NULL; `*at` is where. */
static const char *fault(const struct bytecode *code, size_t *at)
{
	bool *boundary = boundaries(code);
	const char *found = NULL;

	for (*at = 0; *at < code->length && !found;) {
		found = op_fault(code, *at, boundary);
		if (!found)
			*at += op_at(code, *at).yes;
	}
	if (!found && *at != code->length)
		found = "ops that do not end with the program";
	free(boundary);
	return found;
}

/* Of what is compiled here more is expected: no room is wasted, and each host means any port. */
static void expect_audited(const struct bytecode *code, const char *text)
{
	struct inet_diag_hostcond host;
	size_t at;
	const char *found = fault(code, &at);

	cr_assert_null(found, "%s: %s at %zu of %zu", text, found, at, code->length);
	for (at = 0; at < code->length; at += op_at(code, at).yes) {
		cr_assert_eq(op_at(code, at).yes, room_of(code, at), "%s: at %zu", text, at);
		if (!is_host(op_at(code, at).code))
			continue;
		memcpy(&host, code->ops + at + OP, sizeof(host));
		cr_assert_eq(host.port, -1, "%s: at %zu", text, at);
	}
}

/* Attributes have 16 bits for their length, and some of it is the header. */
static void expect_fit(const struct bytecode *code, const char *text)
{
	cr_assert_eq(code->ops == NULL, code->length == 0, "%s", text);
	cr_assert_lt(code->length, 60000, "%s", text);
}

/* ---- a second opinion on what programs do ---- */

static bool host_holds(const uint8_t *operand, uint8_t family, const union inet_addr *addr,
		       uint16_t port)
{
	struct inet_diag_hostcond host;
	uint8_t wide[16], prefix[16];
	unsigned bits;

	memcpy(&host, operand, sizeof(host));
	if (host.port != -1 && host.port != port)
		return false;
	if (host.family == AF_UNSPEC)
		return true;
	if (host.family == AF_INET6 && family == AF_INET)
		return false;
	widen(family, addr, wide);
	memset(prefix, 0, sizeof(prefix));
	memcpy(prefix, operand + sizeof(host), host.family == AF_INET ? 4 : 16);
	bits = host.prefix_len;
	if (host.family == AF_INET6)
		return same_bits(wide, prefix, (int)bits);
	return same_bits(wide, (const uint8_t[16]){ [10] = 0xff, [11] = 0xff }, 96) &&
	       same_bits(wide + 12, prefix, (int)bits);
}

static bool port_holds(uint8_t code, uint16_t port, uint16_t operand)
{
	switch (code) {
	case INET_DIAG_BC_S_GE:
	case INET_DIAG_BC_D_GE:
		return port >= operand;
	case INET_DIAG_BC_S_LE:
	case INET_DIAG_BC_D_LE:
		return port <= operand;
	default:
		return port == operand;
	}
}

static bool op_holds(const struct bytecode *code, size_t at, const struct sock_entry *entry,
		     const struct sock_detail *detail)
{
	const uint8_t *operand = code->ops + at + OP;
	struct inet_diag_markcond mark;
	uint64_t cgroup;
	uint32_t index;

	switch (op_at(code, at).code) {
	case INET_DIAG_BC_NOP:
		return true;
	case INET_DIAG_BC_JMP:
		return false;
	case INET_DIAG_BC_AUTO:
		return detail->autobound;
	case INET_DIAG_BC_S_COND:
		return host_holds(operand, entry->family, &entry->local, entry->local_port);
	case INET_DIAG_BC_D_COND:
		return host_holds(operand, entry->family, &entry->foreign, entry->foreign_port);
	case INET_DIAG_BC_DEV_COND:
		memcpy(&index, operand, sizeof(index));
		return entry->ifindex == index;
	case INET_DIAG_BC_MARK_COND:
		memcpy(&mark, operand, sizeof(mark));
		return (detail->mark & mark.mask) == mark.mark;
	case INET_DIAG_BC_CGROUP_COND:
		memcpy(&cgroup, operand, sizeof(cgroup));
		return detail->cgroup == cgroup;
	case INET_DIAG_BC_S_GE:
	case INET_DIAG_BC_S_LE:
	case INET_DIAG_BC_S_EQ:
		return port_holds(op_at(code, at).code, entry->local_port, op_at(code, at + OP).no);
	default:
		return port_holds(op_at(code, at).code, entry->foreign_port,
				  op_at(code, at + OP).no);
	}
}

/* Going exactly to the end accepts, going beyond it rejects. */
static bool accepts(const struct bytecode *code, const struct sock_entry *entry,
		    const struct sock_detail *detail)
{
	size_t at = 0;

	while (at < code->length)
		at += op_holds(code, at, entry, detail) ? op_at(code, at).yes : op_at(code, at).no;
	return at == code->length;
}

/* ---- properties ---- */

static void expect_passage(const struct subject *subject, const struct rows *rows, size_t row,
			   bool exact)
{
	const struct sock_entry *entry = &rows->table.rows[row];
	const struct sock_detail *detail = &rows->table.details[row];
	bool passes = bytecode_run(&subject->code, entry, detail);

	cr_assert_eq(passes, accepts(&subject->code, entry, detail), "%s: row %zu: bytecode_run",
		     subject->text, row);
	for (int known = 0; known < 2; known++) {
		const struct owners *owners = known ? &rows->owners : NULL;
		enum match match = filter_match(subject->filter, &rows->table, entry, owners);

		cr_assert(passes || match == MATCH_NO, "%s: row %zu matches and is dropped",
			  subject->text, row);
		cr_assert(!exact || passes == (match == MATCH_YES), "%s: row %zu is not dropped",
			  subject->text, row);
	}
}

static void expect_passages(const struct subject *subject, struct dice *dice, bool exact)
{
	struct rows rows;

	rows_make(&rows, dice, ROWS, PROTO_TCP, PROTO_TCP);
	for (size_t row = 0; row < ROWS; row++)
		expect_passage(subject, &rows, row, exact);
	rows_free(&rows);
}

Test(bytecode, lets_every_row_pass_that_may_match)
{
	struct dice dice = { 11 };
	size_t programs = 0;

	for (int i = 0; i < EXPRESSIONS; i++) {
		struct subject subject = subject_make(&dice, false);

		programs += subject.code.ops != NULL;
		expect_passages(&subject, &dice, false);
		subject_free(&subject);
	}
	cr_expect_gt(programs, EXPRESSIONS / 4, "%zu", programs);
}

/* Every port at once needs no op; then there is nothing that could be negated either. */
static bool has_every_port(const struct filter_node *node)
{
	if (!node)
		return false;
	if (node->kind == FILTER_NUMBER)
		return node->number.count && !node->number.ranges[0].first &&
		       node->number.ranges[0].last >= 65535;
	return has_every_port(node->left) || has_every_port(node->right);
}

Test(bytecode, drops_every_other_row_where_the_kernel_can_decide)
{
	struct dice dice = { 12 };
	size_t programs = 0;

	for (int i = 0; i < EXPRESSIONS; i++) {
		struct subject subject = subject_make(&dice, true);

		if (!has_every_port(subject.filter)) {
			cr_assert_not_null(subject.code.ops, "%s", subject.text);
			expect_passages(&subject, &dice, true);
			programs++;
		}
		subject_free(&subject);
	}
	cr_expect_gt(programs, EXPRESSIONS / 2, "%zu", programs);
}

Test(bytecode, keeps_the_kernels_rules)
{
	struct dice dice = { 13 };

	for (int i = 0; i < 2 * EXPRESSIONS; i++) {
		struct subject subject = subject_make(&dice, i % 2);

		expect_fit(&subject.code, subject.text);
		if (subject.code.ops)
			expect_audited(&subject.code, subject.text);
		subject_free(&subject);
	}
}

/* ---- ANDed: whether the kernel chose the port ---- */

static void expect_autobound(const struct subject *subject, struct dice *dice, bool wanted)
{
	struct bytecode both;
	struct rows rows;

	cr_assert_eq(bytecode_compile(subject->filter, &both), 0);
	cr_assert_eq(bytecode_autobound(&both, wanted), 0);
	cr_assert_not_null(both.ops);
	expect_fit(&both, subject->text);
	expect_audited(&both, subject->text);
	rows_make(&rows, dice, ROWS, PROTO_TCP, PROTO_TCP);
	for (size_t row = 0; row < ROWS; row++) {
		const struct sock_entry *entry = &rows.table.rows[row];
		const struct sock_detail *detail = &rows.table.details[row];

		cr_assert_eq(accepts(&both, entry, detail),
			     accepts(&subject->code, entry, detail) && detail->autobound == wanted,
			     "%s: row %zu", subject->text, row);
	}
	rows_free(&rows);
	bytecode_free(&both);
}

Test(autobound, is_put_in_front_of_any_program)
{
	struct dice dice = { 14 };

	for (int i = 0; i < EXPRESSIONS; i++) {
		struct subject subject = subject_make(&dice, i % 2);

		expect_autobound(&subject, &dice, chance(&dice, 50));
		subject_free(&subject);
	}
}

Test(autobound, alone_is_a_program_too)
{
	for (int wanted = 0; wanted < 2; wanted++) {
		const struct sock_entry entry = { .proto = PROTO_TCP, .family = AF_INET };
		struct bytecode code = { 0 };

		cr_assert_eq(bytecode_autobound(&code, wanted), 0);
		expect_audited(&code, "autobound");
		for (int is = 0; is < 2; is++)
			cr_expect_eq(
				accepts(&code, &entry, &(struct sock_detail){ .autobound = is }),
				is == wanted);
		bytecode_free(&code);
	}
}

/* ---- single cases ---- */

static struct bytecode code_of(const char *text)
{
	struct filter_node *filter = expression_parse(text);
	struct bytecode code;

	cr_assert_eq(bytecode_compile(filter, &code), 0, "%s", text);
	filter_free(filter);
	expect_fit(&code, text);
	if (code.ops)
		expect_audited(&code, text);
	return code;
}

Test(bytecode, of_no_filter_is_none)
{
	struct bytecode code = { 0 };

	cr_assert_eq(bytecode_compile(NULL, &code), 0);
	cr_expect_null(code.ops);
	cr_expect_eq(code.length, 0);
	bytecode_free(&code);
}

Test(bytecode, is_none_where_the_kernel_cannot_help)
{
	static const char *const texts[] = {
		"pid 1",
		"process x",
		"user root",
		"inode 5",
		"recvq > 0",
		"state listen",
		"proto udp",
		"path /x",
		"src *",
		"autobound",
		"sport = 22 or pid 1",
		"not (sport = 22 and pid 1)",
		"not autobound",
		"sport >= 0",
		"sport 0-65535",
		"sport = 22 or src *",
		"not process x",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct bytecode code = code_of(texts[i]);

		cr_expect_null(code.ops, "%s", texts[i]);
		bytecode_free(&code);
	}
}

/* What the kernel can do it does, also beside what it cannot. */
Test(bytecode, has_the_part_that_the_kernel_can_decide)
{
	static const char *const texts[] = {
		"sport = 22 and pid 1",
		"pid 1 sport = 22",
		"not (sport != 22 or pid 1)",
		"(sport = 22 or dport = 22) and not process x",
		"sport = 22 and (dport = 5 or pid 1)",
		"state listen sport = 22",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct bytecode code = code_of(texts[i]);
		struct sock_entry entry = { .family = AF_INET, .local_port = 22 };

		cr_assert_not_null(code.ops, "%s", texts[i]);
		cr_expect(accepts(&code, &entry, &(struct sock_detail){ 0 }), "%s", texts[i]);
		entry.local_port = 23;
		cr_expect_not(accepts(&code, &entry, &(struct sock_detail){ 0 }), "%s", texts[i]);
		bytecode_free(&code);
	}
}

Test(bytecode, that_nothing_passes_lets_nothing_pass)
{
	static const char *const texts[] = { "sport < 0", "sport > 65535", "dport > 65535",
					     "sport = 22 and sport < 0" };

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct bytecode code = code_of(texts[i]);

		cr_assert_not_null(code.ops, "%s", texts[i]);
		for (unsigned port = 0; port < 65536; port += 5) {
			const struct sock_entry entry = { .family = AF_INET,
							  .local_port = (uint16_t)port,
							  .foreign_port = (uint16_t)port };

			cr_expect_not(accepts(&code, &entry, &(struct sock_detail){ 0 }), "%s: %u",
				      texts[i], port);
		}
		bytecode_free(&code);
	}
}

/* Every port is tried, at the ends of ranges above all. */
Test(bytecode, of_ranges_ends_where_they_end)
{
	static const char *const texts[] = {
		"sport 0",       "sport 65535",          "sport 0-65534",
		"sport 1-65535", "sport 22-22,24,26-28", "not sport 1000-2000,3000",
		"sport > 65534", "sport <= 0",           "sport >= 65535",
		"sport < 1",     "sport != 0",           "sport 21,22,23,24,25",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct filter_node *filter = expression_parse(texts[i]);
		struct bytecode code = code_of(texts[i]);
		struct sock_entry entry = { .proto = PROTO_TCP, .family = AF_INET };
		struct sock_table table = { .rows = &entry, .count = 1 };

		for (unsigned port = 0; port < 65536; port++) {
			entry.local_port = (uint16_t)port;
			cr_assert_eq(accepts(&code, &entry, &(struct sock_detail){ 0 }),
				     filter_match(filter, &table, &entry, NULL) == MATCH_YES,
				     "%s: %u", texts[i], port);
		}
		bytecode_free(&code);
		filter_free(filter);
	}
}

/* A list of `count` single ports that do not touch, in several terms since a word has an end. */
static char *long_list(const char *term, const char *between, unsigned count)
{
	char *text = calloc(1, 64 * (size_t)count + 64), *end = text;

	cr_assert_not_null(text);
	for (unsigned i = 0; i < count; i++)
		if (i % 200)
			end += sprintf(end, ",%u", i * 3 + 1);
		else
			end += sprintf(end, "%s%s %u", i ? between : "", term, i * 3 + 1);
	return text;
}

static void expect_sound(const char *text, struct dice *dice)
{
	struct filter_node *filter = expression_parse(text);
	struct bytecode code = code_of(text);
	struct sock_entry entry = { .proto = PROTO_TCP, .family = AF_INET };
	const struct sock_detail detail = { 0 };
	struct sock_table table = { .rows = &entry, .count = 1 };

	for (unsigned i = 0; i < 400; i++) {
		bool passes;

		entry.local_port = (uint16_t)below(dice, i % 2 ? 65536 : 2200);
		entry.foreign_port = (uint16_t)below(dice, i % 2 ? 65536 : 2200);
		passes = accepts(&code, &entry, &detail);
		cr_assert(passes || filter_match(filter, &table, &entry, NULL) == MATCH_NO,
			  "%.60s...: %u %u", text, entry.local_port, entry.foreign_port);
		cr_assert_eq(bytecode_run(&code, &entry, &detail), passes, "%.60s...: %u %u", text,
			     entry.local_port, entry.foreign_port);
	}
	bytecode_free(&code);
	filter_free(filter);
}

/* Of 680 ports or so a list becomes too long to be worth it. */
Test(bytecode, of_long_lists_drops_no_row_that_matches)
{
	static const unsigned counts[] = { 10,  100, 340, 341, 342, 500,  681,
					   682, 683, 684, 685, 700, 1000, 5000 };
	static const char *const terms[][2] = {
		{ "sport", " or " }, { "port", " || " },    { "not sport", " and " },
		{ "sport !=", " " }, { "! dport", " && " }, { "not port !=", " or " },
	};
	struct dice dice = { 18 };

	for (size_t i = 0; i < COUNT(counts); i++) {
		for (size_t j = 0; j < COUNT(terms); j++) {
			char *text = long_list(terms[j][0], terms[j][1], counts[i]);

			expect_sound(text, &dice);
			free(text);
		}
	}
}

/* Many terms: parts of the program that have become too long meet others that have not. */
Test(bytecode, of_many_terms_drops_no_row_that_matches)
{
	static const char *const joins[] = { "and", "or" }, *const terms[] = {
		"sport != %u", "not dport %u", "sport < %u", "port %u", "port != %u", "pid %u",
	};
	struct dice dice = { 15 };

	for (int i = 0; i < 20; i++) {
		char *text = calloc(1, 65536), *end = text;

		cr_assert_not_null(text);
		for (int j = 0; j < 1500; j++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			end += sprintf(end, PICK(&dice, terms), below(&dice, 65536));
#pragma GCC diagnostic pop
			end += sprintf(end, " %s ", joins[chance(&dice, (uint32_t)i * 5)]);
		}
		strcpy(end, "sport = 5");
		expect_sound(text, &dice);
		free(text);
	}
}

/* ---- the kernel itself ---- */

/* What the kernel answers to a program: 0 or -errno. No state is asked for, so no socket comes. */
static int ask_kernel(struct mnl_socket *netlink, const struct bytecode *code)
{
	static char buffer[65536];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	struct inet_diag_req_v2 *request = mnl_nlmsg_put_extra_header(header, sizeof(*request));
	static unsigned sequence;
	ssize_t length;

	header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	header->nlmsg_seq = ++sequence;
	request->sdiag_family = AF_INET;
	request->sdiag_protocol = IPPROTO_TCP;
	mnl_attr_put(header, INET_DIAG_REQ_BYTECODE, code->length, code->ops);
	cr_assert_gt(mnl_socket_sendto(netlink, header, header->nlmsg_len), 0);
	length = mnl_socket_recvfrom(netlink, buffer, sizeof(buffer));
	cr_assert_geq(length, (ssize_t)sizeof(*header));
	header = (struct nlmsghdr *)buffer;
	cr_assert_eq(header->nlmsg_seq, sequence);
	if (header->nlmsg_type != NLMSG_ERROR)
		return 0;
	return ((const struct nlmsgerr *)mnl_nlmsg_get_payload(header))->error;
}

static struct mnl_socket *open_kernel(void)
{
	/* The op that came last of those that need no rights; both its exits lead to the end. */
	struct inet_diag_bc_op ops[] = { { INET_DIAG_BC_S_EQ, 8, 8 }, { 0 } };
	const struct bytecode code = { (uint8_t *)ops, sizeof(ops) };
	struct mnl_socket *netlink = mnl_socket_open(NETLINK_SOCK_DIAG);
	int error;

	if (!netlink || mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) < 0)
		cr_skip_test("no netlink: %s", strerror(errno));
	error = ask_kernel(netlink, &code);
	if (error)
		cr_skip_test("no sock_diag for TCP, or an old one: %s", strerror(-error));
	return netlink;
}

Test(kernel, takes_every_program)
{
	struct mnl_socket *netlink = open_kernel();
	struct dice dice = { 16 };
	size_t taken = 0;

	for (int i = 0; i < 3000; i++) {
		struct subject subject = subject_make(&dice, i % 2);
		int error = subject.code.ops ? ask_kernel(netlink, &subject.code) : 0;

		/* A mark takes rights, control groups a kernel that is built with them. */
		if (error == -EPERM || (error == -EINVAL && strstr(subject.text, "fwmark")))
			error = 0;
		else
			taken += subject.code.ops != NULL;
		cr_assert_eq(error, 0, "%s: %s", subject.text, strerror(-error));
		subject_free(&subject);
	}
	cr_expect_gt(taken, 500, "%zu", taken);
	mnl_socket_close(netlink);
}

/* Whether there are ops that take rights, or that not every kernel has. */
static bool depends(const struct bytecode *code)
{
	bool *boundary = boundaries(code), found = false;

	for (size_t at = 0; at < code->length; at += OP)
		if (boundary[at])
			found |= op_at(code, at).code == INET_DIAG_BC_MARK_COND ||
				 op_at(code, at).code >= INET_DIAG_BC_CGROUP_COND;
	free(boundary);
	return found;
}

/* So that the second opinion is known to be the kernel's, programs with one bit wrong. */
Test(kernel, finds_the_faults_that_the_second_opinion_finds)
{
	struct mnl_socket *netlink = open_kernel();
	struct dice dice = { 17 };
	size_t faults = 0;

	for (int i = 0; i < 10000; i++) {
		struct subject subject = subject_make(&dice, true);
		struct bytecode *code = &subject.code;
		size_t byte = code->length ? below(&dice, (uint32_t)code->length) : 0, at;

		if (code->ops)
			code->ops[byte] ^= (uint8_t)(1u << below(&dice, 8));
		if (code->ops && !depends(code)) {
			int expected = fault(code, &at) ? -EINVAL : 0;

			cr_assert_eq(ask_kernel(netlink, code), expected, "%s, at byte %zu: %s",
				     subject.text, byte, fault(code, &at));
			faults += expected != 0;
		}
		subject_free(&subject);
	}
	cr_expect_gt(faults, 200, "%zu", faults);
	mnl_socket_close(netlink);
}
