/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The port is free, but the bind is refused; or the address is none of this host. */
#include "config.h"

#include "situations.h"
#include "tables.h"

#include <string.h>
#include <unistd.h>

static void nothing(void)
{
}

static void become_asker(void)
{
	become(ASKER_UID);
}

static void hold_low_port(void)
{
	const struct plan plan = { .port = 80 };

	socket_of(&plan);
}

static void address_not_local(void)
{
	network();
}

static void ipv6_disabled(void)
{
	setting("net/ipv6/conf/all/disable_ipv6", "1");
}

static bool has_flag(const char *address, unsigned int flag)
{
	char line[128], found[33];
	unsigned int flags;
	bool has = false;
	FILE *file = fopen("/proc/net/if_inet6", "re");

	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%32s %*s %*s %*s %x", found, &flags) == 2 &&
		    strcmp(found, address) == 0)
			has = flags & flag;
	}
	if (file)
		fclose(file);
	return has;
}

/* 2001:db8::5 */
#define ADDRESS_5 "20010db8000000000000000000000005"

enum { DAD_FAILED = 0x08, TENTATIVE = 0x40 };

static bool is_tentative(const void *argument)
{
	(void)argument;
	return has_flag(ADDRESS_5, TENTATIVE);
}

static bool is_dad_failed(const void *argument)
{
	(void)argument;
	return has_flag(ADDRESS_5, DAD_FAILED);
}

/* The check for duplicates asks a hundred times. */
static void ipv6_tentative(void)
{
	network();
	setting("net/ipv6/conf/v0/accept_dad", "1");
	setting("net/ipv6/conf/v0/dad_transmits", "100");
	ip("addr add 2001:db8::5/64 dev v0\n");
	if (!wait_until(is_tentative, NULL))
		skip("no address is tentative here");
}

static void ipv6_dadfailed(void)
{
	network();
	ip_of(network_peer(), "addr add 2001:db8::5/64 dev v1 nodad\n");
	setting("net/ipv6/conf/v0/accept_dad", "1");
	ip("addr add 2001:db8::5/64 dev v0\n");
	if (!wait_until(is_dad_failed, NULL))
		skip("no duplicate address is noticed here");
}

static void link_local_without_scope(void)
{
	network();
	ip("addr add fe80::99/64 dev v0 nodad\n");
}

static void cgroup_bpf_denies(void)
{
	cgroup_deny_bind4();
}

static const struct situation table[] = {
	{ "privileged-port", "80/tcp", "denied", "privileged-port", 0, 0, NOT_PERMITTED, 0, nothing,
	  become_asker },
	{ "privileged-port-udp", "80/udp", "denied", "privileged-port", 0, 0, NOT_PERMITTED, 0,
	  nothing, become_asker },
	{ "privileged-port-busy", "80/tcp", "busy", "hidden-unprivileged", HOLDER_UNKNOWN, 0,
	  NOT_PERMITTED, UNSEEN_FLAGS, hold_low_port, become_asker },
	{ "address-not-local", "192.0.2.77:8080/tcp", "denied", "address-not-local", 0, 0,
	  ALL_FREE " NNNN", 0, address_not_local, NULL },
	{ "address-not-local-v6", "[2001:db8::77]:8080/tcp", "denied", "address-not-local", 0, 0,
	  ALL_FREE " NNNN", 0, address_not_local, NULL },
	{ "ipv6-disabled", "[::1]:8080/tcp", "denied", "ipv6-disabled", 0, 0,
	  "oooo oooo oooo oooo NNNN", 0, ipv6_disabled, NULL },
	{ "ipv6-tentative", "[2001:db8::5]:8080/tcp", "denied", "ipv6-tentative", 0, 0,
	  ALL_FREE " NNNN", 0, ipv6_tentative, NULL },
	{ "ipv6-dadfailed", "[2001:db8::5]:8080/tcp", "denied", "ipv6-dadfailed", 0, 0,
	  ALL_FREE " NNNN", 0, ipv6_dadfailed, NULL },
	{ "link-local-without-scope", "[fe80::99]:8080/tcp", "denied", "link-local-scope", 0, 0,
	  ALL_FREE " IIII", 0, link_local_without_scope, NULL },
	{ "link-local-with-scope", "[fe80::99%v0]:8080/tcp", "free", "none", CAN_BE_USED, 0,
	  ALL_FREE " oooo", 0, link_local_without_scope, NULL },
	{ "cgroup-bpf-denies", TCP_PORT, "denied", "cgroup-bpf", 0, 0, "PPPP PPPP oooo oooo oooo",
	  0, cgroup_bpf_denies, cgroup_enter },
	{ "landlock-denies", TCP_PORT, "denied", "landlock", 0, 0, NOT_PERMITTED, 0, nothing,
	  sandbox_landlock },
	{ "landlock-denies-filtered", TCP_PORT, "denied", "landlock", 0, 0, NOT_PERMITTED, 0,
	  nothing, sandbox_landlock_filtered },
	{ "seccomp-denies", TCP_PORT, "denied", "seccomp", 0, 0, "PPPP PPPP PPPP PPPP PPPP", 0,
	  nothing, sandbox_seccomp },
};

const struct theme theme_denied = THEME(table);
