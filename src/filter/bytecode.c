#include "config.h"

#include "filter/bytecode.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/*
 * The shape of a program (net/ipv4/inet_diag.c): ops follow each other; each says how far to go
 * on if it holds (.yes, its own length) and if not (.no). Going exactly to the end accepts, 4
 * bytes beyond it rejects. So, with A and B such programs,
 *     A and B   A B, with A's exits "reject" moved on by the length of B
 *     A or B    A JMP(over B) B: A's exits "reject" lead right behind the JMP
 *     not A     A JMP(reject): A's exits "reject" lead right behind the JMP, to the end
 */
enum {
	REJECT = 4,
	OP = sizeof(struct inet_diag_bc_op),
	/* The kernel checks each jump of a program from its start: long ones cost more than they save. */
	MAX_LENGTH = 8192,
};

/* A part of a program under construction. */
struct part {
	uint8_t *ops;
	size_t length;
	enum { EVERYTHING, EXACT, FAILED } kind; /* EVERYTHING: no ops, all sockets pass */
};

static const struct part everything = { .kind = EVERYTHING };
static const struct part failed = { .kind = FAILED };

static struct part part_new(const void *ops, size_t length)
{
	struct part part = { .ops = malloc(length), .length = length, .kind = EXACT };

	if (!part.ops)
		return failed;
	memcpy(part.ops, ops, length);
	return part;
}

/* `first`, room for `gap` bytes (left to the caller), `second`. Takes both over. */
static struct part concat(struct part first, size_t gap, struct part second)
{
	size_t length = first.length + gap + second.length;
	uint8_t *ops = length <= MAX_LENGTH ? realloc(first.ops, length) : NULL;
	struct part joined = { .ops = ops, .length = length, .kind = EXACT };

	if (!ops) {
		bool too_long = length > MAX_LENGTH;

		free(first.ops);
		free(second.ops);
		return too_long ? everything : failed;
	}
	if (second.length)
		memcpy(ops + first.length + gap, second.ops, second.length);
	free(second.ops);
	return joined;
}

static void put_jump(uint8_t *at, size_t no)
{
	struct inet_diag_bc_op jump = { INET_DIAG_BC_JMP, OP, (uint16_t)no };

	memcpy(at, &jump, sizeof(jump));
}

/* Move the exits "reject" of the first `length` bytes on by `more`. */
static void move_rejects(uint8_t *ops, size_t length, size_t more)
{
	size_t at = 0;

	while (at < length) {
		struct inet_diag_bc_op op;

		memcpy(&op, ops + at, sizeof(op));
		if (op.no == length - at + REJECT) {
			op.no = (uint16_t)(op.no + more);
			memcpy(ops + at, &op, sizeof(op));
		}
		at += op.yes;
	}
}

/* A part that is no program: everything passes, or memory is short. */
static bool settle(struct part *a, struct part *b, bool is_and, struct part *result)
{
	bool free_both = a->kind == FAILED || b->kind == FAILED ||
			 (!is_and && (a->kind == EVERYTHING || b->kind == EVERYTHING));

	if (free_both) {
		*result = a->kind == FAILED || b->kind == FAILED ? failed : everything;
		free(a->ops);
		free(b->ops);
		return true;
	}
	if (a->kind != EVERYTHING && b->kind != EVERYTHING)
		return false;
	*result = a->kind == EVERYTHING ? *b : *a;
	return true;
}

static struct part part_and(struct part a, struct part b)
{
	size_t first = a.length, second = b.length;
	struct part result;

	if (settle(&a, &b, true, &result))
		return result;
	result = concat(a, 0, b);
	if (result.kind == EXACT)
		move_rejects(result.ops, first, second);
	return result;
}

static struct part part_or(struct part a, struct part b)
{
	size_t first = a.length, second = b.length;
	struct part result;

	if (settle(&a, &b, false, &result))
		return result;
	result = concat(a, OP, b);
	if (result.kind == EXACT)
		put_jump(result.ops + first, OP + second);
	return result;
}

static struct part part_not(struct part a)
{
	size_t first = a.length;
	struct part result;

	if (a.kind != EXACT) {
		free(a.ops);
		return a.kind == FAILED ? failed : everything;
	}
	result = concat(a, OP, (struct part){ .kind = EXACT });
	if (result.kind == EXACT)
		put_jump(result.ops + first, OP + REJECT);
	return result;
}

/* One op with its operand behind it. */
static struct part condition(unsigned char code, const void *operand, size_t size)
{
	uint8_t bytes[OP + 64];
	struct inet_diag_bc_op op = { code, (unsigned char)(OP + size),
				      (uint16_t)(OP + size + REJECT) };

	memcpy(bytes, &op, sizeof(op));
	if (size)
		memcpy(bytes + OP, operand, size);
	return part_new(bytes, OP + size);
}

static struct part port_condition(unsigned char code, uint64_t port)
{
	struct inet_diag_bc_op operand = { .no = (uint16_t)port };

	return condition(code, &operand, sizeof(operand));
}

static struct part port_range(const struct filter_range *range, bool foreign)
{
	struct part low = everything, high = everything;

	if (range->first > 65535)
		return part_not(port_condition(INET_DIAG_BC_S_GE, 0)); /* nothing */
	if (range->first == range->last)
		return port_condition(foreign ? INET_DIAG_BC_D_EQ : INET_DIAG_BC_S_EQ,
				      range->first);
	if (range->first)
		low = port_condition(foreign ? INET_DIAG_BC_D_GE : INET_DIAG_BC_S_GE,
				     range->first);
	if (range->last < 65535)
		high = port_condition(foreign ? INET_DIAG_BC_D_LE : INET_DIAG_BC_S_LE,
				      range->last);
	return part_and(low, high);
}

static struct part interface_condition(uint64_t index)
{
	uint32_t operand = (uint32_t)index;

	return condition(INET_DIAG_BC_DEV_COND, &operand, sizeof(operand));
}

static struct part number(const struct filter_node *node)
{
	enum filter_field field = node->number.field;
	struct part all;

	if (field != FIELD_LOCAL_PORT && field != FIELD_FOREIGN_PORT && field != FIELD_INTERFACE)
		return everything;
	if (!node->number.count) /* nothing passes: no port is below 0 */
		return part_not(port_condition(INET_DIAG_BC_S_GE, 0));
	for (size_t i = 0; i < node->number.count; i++) {
		const struct filter_range *range = &node->number.ranges[i];
		struct part one;

		if (field != FIELD_INTERFACE)
			one = port_range(range, field == FIELD_FOREIGN_PORT);
		else if (range->first == range->last)
			one = interface_condition(range->first);
		else
			one = everything;
		all = i ? part_or(all, one) : one;
		if (all.kind != EXACT)
			break;
	}
	return all;
}

static struct part address(const struct filter_node *node)
{
	struct inet_diag_hostcond host = { .family = node->address.family,
					   .prefix_len = node->address.bits,
					   .port = -1 };
	size_t size = node->address.family == AF_INET ? 4 : 16;
	uint8_t operand[sizeof(host) + 16];

	memcpy(operand, &host, sizeof(host));
	memcpy(operand + sizeof(host), node->address.addr.bytes, size);
	return condition(node->address.foreign ? INET_DIAG_BC_D_COND : INET_DIAG_BC_S_COND,
			 operand, sizeof(host) + size);
}

/* The part for a leaf; EVERYTHING where the kernel cannot decide. */
static struct part leaf(const struct filter_node *node)
{
	struct inet_diag_markcond mark;

	switch (node->kind) {
	case FILTER_NUMBER:
		return number(node);
	case FILTER_ADDRESS:
		return address(node);
	case FILTER_MARK:
		mark = (struct inet_diag_markcond){ node->mark.value, node->mark.mask };
		return condition(INET_DIAG_BC_MARK_COND, &mark, sizeof(mark));
	case FILTER_CGROUP:
		return condition(INET_DIAG_BC_CGROUP_COND, &node->cgroup, sizeof(node->cgroup));
	default:
		return everything;
	}
}

/*
 * `negated` is pushed down to the leaves, so that the over-approximation of a leaf stays one. The
 * negation of an exact leaf is exact.
 */
static struct part compile(const struct filter_node *node, bool negated)
{
	struct part left;

	switch (node->kind) {
	case FILTER_AND:
	case FILTER_OR:
		left = compile(node->left, negated);
		if ((node->kind == FILTER_AND) != negated)
			return part_and(left, compile(node->right, negated));
		return part_or(left, compile(node->right, negated));
	case FILTER_NOT:
		return compile(node->left, !negated);
	default:
		return negated ? part_not(leaf(node)) : leaf(node);
	}
}

static int finish(struct part part, struct bytecode *code)
{
	code->ops = part.ops;
	code->length = part.length;
	return part.kind == FAILED ? -ENOMEM : 0;
}

int bytecode_compile(const struct filter_node *filter, struct bytecode *code)
{
	return finish(filter ? compile(filter, false) : everything, code);
}

int bytecode_autobound(struct bytecode *code, bool wanted)
{
	struct part autobound = condition(INET_DIAG_BC_AUTO, NULL, 0);
	struct part rest = { .ops = code->ops, .length = code->length,
			     .kind = code->ops ? EXACT : EVERYTHING };

	return finish(part_and(wanted ? autobound : part_not(autobound), rest), code);
}

int bytecode_part(struct bytecode *code, const struct filter_node *part)
{
	struct part rest = { .ops = code->ops, .length = code->length,
			     .kind = code->ops ? EXACT : EVERYTHING };
	struct part both = part_and(compile(part, false), rest);

	return finish(both.kind == EVERYTHING ? compile(part, false) : both, code);
}

void bytecode_free(struct bytecode *code)
{
	free(code->ops);
	*code = (struct bytecode){ 0 };
}
