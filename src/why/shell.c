#include "config.h"

#include "why/shell.h"

#include <string.h>

bool shell_plain(const char *word)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_@:/.+-";

	return *word && *word != '-' && !word[strspn(word, letters)];
}
