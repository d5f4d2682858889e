/* The words of a command line that are no options: a filter, an interval, names of interfaces. */
#ifndef NETSTAT_OPTIONS_OPERANDS_H
#define NETSTAT_OPTIONS_OPERANDS_H

#include "options.h"

/*
 * Read options->operands, whose options are complete but for the filter. With -c a number that comes
 * first is the interval, with -i also one that comes last. Then come a filter of sockets; with -i names of interfaces, which are left in
 * options->operands; with another view nothing. Returns OPTIONS_GO_ON, or after a message on
 * standard error the exit status to end with.
 */
int options_read_operands(struct options *options);

#endif
