#include "config.h"

#include "page/screen.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

/* The conventions of no-color.org and bixense.com/clicolors. */
static bool wants_color(const struct screen *screen, enum when when)
{
	const char *force = getenv("CLICOLOR_FORCE");

	if (when != WHEN_AUTO)
		return when == WHEN_ALWAYS;
	if (is_set("NO_COLOR"))
		return false;
	if (force && *force && strcmp(force, "0"))
		return true;
	return screen->terminal;
}

void screen_read(struct screen *screen, const struct options *options)
{
	struct winsize size = { 0 };
	const char *term = NULL;

	*screen = (struct screen){ .rows = 24, .columns = 80 };
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || isatty(STDOUT_FILENO))
		term = getenv("TERM");
	screen->terminal = term && *term && strcmp(term, "dumb");
	if (size.ws_row)
		screen->rows = size.ws_row;
	if (size.ws_col)
		screen->columns = size.ws_col;
	if (screen->terminal)
		screen->input = isatty(STDIN_FILENO);
	screen->color = wants_color(screen, options->color);
}
