/* The texts of -h, -V and of a usage error. */
#ifndef NETSTAT_HELP_H
#define NETSTAT_HELP_H

#include <stdio.h>

void help_usage(FILE *to);
void help_version(FILE *to);

#endif
