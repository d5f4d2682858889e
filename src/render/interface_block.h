/* An interface as net-tools' ifconfig shows it: a block of lines. */
#ifndef NETSTAT_RENDER_INTERFACE_BLOCK_H
#define NETSTAT_RENDER_INTERFACE_BLOCK_H

#include "render/out.h"
#include "source/interface.h"

/* The block and the empty line behind it. Its addresses are looked up in the list. */
void interface_block(struct out *out, const struct interface_list *list,
		     const struct interface *row);

enum { INTERFACE_SIZE_TEXT = 32 };

/* A number of bytes for people: `1.0 KiB`, cut and not rounded. No NUL. Returns the length. */
size_t interface_size_text(char to[INTERFACE_SIZE_TEXT], uint64_t bytes);

/* The words for the scope of an IPv6 address, `<compat,global>`, with a NUL; may be empty. */
enum { INTERFACE_SCOPE_TEXT = 32 };
void interface_scope_text(char to[INTERFACE_SCOPE_TEXT], uint8_t scope);

#endif
