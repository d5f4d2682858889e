#include "config.h"

#include "source/interface_list.h"

#include <string.h>

static const char *device_of(const struct interface *row)
{
	return *row->alias_of ? row->alias_of : row->name;
}

/*
 * How many in an ascending array of `size` bytes each, which begin with a name, come before `name`;
 * with `along` those of that name count, too.
 */
static size_t count_before(const void *array, size_t count, size_t size, const char *name,
			   bool along)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp((const char *)array + middle * size, name) < along)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Thousands of addresses may be on one interface, and this is asked for each of them. */
static size_t equal_range(const void *array, size_t count, size_t size, const char *name,
			  size_t *length)
{
	size_t first = count_before(array, count, size, name, false);

	*length = count_before(array, count, size, name, true) - first;
	return first;
}

const struct interface_inet *interface_list_inet(const struct interface_list *list,
						 const struct interface *row, size_t *count)
{
	_Static_assert(!offsetof(struct interface_inet, device), "count_before() reads a name");
	if (!list->inet_count) {
		*count = 0;
		return NULL;
	}
	return list->inet + equal_range(list->inet, list->inet_count, sizeof(*list->inet),
					device_of(row), count);
}

const struct interface_inet6 *interface_list_inet6(const struct interface_list *list,
						   const struct interface *row, size_t *count)
{
	_Static_assert(!offsetof(struct interface_inet6, device), "count_before() reads a name");
	if (!list->inet6_count) {
		*count = 0;
		return NULL;
	}
	return list->inet6 +
	       equal_range(list->inet6, list->inet6_count, sizeof(*list->inet6), row->name, count);
}

/*
 * The address that an ioctl finds by its label, which is the first one, unless another with the same
 * label is the address that the caller left in the request (net/ipv4/devinet.c, devinet_ioctl()).
 */
static const struct interface_inet *ask(const struct interface_inet *inet, size_t count,
					const char *label, uint32_t left)
{
	const struct interface_inet *first = NULL;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(inet[i].label, label))
			continue;
		if (inet[i].local == left)
			return &inet[i];
		if (!first)
			first = &inet[i];
	}
	return first;
}

/*
 * net-tools asks for address, destination, broadcast and mask in this order with one request, and
 * each answer is what the next question leaves in it.
 */
bool interface_list_main_inet(const struct interface_list *list, const struct interface *row,
			      struct interface_inet *main)
{
	size_t count;
	const struct interface_inet *inet = interface_list_inet(list, row, &count);
	const struct interface_inet *found = ask(inet, count, row->name, 0);

	if (!found)
		return false;
	*main = *found;
	main->peer = ask(inet, count, row->name, main->local)->peer;
	main->broadcast = ask(inet, count, row->name, main->peer)->broadcast;
	main->prefix_length = ask(inet, count, row->name, main->broadcast)->prefix_length;
	return true;
}
