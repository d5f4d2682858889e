/* Which network namespaces the value of --netns means. */
#ifndef NETSTAT_SOURCE_NETNS_FIND_H
#define NETSTAT_SOURCE_NETNS_FIND_H

#include "source/netns.h"

enum netns_kind {
	NETNS_NONE, /* there is no such word */
	NETNS_ALL,  /* `all` */
	NETNS_PID,  /* digits: the one of a process */
	NETNS_PATH, /* has a slash */
	NETNS_NAME, /* of `ip netns` */
};

/* What one word of the value, `length` bytes of it, is. */
enum netns_kind netns_kind_of(const char *word, size_t length);

/* Whether the value is words with commas between them. */
bool netns_is_value(const char *text);

/* Whether one of them is `all`; whether they can mean several namespaces. */
bool netns_means_all(const char *text);
bool netns_may_be_several(const char *text);

/*
 * Make the list of the namespaces that the words mean, each once, with names, sorted. Namespaces that
 * processes are in which may not be looked at are in it with their key alone and an error. Returns 0
 * or -errno: then `message` says what is wrong, and there is no list to free.
 */
int netns_find(struct netns_list *list, const char *text, char *message, size_t size);

/* Put into words why the namespace that the user calls `word` cannot be had. */
void netns_explain(char *message, size_t size, const char *word, size_t length, int error);

#endif
