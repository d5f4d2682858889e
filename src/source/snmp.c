#include "config.h"

#include "source/snmp.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"
#include "source/whole_file.h"

static const char blanks[] = " \t\r\v\f";

/* What is left of a file's text. */
struct rest {
	char *at, *end;
};

/* The next line, without its newline; NULL: that was all. There must be room for a NUL at the end. */
static char *next_line(struct rest *rest, size_t *length)
{
	char *line = rest->at, *newline;

	if (line >= rest->end)
		return NULL;
	newline = memchr(line, '\n', (size_t)(rest->end - line));
	if (!newline)
		newline = rest->end;
	*newline = '\0';
	*length = (size_t)(newline - line);
	rest->at = newline + 1;
	return line;
}

static int add_row(struct snmp_table *table, struct snmp_row row)
{
	struct snmp_row *rows = grow(table->rows, table->count, &table->size, sizeof(*rows));

	if (!rows)
		return -ENOMEM;
	table->rows = rows;
	table->rows[table->count++] = row;
	return 0;
}

/* The table owns the text from now on, also after an error. */
static int add_text(struct snmp_table *table, char *text)
{
	char **texts = grow(table->texts, table->text_count, &table->text_size, sizeof(*texts));

	if (!texts) {
		free(text);
		return -ENOMEM;
	}
	table->texts = texts;
	table->texts[table->text_count++] = text;
	return 0;
}

/* The number at *text, which moves on; where there is none it stays, as strtoull() does. */
static int add_value(struct snmp_table *table, struct snmp_row row, char **text)
{
	const char *sign = *text + strspn(*text, blanks);
	char *end;

	row.value = strtoull(*text, &end, 10);
	row.missing = end == *text;
	row.negative = *sign == '-' && row.value > INT64_MAX;
	*text = end;
	return add_row(table, row);
}

/* A line of names, and the values that stand in the same places; those that are not there are 0. */
static int parse_group(struct snmp_table *table, const char *title, char *names, char *values)
{
	int result = add_row(table, (struct snmp_row){ .group = title });
	bool last = false;

	while (!result && !last) {
		size_t length;

		names += strspn(names, " \t");
		values += strspn(values, " \t");
		length = strcspn(names, " \t");
		if (!length)
			break;
		last = !names[length];
		names[length] = '\0';
		result = add_value(table, (struct snmp_row){ .group = title, .name = names },
				   &values);
		names += length + 1;
	}
	return result;
}

int snmp_parse_groups(struct snmp_table *table, char *text, size_t length, const char *prefix)
{
	struct rest rest = { text, text + length };
	char *title, *values, *names;
	int result = 0;

	while (!result && (title = next_line(&rest, &length))) {
		if (!length)
			continue;
		values = next_line(&rest, &length);
		if (!values)
			break;
		names = strchr(title, ':');
		values = strchr(values, ':');
		if (!names || !values)
			return -EBADMSG;
		*names = '\0';
		if (!prefix || !strncmp(title, prefix, strlen(prefix)))
			result = parse_group(table, title, names + 1, values + 1);
	}
	return result;
}

/* From here on the counters are of the group that `name` begins with. */
static int begin_group6(struct snmp_table *table, const char *name, const char **group)
{
	size_t length = strcspn(name, "6");
	char *title = strndup(name, length + (name[length] != '\0'));

	if (!title || add_text(table, title))
		return -ENOMEM;
	*group = title;
	return add_row(table, (struct snmp_row){ .group = title, .snmp6 = true });
}

int snmp_parse_names(struct snmp_table *table, char *text, size_t length, const char *group)
{
	struct rest rest = { text, text + length };
	bool snmp6 = !group;
	char *name, *value;
	int result = 0;

	if (!snmp6)
		result = add_row(table, (struct snmp_row){ .group = group });
	while (!result && (name = next_line(&rest, &length))) {
		name += strspn(name, blanks);
		value = name + strcspn(name, blanks);
		if (!*value)
			continue;
		*value++ = '\0';
		value += strspn(value, blanks);
		if (!*value)
			continue;
		if (snmp6 && (!group || !strstr(name, group)))
			result = begin_group6(table, name, &group);
		if (!result)
			result = add_value(table, (struct snmp_row){ group, name, .snmp6 = snmp6 },
					   &value);
	}
	return result;
}

/* What of the file could be read, however much; *text is the table's. */
static int read_text(struct snmp_table *table, const char *path, char **text, size_t *length,
		     bool *opened)
{
	int result;

	*length = 0;
	result = whole_file_read(path, text, length, opened);
	if (*text && add_text(table, *text)) {
		*text = NULL;
		result = -ENOMEM;
	}
	return result;
}

int snmp_read_groups(struct snmp_table *table, const char *path, const char *prefix, bool *opened)
{
	char *text;
	size_t length;
	int error = read_text(table, path, &text, &length, opened);
	int result = text ? snmp_parse_groups(table, text, length, prefix) : 0;

	return error ? error : result;
}

int snmp_read_names(struct snmp_table *table, const char *path, const char *group, bool *opened)
{
	char *text;
	size_t length;
	int error = read_text(table, path, &text, &length, opened);
	int result = text ? snmp_parse_names(table, text, length, group) : 0;

	return error ? error : result;
}

void snmp_free(struct snmp_table *table)
{
	for (size_t i = 0; i < table->text_count; i++)
		free(table->texts[i]);
	free(table->texts);
	free(table->rows);
	*table = (struct snmp_table){ 0 };
}
