#include "config.h"

#include "why/nfs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "why/kernel_owner.h"
#include "source/proc_file.h"

enum { NFS_PORT = 2049, PROGRAM_NFS = 100003, PROGRAM_LOCKS = 100021, PORTLIST_SIZE = 16384 };

/* Whether one line names the port: its protocol is a word of it, the port its last. */
static bool line_has(const char *line, size_t length, const char *proto, uint16_t port)
{
	char copy[256], *rest, *word, *last = NULL;
	bool same_proto = false;

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, line, length);
	copy[length] = '\0';
	for (word = strtok_r(copy, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
		same_proto |= !strcmp(word, proto);
		last = word;
	}
	return same_proto && strspn(last, "0123456789") == strlen(last) &&
	       strtoul(last, NULL, 10) == port;
}

bool nfs_portlist_has(const char *text, enum proto proto, uint16_t port)
{
	const char *word = proto == PROTO_TCP ? "tcp" : "udp";

	while (*text) {
		size_t length = strcspn(text, "\n");

		if (line_has(text, length, word, port))
			return true;
		text += length + (text[length] == '\n');
	}
	return false;
}

static bool is_registered(const struct why_evidence *evidence, uint32_t program)
{
	for (size_t i = 0; i < evidence->rpc_count; i++)
		if (evidence->rpc[i].program == program)
			return true;
	return false;
}

static bool is_server(const struct why_evidence *evidence)
{
	char portlist[PORTLIST_SIZE];

	if (proc_file_read("/proc/fs/nfsd/portlist", portlist, sizeof(portlist)) >= 0)
		return nfs_portlist_has(portlist, evidence->query.proto, evidence->query.port);
	/* Without its file system the module still shows in each namespace where it may serve. */
	return evidence->query.port == NFS_PORT && !access("/proc/net/rpc/nfsd", F_OK) &&
	       (is_registered(evidence, PROGRAM_NFS) || evidence->blind == BLIND_NONE);
}

static bool is_lock_manager(const struct why_evidence *evidence)
{
	const char *path = evidence->query.proto == PROTO_TCP ? "/proc/sys/fs/nfs/nlm_tcpport" :
								"/proc/sys/fs/nfs/nlm_udpport";
	long port = 0;

	/* The setting is there only when the kernel has the lock manager; 0 lets it choose. */
	if (!proc_file_number(path, &port))
		return false;
	if (is_registered(evidence, PROGRAM_LOCKS))
		return true;
	return port == evidence->query.port && evidence->blind == BLIND_NONE;
}

static bool is_callback(const struct why_evidence *evidence)
{
	long port = 0;

	return evidence->query.proto == PROTO_TCP && evidence->blind == BLIND_NONE &&
	       proc_file_number("/sys/module/nfs/parameters/callback_tcpport", &port) &&
	       port == evidence->query.port;
}

void nfs_read(struct why_evidence *evidence)
{
	enum proto proto = evidence->query.proto;

	if (is_server(evidence))
		kernel_claim(evidence, proto, KERNEL_NFS, "the in-kernel NFS server", "rpc.nfsd 0");
	else if (is_lock_manager(evidence))
		kernel_claim(evidence, proto, KERNEL_NFS,
			     "the in-kernel NFS lock manager, which ends with the NFS server and the "
			     "last NFS mount",
			     NULL);
	else if (is_callback(evidence))
		kernel_claim(evidence, proto, KERNEL_NFS,
			     "the in-kernel NFS client, for callbacks, which ends with the last NFS "
			     "mount",
			     NULL);
}
