#include "config.h"

#include "page/builtin.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "page/pages.h"

enum { KEY_UP = 256, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_RESIZE, KEY_STOP, KEY_END };

struct keys {
	int tty, signals;
	struct termios before, raw; /* the terminal's modes outside and inside */
};

static int read_byte(const struct keys *keys, int timeout_ms)
{
	struct pollfd fd = { keys->tty, POLLIN, 0 };
	unsigned char byte;

	if (poll(&fd, 1, timeout_ms) <= 0 || read(keys->tty, &byte, 1) != 1)
		return -1;
	return byte;
}

/* The rest of the sequence that an arrow or page key sends. */
static int read_escape(const struct keys *keys)
{
	static const struct {
		char code;
		int key;
	} codes[] = { { 'A', KEY_UP },	    { 'B', KEY_DOWN },	   { 'C', KEY_RIGHT },
		      { 'D', KEY_LEFT },    { '5', KEY_PAGE_UP },  { '6', KEY_PAGE_DOWN } };
	int code;

	if (read_byte(keys, 50) < 0)
		return '\033';
	code = read_byte(keys, 50);
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		if (code != codes[i].code)
			continue;
		if (code == '5' || code == '6')
			read_byte(keys, 50); /* ~ */
		return codes[i].key;
	}
	return 0;
}

/* Wait for a key or a signal. */
static int read_key(const struct keys *keys)
{
	struct signalfd_siginfo info;
	struct pollfd fds[] = { { keys->tty, POLLIN, 0 }, { keys->signals, POLLIN, 0 } };
	int byte;

	if (poll(fds, 2, -1) < 0)
		return errno == EINTR ? 0 : KEY_END;
	if (fds[1].revents && read(keys->signals, &info, sizeof(info)) == sizeof(info))
		return info.ssi_signo == SIGWINCH ? KEY_RESIZE :
		       info.ssi_signo == SIGTSTP  ? KEY_STOP :
						    KEY_END;
	if (!fds[0].revents)
		return 0;
	byte = read_byte(keys, 0);
	if (byte < 0)
		return KEY_END; /* the terminal has gone */
	return byte == '\033' ? read_escape(keys) : byte;
}

/* Take the screen's size; a very low one has no room for headings. */
static void measure(struct pages *pages, int tty)
{
	struct winsize size;
	bool at_heading = pages->top == pages->heading;

	if (!ioctl(tty, TIOCGWINSZ, &size) && size.ws_row && size.ws_col) {
		pages->rows = size.ws_row;
		pages->columns = size.ws_col;
	}
	pages->heading = pages->rows < pages->wanted_heading + 3 ? 0 : pages->wanted_heading;
	if (at_heading || pages->top < pages->heading)
		pages->top = pages->heading;
	if (pages->ended && pages->top > pages_last_top(pages))
		pages->top = pages_last_top(pages);
}

/* ^Z: hand the terminal back, stop, and take it again when continued. */
static void stop(struct pages *pages, const struct keys *keys)
{
	tcsetattr(keys->tty, TCSADRAIN, &keys->before);
	raise(SIGSTOP);
	tcsetattr(keys->tty, TCSADRAIN, &keys->raw);
	measure(pages, keys->tty);
}

static size_t page_size(const struct pages *pages)
{
	return pages->rows > pages->heading + 1 ? pages->rows - pages->heading - 1 : 1;
}

static void move_down(struct pages *pages, size_t lines)
{
	size_t top = pages->top + lines;

	/* Not past the end, which is known only when it has been read. */
	if (!pages_need(pages, top + page_size(pages)) && top > pages_last_top(pages))
		top = pages_last_top(pages);
	if (top > pages->top)
		pages->top = top;
}

static void move_up(struct pages *pages, size_t lines)
{
	pages->top = pages->top - pages->heading > lines ? pages->top - lines : pages->heading;
}

/* Ask for a word on the last row. Returns false when the question is left. */
static bool ask(struct pages *pages, const struct keys *keys, char *word, size_t size)
{
	size_t used = 0;
	char prompt[160];

	for (;;) {
		int key;

		word[used] = '\0';
		snprintf(prompt, sizeof(prompt), "/%s", word);
		pages_draw(pages, keys->tty, prompt);
		key = read_key(keys);
		if (key == '\r' || key == '\n')
			return used;
		if (key == KEY_END || key == '\033' || (!used && (key == 0x7f || key == '\b')))
			return false;
		if (key == 0x7f || key == '\b')
			used--;
		else if (key >= ' ' && key < 256 && used + 1 < size)
			word[used++] = (char)key;
	}
}

static const char *search(struct pages *pages, const char *word)
{
	size_t line = *word ? pages_find(pages, pages->top + 1, word) : SIZE_MAX;

	if (line == SIZE_MAX)
		return "not found below; q leaves";
	pages->top = line;
	return NULL;
}

/* Do what the key asks for. Returns a message for the last row or NULL. */
static const char *obey(struct pages *pages, const struct keys *keys, int key, char *word,
			size_t size)
{
	switch (key) {
	case ' ':
	case 'f':
	case KEY_PAGE_DOWN:
		move_down(pages, page_size(pages));
		break;
	case '\r':
	case '\n':
	case 'j':
	case KEY_DOWN:
		move_down(pages, 1);
		break;
	case 'b':
	case KEY_PAGE_UP:
		move_up(pages, page_size(pages));
		break;
	case 'k':
	case KEY_UP:
		move_up(pages, 1);
		break;
	case 'g':
		pages->top = pages->heading;
		break;
	case 'G':
		pages_need(pages, SIZE_MAX - 1);
		pages->top = pages_last_top(pages);
		break;
	case KEY_RIGHT:
		pages->left += pages->columns / 2;
		break;
	case KEY_LEFT:
		pages->left -= pages->left < pages->columns / 2 ? pages->left : pages->columns / 2;
		break;
	case KEY_RESIZE:
		measure(pages, keys->tty);
		break;
	case KEY_STOP:
		stop(pages, keys);
		break;
	case '/':
		return ask(pages, keys, word, size) ? search(pages, word) : NULL;
	case 'n':
		return search(pages, word);
	}
	return NULL;
}

static void page_loop(struct pages *pages, const struct keys *keys)
{
	char word[128] = "";
	const char *message = NULL;

	for (;;) {
		bool more = pages_need(pages, pages->top + page_size(pages) + 1);
		int key;

		if (!message)
			message = more ? "space: on  b: back  /: search  q: leave" :
					 "(end)  b: back  /: search  q: leave";
		pages_draw(pages, keys->tty, message);
		key = read_key(keys);
		if (key == 'q' || key == 'Q' || key == KEY_END)
			return;
		message = obey(pages, keys, key, word, sizeof(word));
	}
}

static int open_signals(void)
{
	static const int numbers[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP };
	sigset_t signals;

	sigemptyset(&signals);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sigaddset(&signals, numbers[i]);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int builtin_page(int fd, size_t heading, const struct screen *screen)
{
	struct pages pages = { .fd = fd, .wanted_heading = heading, .heading = heading,
			       .top = heading, .rows = screen->rows, .columns = screen->columns };
	struct keys keys = { .tty = open("/dev/tty", O_RDWR | O_CLOEXEC) };

	if (keys.tty < 0)
		keys.tty = STDERR_FILENO; /* a terminal that is nobody's controlling one */
	keys.signals = open_signals();
	if (keys.signals < 0 || tcgetattr(keys.tty, &keys.before))
		return 1;
	keys.raw = keys.before;
	keys.raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	keys.raw.c_cc[VMIN] = 1;
	keys.raw.c_cc[VTIME] = 0;
	tcsetattr(keys.tty, TCSADRAIN, &keys.raw);
	measure(&pages, keys.tty);
	if (write(keys.tty, "\033[2J", 4) == 4)
		page_loop(&pages, &keys);
	if (write(keys.tty, "\r\033[K", 4) != 4)
		keys.tty = STDERR_FILENO;
	tcsetattr(keys.tty, TCSADRAIN, &keys.before);
	pages_free(&pages);
	return 0;
}
