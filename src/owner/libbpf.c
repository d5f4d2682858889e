#include "config.h"

#if HAVE_BPF

#include "owner/libbpf.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

/* Of version 1, whose functions return NULL and set errno; configure looks for nothing else. */
static const char library[] = "libbpf.so.1";

static const struct {
	const char *name;
	size_t place;
} functions[] = {
	{ "libbpf_set_print", offsetof(struct libbpf, set_print) },
	{ "bpf_object__open_mem", offsetof(struct libbpf, object_open_mem) },
	{ "bpf_object__load", offsetof(struct libbpf, object_load) },
	{ "bpf_object__next_program", offsetof(struct libbpf, object_next_program) },
	{ "bpf_object__close", offsetof(struct libbpf, object_close) },
	{ "bpf_program__attach_iter", offsetof(struct libbpf, program_attach_iter) },
	{ "bpf_link__fd", offsetof(struct libbpf, link_fd) },
	{ "bpf_link__destroy", offsetof(struct libbpf, link_destroy) },
	{ "bpf_iter_create", offsetof(struct libbpf, iter_create) },
};

static int say_nothing(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

int libbpf_open(struct libbpf *bpf)
{
	bpf->library = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	if (!bpf->library)
		return -ENOENT;
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		void *function = dlsym(bpf->library, functions[i].name);

		if (!function) {
			libbpf_close(bpf);
			return -ENOENT;
		}
		memcpy((char *)bpf + functions[i].place, &function, sizeof(function));
	}
	bpf->set_print(say_nothing);
	return 0;
}

void libbpf_close(struct libbpf *bpf)
{
	dlclose(bpf->library);
	bpf->library = NULL;
}

#endif
