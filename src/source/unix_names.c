#include "config.h"

#include "source/unix_names.h"

#include "diag_compat.h"

#include <errno.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "grow.h"

/* net/unix/af_unix.c, unix_seq_show: a path ends at its NUL; in an abstract name NUL shows as @. */
static int add_name(struct unix_names *names, uint64_t inode, const char *bytes, size_t length)
{
	struct unix_name *name = grow(names->name, names->count, &names->size, sizeof(*name));
	char *text;

	if (!name)
		return -ENOMEM;
	names->name = name;
	if (bytes[0] && !bytes[length - 1])
		length--;
	text = malloc(length + 1);
	if (!text)
		return -ENOMEM;
	for (size_t i = 0; i < length; i++)
		text[i] = bytes[i] ? bytes[i] : '@';
	text[length] = '\0';
	names->name[names->count++] = (struct unix_name){ inode, length, text };
	return 0;
}

static int add_more(struct unix_names *names, const struct unix_more *more)
{
	struct unix_more *list = grow(names->more, names->mores, &names->mores_size, sizeof(*list));

	if (!list)
		return -ENOMEM;
	names->more = list;
	names->more[names->mores++] = *more;
	return 0;
}

static int compare_inodes(const void *a, const void *b)
{
	const struct unix_more *x = a, *y = b;

	return (x->inode > y->inode) - (x->inode < y->inode);
}

static int read_message(const struct nlmsghdr *header, void *arg)
{
	const struct unix_diag_msg *message = mnl_nlmsg_get_payload(header);
	size_t room = mnl_nlmsg_get_payload_len(header);
	const char *end = (const char *)message + room;
	const struct nlattr *attribute;
	struct unix_more more = { 0 };
	int result = 0;

	if (room < sizeof(*message))
		return -EBADMSG;
	more.inode = message->udiag_ino;
	for (attribute = nl_attribute(message + 1, end); attribute && !result;
	     attribute = nl_attribute(mnl_attr_next(attribute), end)) {
		const char *bytes = mnl_attr_get_payload(attribute);
		size_t length = mnl_attr_get_payload_len(attribute);
		uint16_t type = mnl_attr_get_type(attribute);

		if (type == UNIX_DIAG_NAME && length && memchr(bytes, '\n', length))
			result = add_name(arg, message->udiag_ino, bytes, length);
		if (type == UNIX_DIAG_PEER && length >= sizeof(more.peer_inode))
			memcpy(&more.peer_inode, bytes, sizeof(more.peer_inode));
		if (type == UNIX_DIAG_UID && length >= sizeof(more.uid)) {
			memcpy(&more.uid, bytes, sizeof(more.uid));
			more.has_uid = true;
		}
	}
	if (!result && (more.has_uid || more.peer_inode))
		result = add_more(arg, &more);
	return result;
}

int unix_names_read(struct nl_session *session, struct unix_names *names, bool with_more)
{
	char buffer[256];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	struct unix_diag_req *body = mnl_nlmsg_put_extra_header(header, sizeof(*body));
	size_t seen;
	int result;

	header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	body->sdiag_family = AF_UNIX;
	body->udiag_states = UINT32_MAX;
	body->udiag_show = UDIAG_SHOW_NAME | (with_more ? UDIAG_SHOW_UID | UDIAG_SHOW_PEER : 0);
	result = nl_dump(session, header, read_message, names, &seen);
	if (names->mores)
		qsort(names->more, names->mores, sizeof(*names->more), compare_inodes);
	return result;
}

const struct unix_more *unix_names_more(const struct unix_names *names, uint64_t inode)
{
	struct unix_more wanted = { .inode = inode };

	return inode && names->mores ? bsearch(&wanted, names->more, names->mores,
					       sizeof(*names->more), compare_inodes) :
				       NULL;
}

const struct unix_name *unix_names_find(const struct unix_names *names, uint64_t inode,
					const char *first)
{
	size_t length = strlen(first);

	for (size_t i = 0; i < names->count; i++) {
		const struct unix_name *name = &names->name[i];

		if ((!inode || inode == name->inode) && !strncmp(name->text, first, length) &&
		    name->text[length] == '\n')
			return name;
	}
	return NULL;
}

void unix_names_free(struct unix_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->name[i].text);
	free(names->name);
	free(names->more);
	*names = (struct unix_names){ 0 };
}
