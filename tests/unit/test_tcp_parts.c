/* The parts of a large TCP table: each socket in exactly one, by match.c and by the kernel's program. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "filter/bytecode.h"
#include "filter/match.h"
#include "source/tcp_parts.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum { MAX_PARTS = 4 };

struct range {
	uint16_t first, last;
};

static const struct range ranges[] = {
	{ 32768, 60999 }, { 1024, 65535 }, { 1, 65535 }, { 40000, 40000 }, { 40000, 40001 },
};

struct parts {
	unsigned count;
	struct filter_node *filter[MAX_PARTS];
	struct bytecode code[MAX_PARTS];
};

static void make_parts(struct parts *parts, unsigned count, struct range range)
{
	*parts = (struct parts){ .count = count };
	for (unsigned i = 0; i < count; i++) {
		parts->filter[i] = tcp_part_filter(i, count, range.first, range.last);
		cr_assert_not_null(parts->filter[i]);
		cr_assert_eq(bytecode_part(&parts->code[i], parts->filter[i]), 0);
		cr_assert_not_null(parts->code[i].ops);
	}
}

static void free_parts(struct parts *parts)
{
	for (unsigned i = 0; i < parts->count; i++) {
		filter_free(parts->filter[i]);
		bytecode_free(&parts->code[i]);
	}
}

/* The part that has the socket. */
static unsigned part_of(const struct parts *parts, uint16_t local, uint16_t foreign)
{
	struct sock_entry entry = { .proto = PROTO_TCP, .family = AF_INET, .local_port = local,
				    .foreign_port = foreign };
	unsigned found = 0, part = 0;

	for (unsigned i = 0; i < parts->count; i++) {
		bool matches = filter_match(parts->filter[i], NULL, &entry, NULL) == MATCH_YES;

		cr_expect_eq(bytecode_run(&parts->code[i], &entry, NULL), matches,
			     "%u of %u: %u %u", i, parts->count, local, foreign);
		found += matches;
		if (matches)
			part = i;
	}
	cr_expect_eq(found, 1, "%u %u is in %u parts", local, foreign, found);
	return part;
}

Test(tcp_parts, have_each_socket_once)
{
	static const uint16_t edges[] = { 0,	 1,	22,    443,   1023,  1024,  32767, 32768,
					  39999, 40000, 40001, 40002, 46883, 46884, 60999, 61000,
					  65534, 65535 };

	for (unsigned count = 2; count <= MAX_PARTS; count++)
		for (size_t r = 0; r < COUNT(ranges); r++) {
			struct parts parts;

			make_parts(&parts, count, ranges[r]);
			for (size_t i = 0; i < COUNT(edges); i++)
				for (size_t j = 0; j < COUNT(edges); j++)
					part_of(&parts, edges[i], edges[j]);
			for (unsigned port = 0; port <= UINT16_MAX; port++) {
				part_of(&parts, (uint16_t)port, 443);
				part_of(&parts, 443, (uint16_t)port);
			}
			free_parts(&parts);
		}
}

/* Of servers, of clients and of both on one machine each part has a fair share. */
Test(tcp_parts, are_alike)
{
	for (unsigned count = 2; count <= MAX_PARTS; count++) {
		size_t server[MAX_PARTS] = { 0 }, client[MAX_PARTS] = { 0 };
		struct parts parts;

		make_parts(&parts, count, ranges[0]);
		for (unsigned port = ranges[0].first; port <= ranges[0].last; port++) {
			server[part_of(&parts, 443, (uint16_t)port)]++;
			client[part_of(&parts, (uint16_t)port, 443)]++;
		}
		for (unsigned i = 0; i < count; i++) {
			size_t share = (ranges[0].last - ranges[0].first + 1u) / count;

			cr_expect(server[i] >= share && server[i] <= share + count);
			cr_expect(client[i] >= share && client[i] <= share + count);
		}
		free_parts(&parts);
	}
}

/* With a filter of its own: both must hold; where both are too long, the part must. */
Test(tcp_parts, narrow_a_filter)
{
	struct filter_node *part = filter_number(FIELD_LOCAL_PORT, 0, 999);
	struct filter_node *lone = filter_number(FIELD_FOREIGN_PORT, 7, 7);
	struct filter_node *many = filter_number(FIELD_FOREIGN_PORT, 7, 7);
	struct sock_entry inside = { .proto = PROTO_TCP, .family = AF_INET, .local_port = 5 };
	struct sock_entry outside = { .proto = PROTO_TCP, .family = AF_INET, .local_port = 1000,
				      .foreign_port = 7 };
	struct bytecode code;

	cr_assert_eq(bytecode_compile(lone, &code), 0);
	cr_assert_eq(bytecode_part(&code, part), 0);
	cr_expect_not(bytecode_run(&code, &inside, NULL));
	cr_expect_not(bytecode_run(&code, &outside, NULL));
	inside.foreign_port = 7;
	cr_expect(bytecode_run(&code, &inside, NULL));
	bytecode_free(&code);

	for (unsigned port = 10; port < 1000; port += 3)
		cr_assert(filter_add_range(many, port, port));
	cr_assert_eq(bytecode_compile(many, &code), 0);
	cr_assert_eq(bytecode_part(&code, part), 0);
	cr_expect(bytecode_run(&code, &inside, NULL));
	cr_expect_not(bytecode_run(&code, &outside, NULL));
	bytecode_free(&code);
	filter_free(part);
	filter_free(lone);
	filter_free(many);
}
