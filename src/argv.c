#include "config.h"

#include "argv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rewriting {
	int argc, from; /* the next word to take */
	char **argv;
	char **to;
	int count;
	char *text; /* where the next renamed word goes */
	argv_is_new_fn is_new;
};

/* Whether net-tools' reading of an option takes the next word as its argument: -A, --protocol. */
static bool takes_next(const char *word)
{
	if (word[1] == '-') /* --prot and longer: shorter ones are ambiguous with --programs */
		return strlen(word) >= 6 && !strncmp(word, "--protocol", strlen(word));
	word = strchr(word, 'A');
	return word && !word[1];
}

static void copy_word(struct rewriting *rewriting)
{
	rewriting->to[rewriting->count++] = rewriting->argv[rewriting->from++];
}

/* If the word is a new option, rename it, take its value along and return true. */
static bool rename_new(struct rewriting *rewriting)
{
	const char *word = rewriting->argv[rewriting->from], *value = strchr(word, '=');
	size_t length = strcspn(word, "=");
	bool takes_value = false;

	if (word[1] != '-' || !rewriting->is_new(word + 2, length - 2, &takes_value))
		return false;
	rewriting->from++;
	rewriting->to[rewriting->count++] = rewriting->text;
	rewriting->text += sprintf(rewriting->text, "-" ARGV_NEW_OPTION "%s", word + 2);
	if (!value && takes_value && rewriting->from < rewriting->argc)
		rewriting->text +=
			sprintf(rewriting->text, "=%s", rewriting->argv[rewriting->from++]);
	rewriting->text++;
	return true;
}

static void rewrite(struct rewriting *rewriting, bool posix)
{
	if (rewriting->argc)
		copy_word(rewriting); /* the program's name */
	while (rewriting->from < rewriting->argc) {
		const char *word = rewriting->argv[rewriting->from];
		bool option = word[0] == '-' && word[1];

		if (!strcmp(word, "--") || (!option && posix))
			break;
		if (option && rename_new(rewriting))
			continue;
		copy_word(rewriting);
		if (option && takes_next(word) && rewriting->from < rewriting->argc)
			copy_word(rewriting);
	}
	while (rewriting->from < rewriting->argc)
		copy_word(rewriting);
	rewriting->to[rewriting->count] = NULL;
}

char **argv_rewrite(int argc, char **argv, argv_is_new_fn is_new, int *count)
{
	struct rewriting rewriting = { .argc = argc, .argv = argv, .is_new = is_new };
	size_t bytes = ((size_t)argc + 1) * sizeof(char *);

	for (int i = 0; i < argc; i++)
		bytes += strlen(argv[i]) + sizeof("-" ARGV_NEW_OPTION "=");
	rewriting.to = malloc(bytes);
	if (!rewriting.to)
		return NULL;
	rewriting.text = (char *)(rewriting.to + argc + 1);
	rewrite(&rewriting, getenv("POSIXLY_CORRECT"));
	*count = rewriting.count;
	return rewriting.to;
}
