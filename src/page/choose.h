/* Which program pages, and what it may be trusted with. */
#ifndef NETSTAT_PAGE_CHOOSE_H
#define NETSTAT_PAGE_CHOOSE_H

#include <stdbool.h>

struct pager_choice {
	enum {
		PAGER_NONE,
		PAGER_SHELL,   /* .command is for the shell */
		PAGER_PROGRAM, /* .command is the path of a program */
		PAGER_BUILTIN,
	} kind;
	bool secure; /* the user's privileges are borrowed: the pager must offer no way out */
	bool is_less;
	char command[4096];
};

/*
 * Choose: $NETSTAT_PAGER, $PAGER, then pager, less or more from PATH, else the built-in one. Empty
 * or `cat` means none, a
 * program that is not there is passed over. With borrowed privileges neither the variables nor PATH are believed.
 */
void pager_choose(struct pager_choice *choice);

/* Whether somebody lets the user run this program with rights that are not the user's own. */
bool pager_privileges_borrowed(void);

#endif
