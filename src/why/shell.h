/* Words for commands that a person may copy into a shell, as root. */
#ifndef NETSTAT_WHY_SHELL_H
#define NETSTAT_WHY_SHELL_H

#include <stdbool.h>

/*
 * Whether a name from outside means nothing but itself to a shell and is no option. A command with
 * any other name in it is not proposed.
 */
bool shell_plain(const char *word);

#endif
