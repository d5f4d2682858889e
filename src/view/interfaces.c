#include "config.h"

#include "view/interfaces.h"

#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "render/interface_block.h"
#include "render/interface_columns.h"
#include "render/text.h"
#include "source/interface_list.h"
#include "source/interfaces.h"
#include "view/list.h"

/* What is to be shown of the interfaces. */
struct choice {
	struct interface_row *rows;
	size_t count;
	const struct interface *failed; /* the first that the kernel refused to tell of; or NULL */
};

/* ---- messages ---- */

/* What is missing, while the rest can be shown. */
static void tell_missing(struct out *out, const struct interface_list *list)
{
	if (list->open_error)
		out_message(out, "Warning: cannot open /proc/net/dev (%s). Limited output.",
			    strerror(-list->open_error));
	if (list->read_error)
		out_message(out, "/proc/net/dev: %s", strerror(-list->read_error));
	if (list->conf_error)
		out_message(out, "SIOCGIFCONF: %s", strerror(-list->conf_error));
}

static int tell_nothing(struct out *out, int error)
{
	out_message(out, "missing interface information: %s", strerror(-error));
	return STATUS_FAILED;
}

static int tell_failed(struct out *out, const struct interface *row)
{
	char name[4 * INTERFACE_NAME + 1];

	name[text_escape(name, sizeof(name) - 1, row->name)] = '\0';
	out_message(out, "%s: error fetching interface information: %s", name,
		    row->error == -ENODEV ? "Device not found" : strerror(-row->error));
	return tell_nothing(out, row->error);
}

static int tell_unread(struct out *out, int error)
{
	if (error == -ENOMEM)
		out_message(out, "netstat: out of memory");
	else
		out_message(out, "netstat: cannot read the list of interfaces: %s",
			    strerror(-error));
	return STATUS_FAILED;
}

/* Operands that are no interface. */
static int tell_unknown(struct out *out, const struct options *options,
			const struct interface_list *list)
{
	int status = STATUS_OK;

	for (int i = 0; i < options->operand_count; i++) {
		size_t at = 0;

		while (at < list->count && strcmp(list->rows[at].name, options->operands[i]))
			at++;
		if (at < list->count)
			continue;
		out_message(out, "netstat: there is no interface `%s'; -ia lists all",
			    options->operands[i]);
		status = STATUS_FAILED;
	}
	return status;
}

/* ---- choosing ---- */

static bool is_named(const struct options *options, const char *name)
{
	for (int i = 0; i < options->operand_count; i++)
		if (!strcmp(options->operands[i], name))
			return true;
	return false;
}

static bool is_shown(const struct options *options, const struct interface *row)
{
	if (options->operand_count)
		return is_named(options, row->name);
	return options->all || row->error || row->flags & IFF_UP;
}

/* As net-tools does, nothing is shown behind an interface that has just gone. */
static int choose(struct choice *choice, const struct options *options,
		  const struct interface_list *list)
{
	choice->rows = calloc(list->count + 1, sizeof(*choice->rows));
	if (!choice->rows)
		return -ENOMEM;
	for (size_t i = 0; i < list->count; i++) {
		const struct interface *row = &list->rows[i];

		if (!is_shown(options, row))
			continue;
		if (row->error) {
			choice->failed = row;
			break;
		}
		choice->rows[choice->count++] = (struct interface_row){ list, row };
	}
	return 0;
}

/* ---- printing ---- */

static void print_block(struct list *list, const void *row)
{
	const struct interface_row *at = row;

	interface_block(list->round->out, at->list, at->interface);
}

static void print_line(struct list *list, const void *row)
{
	const struct interface_row *at = row;

	text_table_row(list->round->out,
		       at->interface->counted ? &interface_layout : &interface_layout_uncounted,
		       row);
}

static int show(struct list *view, const struct interface_list *list)
{
	const struct round *round = view->round;
	bool blocks = round->options->extend;
	struct choice choice = { 0 };
	int result, status = STATUS_OK;

	tell_missing(round->out, list);
	if (round->first)
		list_title(view, "Kernel Interface table");
	if (!blocks)
		list_heading(view, &interface_layout);
	result = choose(&choice, round->options, list);
	if (!result)
		result = list_rows_by(view, blocks ? print_block : print_line, choice.rows,
				      choice.count, sizeof(*choice.rows));
	if (result)
		status = tell_unread(round->out, result);
	else if (choice.failed)
		status = tell_failed(round->out, choice.failed);
	else if (list->open_error && list->conf_error)
		status = tell_nothing(round->out, list->conf_error);
	if (tell_unknown(round->out, round->options, list))
		status = STATUS_FAILED;
	free(choice.rows);
	return status;
}

int view_interfaces(const struct round *round)
{
	const struct options *options = round->options;
	/* The table can be sorted by what it does not show. */
	bool details = options->extend || options->format != FORMAT_TABLE ||
		       options->row_sort.count;
	struct interface_list list;
	struct list view;
	int result = interfaces_read(&list, options->source, details), status;

	list_begin(&view, round, &interface_view_columns);
	status = result ? tell_unread(round->out, result) : show(&view, &list);
	list_end(&view);
	interface_list_free(&list);
	return status;
}
