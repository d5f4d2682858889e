#include "config.h"

#include "options_new.h"

#include <stdio.h>
#include <string.h>

#include "filter/parse.h"
#include "render/view_columns.h"
#include "source/netns_find.h"

struct new_option {
	const char *name;
	bool takes_value;
	int (*apply)(struct options *options, const struct new_option *option, const char *value);
	const char *allowed; /* the values, where there are few */
};

static const struct new_option *find_option(const char *name, size_t length);

static int bad_value(const struct new_option *option, const char *value)
{
	fprintf(stderr, "netstat: --%s=%s: the values are: %s\n", option->name, value,
		option->allowed);
	return STATUS_USAGE;
}

/* The place of the value among the allowed ones, or -1. */
static int find_value(const struct new_option *option, const char *value)
{
	const char *word = option->allowed;

	for (int i = 0; *word; i++) {
		size_t length = strcspn(word, " ");

		if (strlen(value) == length && !strncmp(word, value, length))
			return i;
		word += length + (word[length] == ' ');
	}
	return -1;
}

static int apply_source(struct options *options, const struct new_option *option,
			const char *value)
{
	int place = find_value(option, value);

	if (place < 0)
		return bad_value(option, value);
	options->source = (enum source_kind)place;
	return OPTIONS_GO_ON;
}

static int apply_sort(struct options *options, const struct new_option *option, const char *value)
{
	(void)option;
	options->sort_text = value;
	return OPTIONS_GO_ON;
}

static int bad_sort(const struct options *options, const struct view_columns *view)
{
	char key[64];

	fprintf(stderr, "netstat: --sort=%s: the values are:", options->sort_text);
	for (size_t column = 0;
	     sort_columns_key(view->columns, view->count, &column, key, sizeof(key));)
		fprintf(stderr, " %s", key);
	fprintf(stderr, " none, or up to %d with commas; -KEY reverses\n", SORT_COLUMNS_MAX);
	return STATUS_USAGE;
}

int options_read_sort(struct options *options)
{
	const struct view_columns *view = options_view(options);

	if (!options->sort_text)
		return OPTIONS_GO_ON;
	if (view)
		return sort_columns_parse(&options->row_sort, view->columns, view->count,
					  options->sort_text) ?
			       OPTIONS_GO_ON :
			       bad_sort(options, view);
	if (sort_parse(&options->sort, options->sort_text))
		return OPTIONS_GO_ON;
	return bad_value(find_option("sort", 4), options->sort_text);
}

static int apply_pager(struct options *options, const struct new_option *option,
		       const char *value)
{
	int place = value ? find_value(option, value) : WHEN_NEVER; /* --no-pager */

	if (place < 0)
		return bad_value(option, value);
	options->pager = (enum when)place;
	return OPTIONS_GO_ON;
}

static int apply_color(struct options *options, const struct new_option *option,
		       const char *value)
{
	int place = find_value(option, value);

	if (place < 0)
		return bad_value(option, value);
	options->color = (enum when)place;
	return OPTIONS_GO_ON;
}

/* The text with a mark under the part at fault; what cannot be seen is shown as a dot. */
static void show_fault(const char *text, const struct filter_error *error)
{
	fputs("  ", stderr);
	for (const char *c = text; *c; c++)
		fputc((unsigned char)*c < 0x20 || *c == 0x7f ? '.' : *c, stderr);
	fputs("\n  ", stderr);
	for (size_t i = 0; i < error->start; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80) /* a character, not its further bytes */
			fputc(' ', stderr);
	for (size_t i = 0; i < error->length || !i; i++)
		if (i >= error->length ||
		    ((unsigned char)text[error->start + i] & 0xc0) != 0x80)
			fputc('^', stderr);
	fputc('\n', stderr);
}

/* AND a node to the filter; NULL: it could not be made. */
static int add_node(struct options *options, struct filter_node *node)
{
	if (node && options->filter)
		node = filter_join(FILTER_AND, options->filter, node);
	if (!node)
		return STATUS_FAILED;
	options->filter = node;
	return OPTIONS_GO_ON;
}

int options_add_filter(struct options *options, const char *text)
{
	struct filter_error error;
	struct filter_node *node = filter_parse(text, &error);

	if (!node) {
		fprintf(stderr, "netstat: filter: %s\n", error.message);
		show_fault(text, &error);
		return STATUS_USAGE;
	}
	return add_node(options, node);
}

/* --port=LIST and its like: the value of the term of that name. */
static int apply_term(struct options *options, const struct new_option *option, const char *value)
{
	struct filter_error error;
	struct filter_node *node = filter_parse_value(option->name, value, &error);

	if (!node) {
		fprintf(stderr, "netstat: --%s: %s\n", option->name, error.message);
		return STATUS_USAGE;
	}
	return add_node(options, node);
}

/* Points into the options' storage. */
static int apply_why(struct options *options, const struct new_option *option, const char *value)
{
	(void)option;
	options->why = value;
	options->mode = MODE_WHY_BUSY;
	return OPTIONS_GO_ON;
}

static int apply_no_probe(struct options *options, const struct new_option *option,
			  const char *value)
{
	(void)option;
	(void)value;
	options->no_probe = true;
	return OPTIONS_GO_ON;
}

/* --format=NAME, or --json for one of them. */
static int apply_format(struct options *options, const struct new_option *option,
			const char *value)
{
	int place = value ? find_value(option, value) : FORMAT_JSON;

	if (place < 0)
		return bad_value(option, value);
	options->format = (enum format)place;
	return OPTIONS_GO_ON;
}

/* Points into the options' storage. */
static int apply_netns(struct options *options, const struct new_option *option,
		       const char *value)
{
	if (!netns_is_value(value))
		return bad_value(option, value);
	options->netns = value;
	return OPTIONS_GO_ON;
}

static int apply_record(struct options *options, const struct new_option *option,
			const char *value)
{
	if (!*value || !strcmp(value, "-"))
		return bad_value(option, value);
	options->record = value;
	return OPTIONS_GO_ON;
}

static int apply_replay(struct options *options, const struct new_option *option,
			const char *value)
{
	if (!*value)
		return bad_value(option, value);
	options->replay = value;
	return OPTIONS_GO_ON;
}

static const struct new_option new_options[] = {
	{ "sort", true, apply_sort, sort_keys },
	{ "source", true, apply_source, "auto netlink proc" },
	{ "port", true, apply_term, NULL },
	{ "state", true, apply_term, NULL },
	{ "process", true, apply_term, NULL },
	{ "pid", true, apply_term, NULL },
	{ "user", true, apply_term, NULL },
	{ "pager", true, apply_pager, "auto always never" },
	{ "no-pager", false, apply_pager, NULL },
	{ "color", true, apply_color, "auto always never" },
	{ "why-busy", true, apply_why, "25, smtp, 25/udp, 127.0.0.1:25, [::1]:25/tcp" },
	{ "no-probe", false, apply_no_probe, NULL },
	{ "format", true, apply_format, "table json jsonl csv" },
	{ "json", false, apply_format, NULL },
	{ "netns", true, apply_netns, "NAME, PID, PATH, all, or several with commas" },
	{ "record", true, apply_record, "the path of a file" },
	{ "replay", true, apply_replay, "the path of a file, or - for standard input" },
};

static const struct new_option *find_option(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(new_options) / sizeof(*new_options); i++)
		if (strlen(new_options[i].name) == length &&
		    !strncmp(new_options[i].name, name, length))
			return &new_options[i];
	return NULL;
}

bool options_is_new(const char *name, size_t length, bool *takes_value)
{
	const struct new_option *option = find_option(name, length);

	if (option)
		*takes_value = option->takes_value;
	return option;
}

int options_apply_new(struct options *options, const char *text)
{
	size_t length = strcspn(text, "=");
	const struct new_option *option = find_option(text, length);
	const char *value = text[length] ? text + length + 1 : NULL;

	if (!option)
		return STATUS_USAGE;
	if (option->takes_value && !value) {
		fprintf(stderr, "netstat: --%s needs a value%s%s\n", option->name,
			option->allowed ? ": " : "", option->allowed ? option->allowed : "");
		return STATUS_USAGE;
	}
	if (!option->takes_value && value) {
		fprintf(stderr, "netstat: --%s takes no value\n", option->name);
		return STATUS_USAGE;
	}
	return option->apply(options, option, value);
}
