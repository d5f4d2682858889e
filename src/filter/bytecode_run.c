#include "config.h"

#include <linux/inet_diag.h>
#include <string.h>
#include <sys/socket.h>

#include "filter/bytecode.h"

static bool prefix_equal(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	for (unsigned i = 0; i < bits; i++)
		if ((a[i / 8] ^ b[i / 8]) & 0x80 >> i % 8)
			return false;
	return true;
}

static bool host_holds(const uint8_t *operand, const union inet_addr *addr, uint8_t family)
{
	struct inet_diag_hostcond condition;
	const uint8_t *wanted = operand + sizeof(condition);

	memcpy(&condition, operand, sizeof(condition));
	if (!condition.prefix_len)
		return condition.family == AF_UNSPEC || condition.family == family ||
		       (condition.family == AF_INET && family == AF_INET6 &&
			addr_is_mapped(addr));
	if (condition.family == family)
		return prefix_equal(addr->bytes, wanted, condition.prefix_len);
	return condition.family == AF_INET && addr_is_mapped(addr) &&
	       prefix_equal(addr->bytes + 12, wanted, condition.prefix_len);
}

static bool op_holds(uint8_t code, const uint8_t *operand, const struct sock_entry *entry,
		     const struct sock_detail *detail)
{
	struct inet_diag_bc_op port;
	struct inet_diag_markcond mark;
	uint32_t index;
	uint64_t cgroup;

	memcpy(&port, operand, sizeof(port));
	switch (code) {
	case INET_DIAG_BC_NOP:
		return true;
	case INET_DIAG_BC_S_GE:
		return entry->local_port >= port.no;
	case INET_DIAG_BC_S_LE:
		return entry->local_port <= port.no;
	case INET_DIAG_BC_S_EQ:
		return entry->local_port == port.no;
	case INET_DIAG_BC_D_GE:
		return entry->foreign_port >= port.no;
	case INET_DIAG_BC_D_LE:
		return entry->foreign_port <= port.no;
	case INET_DIAG_BC_D_EQ:
		return entry->foreign_port == port.no;
	case INET_DIAG_BC_S_COND:
		return host_holds(operand, &entry->local, entry->family);
	case INET_DIAG_BC_D_COND:
		return host_holds(operand, &entry->foreign, entry->family);
	case INET_DIAG_BC_DEV_COND:
		memcpy(&index, operand, sizeof(index));
		return entry->ifindex == index;
	case INET_DIAG_BC_MARK_COND:
		memcpy(&mark, operand, sizeof(mark));
		return (detail->mark & mark.mask) == mark.mark;
	case INET_DIAG_BC_CGROUP_COND:
		memcpy(&cgroup, operand, sizeof(cgroup));
		return detail->cgroup == cgroup;
	case INET_DIAG_BC_AUTO:
		return detail->autobound;
	default: /* INET_DIAG_BC_JMP */
		return false;
	}
}

bool bytecode_run(const struct bytecode *code, const struct sock_entry *entry,
		  const struct sock_detail *detail)
{
	size_t at = 0;

	while (at < code->length) {
		struct inet_diag_bc_op op;
		uint8_t operand[64] = { 0 };

		memcpy(&op, code->ops + at, sizeof(op));
		if (op.yes > sizeof(op))
			memcpy(operand, code->ops + at + sizeof(op), op.yes - sizeof(op));
		at += op_holds(op.code, operand, entry, detail) ? op.yes : op.no;
	}
	return at == code->length;
}
