/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binds that were foretold, and what the kernel says to them. */
#include "config.h"

#include "situations.h"
#include "json.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The 20 of every report; behind them come those of the address that was asked about. */
static const struct place {
	const char *address;
	bool v6only;
} places[] = {
	{ "0.0.0.0", false }, { "127.0.0.1", false }, { "::", false },
	{ "::", true },       { "::1", false },
};

enum { PLACES = sizeof(places) / sizeof(places[0]), VARIANTS = 4 };

static const struct outcome {
	const char *name;
	int error;
	char letter;
} outcomes[] = {
	{ "OK", 0, 'o' },
	{ "EADDRINUSE", EADDRINUSE, 'X' },
	{ "EACCES", EACCES, 'A' },
	{ "EPERM", EPERM, 'P' },
	{ "EADDRNOTAVAIL", EADDRNOTAVAIL, 'N' },
	{ "EINVAL", EINVAL, 'I' },
	{ "EAFNOSUPPORT", EAFNOSUPPORT, 'F' },
	{ "another error", -1, '!' },
};

/* A bind without listen(), closed at once. */
static const struct outcome *try(const struct place *place, unsigned int variant,
				 const struct question *question)
{
	const struct address address = address_of(place->address, question->port);
	const struct outcome *outcome = outcomes;
	int fd = socket(address.any.sa_family,
			(question->udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
	int error = fd < 0 ? errno : 0;

	if (fd >= 0) {
		if (address.any.sa_family == AF_INET6)
			set_option(fd, SOL_IPV6, IPV6_V6ONLY, place->v6only);
		set_option(fd, SOL_SOCKET, SO_REUSEADDR, (int)variant & 1);
		set_option(fd, SOL_SOCKET, SO_REUSEPORT, (int)(variant & 2) / 2);
		error = bind(fd, &address.any, address.length) < 0 ? errno : 0;
		close(fd);
	}
	while (outcome->error != error && outcome->error >= 0)
		outcome++;
	return outcome;
}

static bool is_true(const struct json *object, const char *name)
{
	const struct json *value = json_get(object, name);

	return value && value->kind == JSON_BOOL && value->truth;
}

/* What the report foretells, NULL if nothing. */
static const char *foretold(const struct json *report, const struct place *place,
			    unsigned int variant)
{
	const struct json *binds = json_get(report, "bind");

	for (size_t i = 0; binds && i < binds->count; i++) {
		const struct json *bind = &binds->items[i];
		const struct json *address = json_get(bind, "address");
		const struct json *result = json_get(bind, "result");

		if (address && address->kind == JSON_STRING &&
		    strcmp(address->text, place->address) == 0 &&
		    is_true(bind, "v6only") == place->v6only &&
		    is_true(bind, "reuseaddr") == (bool)(variant & 1) &&
		    is_true(bind, "reuseport") == (bool)(variant & 2))
			return result && result->kind == JSON_STRING ? result->text : NULL;
	}
	return NULL;
}

/* The letter of what was foretold: ? if that was "unknown", - if nothing. */
static char letter_of(const char *prediction)
{
	if (!prediction)
		return '-';
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		if (strcmp(prediction, outcomes[i].name) == 0)
			return outcomes[i].letter;
	}
	return '?';
}

static void check_place(const struct situation *situation, const struct question *question,
			const struct json *report, const struct place *place, char letters[])
{
	const bool may_be_unknown = through || situation->flags & UNSEEN_FLAGS;
	char predicted[VARIANTS + 1] = "";
	bool right = true;

	for (unsigned int variant = 0; variant < VARIANTS; variant++) {
		letters[variant] = try(place, variant, question)->letter;
		predicted[variant] = letter_of(foretold(report, place, variant));
		right &= predicted[variant] == letters[variant] ||
			 (predicted[variant] == '?' && may_be_unknown);
		__atomic_add_fetch(&totals->binds, 1, __ATOMIC_RELAXED);
		__atomic_add_fetch(&totals->unknown, predicted[variant] == '?', __ATOMIC_RELAXED);
	}
	if (!right)
		wrong("bind %s%s: foretold %s, in truth %.4s", place->address,
		      place->v6only ? " V6ONLY" : "", predicted, letters);
	letters[VARIANTS] = ' ';
	letters[VARIANTS + 1] = '\0';
}

static bool is_extra(const char *address)
{
	for (size_t i = 0; i < PLACES; i++) {
		if (strcmp(places[i].address, address) == 0)
			return false;
	}
	return *address;
}

void check_binds(const struct situation *situation, const struct question *question,
		 const struct json *report)
{
	char letters[(PLACES + 1) * (VARIANTS + 1) + 1];
	const struct place asked = { .address = question->address };
	size_t length = 0;

	for (size_t i = 0; i < PLACES; i++, length += VARIANTS + 1)
		check_place(situation, question, report, &places[i], letters + length);
	if (is_extra(question->address)) {
		check_place(situation, question, report, &asked, letters + length);
		length += VARIANTS + 1;
	}
	letters[length - 1] = '\0';
	if (strcmp(letters, situation->binds) != 0)
		wrong("the situation is not what it should be: binds are %s instead of %s", letters,
		      situation->binds);
}
