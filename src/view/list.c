#include "config.h"

#include "view/list.h"

#include <errno.h>
#include <stdlib.h>

#include "sort_columns.h"

void list_begin(struct list *list, const struct round *round, const struct view_columns *view)
{
	*list = (struct list){ .round = round, .view = view };
	if (list_is_text(list))
		return;
	document_prepare(&list->document, round->options, round->out, view);
	records_begin(&list->document.records);
}

void list_title(struct list *list, const char *title)
{
	if (!list_is_text(list))
		return;
	out_text(list->round->out, title);
	out_char(list->round->out, '\n');
}

void list_heading(struct list *list, const struct layout *layout)
{
	if (list_is_text(list))
		text_table_heading(list->round->out, layout, list->round->screen->color);
}

static int print(struct list *list, const struct layout *layout,
		 void (*text)(struct list *list, const void *row), const void *rows, size_t count,
		 size_t size)
{
	struct out *out = list->round->out;
	uint32_t *order = sort_columns(&list->round->options->row_sort, list->view->columns, rows,
				       count, size);

	if (!order)
		return -ENOMEM;
	for (size_t i = 0; i < count && !out->error; i++) {
		const void *row = (const char *)rows + order[i] * size;

		if (!list_is_text(list))
			records_row(&list->document.records, row, NULL);
		else if (text)
			text(list, row);
		else
			text_table_row(out, layout, row);
	}
	free(order);
	return 0;
}

int list_rows(struct list *list, const struct layout *layout, const void *rows, size_t count,
	      size_t size)
{
	return print(list, layout, NULL, rows, count, size);
}

int list_rows_by(struct list *list, void (*text)(struct list *list, const void *row),
		 const void *rows, size_t count, size_t size)
{
	return print(list, NULL, text, rows, count, size);
}

void list_end(struct list *list)
{
	if (!list_is_text(list))
		document_end(&list->document, list->round->out);
}
