/* The owners of the wanted sockets from the descriptors that a BPF iterator reads. */
#ifndef NETSTAT_OWNER_TASK_FILE_SCAN_H
#define NETSTAT_OWNER_TASK_FILE_SCAN_H

#include "owner/collect.h"

/*
 * What walk_proc() does, where task_files.h says that it is possible and worth it. Returns whether
 * it was done; then *result is 0 or -ENOMEM. If not, the collection is as before. `progress` may be
 * NULL.
 */
bool task_file_scan(struct collection *collection, struct progress *progress, int *result);

#endif
