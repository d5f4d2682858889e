/* The list of interfaces: filling it, putting it in order, and the addresses of one. */
#ifndef NETSTAT_SOURCE_INTERFACE_LIST_H
#define NETSTAT_SOURCE_INTERFACE_LIST_H

#include "source/interface.h"

/* A row of zeros behind the last, and the like; NULL: out of memory. Good until the next call. */
struct interface *interface_list_add(struct interface_list *list);
struct interface_inet *interface_list_add_inet(struct interface_list *list);
struct interface_inet6 *interface_list_add_inet6(struct interface_list *list);

void interface_list_free(struct interface_list *list);

/*
 * Add a row for each label that is no interface's name, put the rows in net-tools' order, each name
 * once (the last of several counts), and the addresses in the order that the functions below need.
 * Returns 0 or -ENOMEM.
 */
int interface_list_finish(struct interface_list *list);

/*
 * The addresses of a row's interface: the first one, and in *count how many stand together. A label has
 * no IPv6 addresses.
 */
const struct interface_inet *interface_list_inet(const struct interface_list *list,
						 const struct interface *row, size_t *count);
const struct interface_inet6 *interface_list_inet6(const struct interface_list *list,
						   const struct interface *row, size_t *count);

/*
 * The IPv4 address that SIOCGIFADDR gives of a row, and what SIOCGIFNETMASK and the like then say. They may be
 * of different addresses: see the source. False: the row has none.
 */
bool interface_list_main_inet(const struct interface_list *list, const struct interface *row,
			      struct interface_inet *main);

/* Copy a name that may lack its NUL within `length` bytes; what is too long is cut. */
void interface_name_copy(char to[INTERFACE_NAME], const char *from, size_t length);

#endif
