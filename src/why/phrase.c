#include "config.h"

#include "why/phrase.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "render/text.h"

static void phrase_end(char to[PHRASE_SIZE], uint8_t family, const union inet_addr *addr,
		       const char *device, uint16_t port)
{
	char text[TEXT_ADDRESS + 1];
	bool v6 = family == AF_INET6 && !addr_is_mapped(addr);

	text[text_address(text, family, addr)] = '\0';
	snprintf(to, PHRASE_SIZE, v6 ? "[%s%s%s]:%u" : "%s%s%s:%u", text, *device ? "%" : "",
		 device, port);
}

void phrase_local(char to[PHRASE_SIZE], const struct why_socket *socket)
{
	const struct sock_entry *entry = &socket->entry;

	phrase_end(to, entry->family, &entry->local, socket->device, entry->local_port);
}

void phrase_foreign(char to[PHRASE_SIZE], const struct why_socket *socket)
{
	const struct sock_entry *entry = &socket->entry;

	phrase_end(to, entry->family, &entry->foreign, "", entry->foreign_port);
}

/* A name from outside, so that it can stand in a sentence and in a terminal. */
static void escape(char to[PHRASE_SIZE], size_t limit, const char *name)
{
	to[text_escape(to, limit, name)] = '\0';
}

void phrase_holder(char to[PHRASE_SIZE], const struct why_holder *holder)
{
	const char *group = holder->container ? holder->container : holder->unit;
	char uid[16], name[PHRASE_SIZE], user[PHRASE_SIZE], unit[PHRASE_SIZE] = "";

	snprintf(uid, sizeof(uid), "uid %u", holder->uid);
	escape(name, 40, holder->name);
	escape(user, 32, holder->user ? holder->user : uid);
	if (group)
		escape(unit, 80, group);
	snprintf(to, PHRASE_SIZE, "%.40s (pid %d, %.32s%s%s%.80s)", name, (int)holder->pid, user,
		 group ? ", " : "", holder->container ? "container " : "", unit);
}

const struct why_holder *first_holder(const struct why_evidence *evidence,
				      const struct why_socket *socket)
{
	return socket->holder_count ? &evidence->holders[socket->holders[0].place] : NULL;
}

void phrase_who(char to[PHRASE_SIZE], const struct why_evidence *evidence,
		const struct why_socket *socket)
{
	const struct why_holder *holder = first_holder(evidence, socket);
	char group[PHRASE_SIZE];

	if (holder)
		phrase_holder(to, holder);
	else if (socket->kernel_owner)
		snprintf(to, PHRASE_SIZE, "the kernel (%.200s)", socket->kernel_owner);
	else if (socket->unit || socket->container) {
		escape(group, 100, socket->container ? socket->container : socket->unit);
		snprintf(to, PHRASE_SIZE, "%s%.100s (no process visible to you)",
			 socket->container ? "container " : "", group);
	} else
		snprintf(to, PHRASE_SIZE, "a holder (no process visible to you)");
}

/* A name that goes into a command line must not mean more there than a name. */
static bool is_plain(const char *name)
{
	return *name && *name != '-' &&
	       !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789@:_.-")];
}

static bool has_suffix(const char *text, const char *suffix)
{
	size_t length = strlen(text), wanted = strlen(suffix);

	return length > wanted && !strcmp(text + length - wanted, suffix);
}

void remedy_stop(struct why_report *report, const struct why_holder *holder)
{
	if (holder->container && is_plain(holder->container))
		why_remedy(report, "docker stop %s", holder->container);
	else if (holder->unit && is_plain(holder->unit) && !has_suffix(holder->unit, ".scope") &&
		 strcmp(holder->unit, "init.scope") && strncmp(holder->unit, "user@", 5))
		why_remedy(report, "systemctl stop %s", holder->unit);
	else if (holder->pid != 1)
		why_remedy(report, "kill %d", (int)holder->pid);
}
