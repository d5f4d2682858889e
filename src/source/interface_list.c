#include "config.h"

#include "source/interface_list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source/interface_order.h"

/* Room for one more of `size` bytes in an array; returns it zeroed, or NULL. */
static void *add(void **array, size_t *count, size_t *room, size_t size)
{
	char *at;

	if (*count == *room) {
		size_t larger = *room ? *room * 2 : 16;
		void *grown = reallocarray(*array, larger, size);

		if (!grown)
			return NULL;
		*array = grown;
		*room = larger;
	}
	at = (char *)*array + (*count)++ * size;
	return memset(at, 0, size);
}

struct interface *interface_list_add(struct interface_list *list)
{
	void *rows = list->rows;
	struct interface *row = add(&rows, &list->count, &list->size, sizeof(*row));

	list->rows = rows;
	if (row) {
		row->order = (uint32_t)list->count;
		row->operstate = INTERFACE_NO_STATE;
	}
	return row;
}

struct interface_inet *interface_list_add_inet(struct interface_list *list)
{
	void *array = list->inet;
	struct interface_inet *inet =
		add(&array, &list->inet_count, &list->inet_size, sizeof(*inet));

	list->inet = array;
	if (inet) {
		inet->order = (uint32_t)list->inet_count;
		inet->scope = -1;
	}
	return inet;
}

struct interface_inet6 *interface_list_add_inet6(struct interface_list *list)
{
	void *array = list->inet6;
	struct interface_inet6 *inet6 =
		add(&array, &list->inet6_count, &list->inet6_size, sizeof(*inet6));

	list->inet6 = array;
	if (inet6)
		inet6->order = (uint32_t)list->inet6_count;
	return inet6;
}

void interface_list_free(struct interface_list *list)
{
	free(list->rows);
	free(list->inet);
	free(list->inet6);
	*list = (struct interface_list){ 0 };
}

void interface_name_copy(char to[INTERFACE_NAME], const char *from, size_t length)
{
	length = strnlen(from, length < INTERFACE_NAME ? length : INTERFACE_NAME - 1);
	memcpy(to, from, length);
	memset(to + length, 0, INTERFACE_NAME - length);
}

/* ---- order ---- */

/* Names that differ are never equal, as `eth0' and `eth0:4294967295' are to net-tools. */
static int compare_names(const void *a, const void *b)
{
	const struct interface *x = a, *y = b;
	int order = interface_order(x->name, y->name);

	return order ? order : strcmp(x->name, y->name);
}

static int compare_rows(const void *a, const void *b)
{
	const struct interface *x = a, *y = b;
	int order = compare_names(a, b);

	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static void sort_rows(struct interface_list *list)
{
	size_t kept = 0;

	if (!list->count)
		return;
	qsort(list->rows, list->count, sizeof(*list->rows), compare_rows);
	for (size_t i = 1; i < list->count; i++) {
		if (strcmp(list->rows[kept].name, list->rows[i].name))
			kept++;
		if (kept != i)
			list->rows[kept] = list->rows[i];
	}
	list->count = kept + 1;
}

static int compare_places(const char *device_a, uint32_t order_a, const char *device_b,
			  uint32_t order_b)
{
	int order = strcmp(device_a, device_b);

	return order ? order : (order_a > order_b) - (order_a < order_b);
}

static int compare_inet(const void *a, const void *b)
{
	const struct interface_inet *x = a, *y = b;

	return compare_places(x->device, x->order, y->device, y->order);
}

static int compare_inet6(const void *a, const void *b)
{
	const struct interface_inet6 *x = a, *y = b;

	return compare_places(x->device, x->order, y->device, y->order);
}

static void sort_addresses(struct interface_list *list)
{
	if (list->inet_count)
		qsort(list->inet, list->inet_count, sizeof(*list->inet), compare_inet);
	if (list->inet6_count)
		qsort(list->inet6, list->inet6_count, sizeof(*list->inet6), compare_inet6);
}

/* ---- labels ---- */

/* One of the first `count` rows, which are in order; NULL: there is none of this name. */
static const struct interface *find(const struct interface_list *list, size_t count,
				    const char *name)
{
	struct interface wanted;

	if (!count)
		return NULL;
	interface_name_copy(wanted.name, name, INTERFACE_NAME);
	return bsearch(&wanted, list->rows, count, sizeof(wanted), compare_names);
}

/* The row of a label: as its interface, but nothing is counted for it. */
static int add_label(struct interface_list *list, size_t devices, const struct interface_inet *inet)
{
	struct interface *row = interface_list_add(list);
	const struct interface *device;

	if (!row)
		return -ENOMEM;
	device = find(list, devices, inet->device);
	if (device)
		*row = *device;
	interface_name_copy(row->name, inet->label, sizeof(inet->label));
	memset(row->alias_of, 0, sizeof(row->alias_of));
	if (strcmp(inet->label, inet->device))
		interface_name_copy(row->alias_of, inet->device, sizeof(inet->device));
	row->counted = false;
	return 0;
}

static int add_labels(struct interface_list *list)
{
	size_t devices = list->count;

	for (size_t i = 0; i < list->inet_count; i++) {
		const struct interface_inet *inet = &list->inet[i];

		if (!*inet->label || (i && !strcmp(inet->label, inet[-1].label)) ||
		    find(list, devices, inet->label))
			continue;
		if (add_label(list, devices, inet))
			return -ENOMEM;
	}
	return 0;
}

int interface_list_finish(struct interface_list *list)
{
	size_t devices;

	sort_rows(list);
	devices = list->count;
	if (add_labels(list))
		return -ENOMEM;
	if (list->count != devices)
		sort_rows(list);
	sort_addresses(list);
	return 0;
}

/* ---- the addresses of one ---- */

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
