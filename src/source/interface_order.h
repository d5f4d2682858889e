/* net-tools' order of interface names: eth2 before eth10, and the labels of each behind it. */
#ifndef NETSTAT_SOURCE_INTERFACE_ORDER_H
#define NETSTAT_SOURCE_INTERFACE_ORDER_H

/*
 * Less than, equal to or greater than 0 like strcmp(). A name is a prefix and the digits at its end; a
 * label's `:DIGITS` is taken off first. The prefix weighs most, then the number, then the whole
 * name, then the label.
 */
int interface_order(const char *a, const char *b);

#endif
