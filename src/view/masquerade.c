#include "config.h"

#include "view/masquerade.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "render/masquerade_columns.h"
#include "view/list.h"

static int make_rows(const struct masquerades *entries, const struct round *round,
		     struct masquerade_row **rows)
{
	const struct options *options = round->options;
	int result = names_prepare_services(round->names, options);

	*rows = calloc(entries->count + 1, sizeof(**rows));
	if (!*rows)
		return -ENOMEM;
	for (size_t i = 0; i < entries->count && !result; i++) {
		const struct masquerade *entry = &entries->row[i];

		(*rows)[i] = (struct masquerade_row){ entry, options, round->names };
		result = names_prepare_host(round->names, options, AF_INET, &entry->source);
		if (!result)
			result = names_prepare_host(round->names, options, AF_INET,
						    &entry->destination);
	}
	return result;
}

static void text(struct list *list, const void *row)
{
	masquerade_text(list->round->out, row);
}

static int print(struct list *list, const struct masquerades *entries)
{
	const struct round *round = list->round;
	struct masquerade_row *rows = NULL;
	int result = 0;

	if (entries->count)
		result = make_rows(entries, round, &rows);
	if (!result && entries->count) {
		list_title(list, "IP masquerading entries");
		list_heading(list, round->options->extend ? &masquerade_layout_extended
							  : &masquerade_layout);
		result = list_rows_by(list, text, rows, entries->count, sizeof(*rows));
	}
	free(rows);
	return result;
}

static int failed(const struct round *round, int result, bool read_failed)
{
	struct out *out = round->out;

	if (result == -ENOMEM)
		out_message(out, "netstat: out of memory");
	else if (read_failed)
		out_message(out, "netstat: %s: read error: %s", masquerade_file, strerror(-result));
	else if (result == -ENOENT)
		out_message(out, "netstat: no support for `ip_masquerade' on this system.");
	else
		out_message(out, "%s: %s", masquerade_file, strerror(-result));
	return result == -ENOMEM || result == -ENOENT || read_failed ? STATUS_FAILED
								     : STATUS_UNREADABLE;
}

/* The words of net-tools, which stop there without a row, too. */
static int faulty(const struct round *round, enum masquerade_fault fault)
{
	static const char *const texts[] = {
		[MASQUERADE_EMPTY] = "masq_info: Internal Error `fgets() failed'.",
		[MASQUERADE_FORMAT] = "masq_info.c: Internal Error `ip_masquerade format error'.",
		[MASQUERADE_PROTOCOL] = "masq_info.c: Internal Error `ip_masquerade unknown type'.",
	};

	out_message(round->out, "%s", texts[fault]);
	return STATUS_UNREADABLE;
}

int view_masquerade(const struct round *round)
{
	struct masquerades entries = { 0 };
	enum masquerade_fault fault;
	struct list list;
	bool read_failed;
	int result, status = STATUS_OK;

	list_begin(&list, round, &masquerade_view_columns);
	result = masquerade_read(&entries, &fault, &read_failed);
	if (!result && fault)
		status = faulty(round, fault);
	else if (!result)
		result = print(&list, &entries);
	if (result)
		status = failed(round, result, read_failed);
	list_end(&list);
	masquerade_free(&entries);
	return status;
}
