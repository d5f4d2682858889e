/*
 * The functions of libbpf, from the shared library that is loaded when they are needed: linked to
 * the program it would cost every start more than a small listing may (docs/DESIGN.md).
 */
#ifndef NETSTAT_OWNER_LIBBPF_H
#define NETSTAT_OWNER_LIBBPF_H

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

/* Each member is called and typed as the function, without bpf_ or libbpf_. */
struct libbpf {
	void *library;
	__typeof__(libbpf_set_print) *set_print;
	__typeof__(bpf_object__open_mem) *object_open_mem;
	__typeof__(bpf_object__load) *object_load;
	__typeof__(bpf_object__next_program) *object_next_program;
	__typeof__(bpf_object__close) *object_close;
	__typeof__(bpf_program__attach_iter) *program_attach_iter;
	__typeof__(bpf_link__fd) *link_fd;
	__typeof__(bpf_link__destroy) *link_destroy;
	__typeof__(bpf_iter_create) *iter_create;
};

/*
 * Returns 0, or -ENOENT if the library or a function of it is missing; then nothing needs closing.
 * The library is told to print nothing.
 */
int libbpf_open(struct libbpf *bpf);

void libbpf_close(struct libbpf *bpf);

#endif
