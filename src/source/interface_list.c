#include "config.h"

#include "source/interface_list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"
#include "source/interface_order.h"

/* Room for one more of `size` bytes in an array; returns it zeroed, or NULL. */
static void *add(void **array, size_t *count, size_t *room, size_t size)
{
	void *grown = grow(*array, *count, room, size);

	if (!grown)
		return NULL;
	*array = grown;
	return memset((char *)grown + (*count)++ * size, 0, size);
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
