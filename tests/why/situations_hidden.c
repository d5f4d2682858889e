/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The port is held, but not by a descriptor that /proc/PID/fd shows to who asks. */
#include "config.h"

#include "situations.h"
#include "tables.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { IO_URING_PARAMS_SIZE = 120, IO_URING_REGISTER_FILES = 2 };

/* ---- descriptors that are in no table of /proc/PID/fd ---- */

static void *outlive_leader(void *unused)
{
	wait_process_state(getpid(), 'Z');
	ready();
	rest();
	return unused;
}

static void leader_body(const void *argument)
{
	const struct plan plan = { 0 };
	pthread_t thread;

	(void)argument;
	socket_of(&plan);
	if (pthread_create(&thread, NULL, outlive_leader, NULL) != 0)
		die("no thread");
	/* This thread only; the process goes on, and looks like a zombie. */
	syscall(SYS_exit, 0);
}

static void zombie_leader(void)
{
	holds(start(leader_body, NULL));
}

static void *have_own_table(void *unused)
{
	const struct plan plan = { 0 };

	must(unshare(CLONE_FILES), "CLONE_FILES");
	socket_of(&plan);
	ready();
	rest();
	return unused;
}

static void private_table_body(const void *argument)
{
	pthread_t thread;

	(void)argument;
	if (pthread_create(&thread, NULL, have_own_table, NULL) != 0)
		die("no thread");
	rest();
}

static void thread_private_fdtable(void)
{
	holds(start(private_table_body, NULL));
}

static void send_descriptor(int to, int fd)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { .header = {
			      .cmsg_len = CMSG_LEN(sizeof(int)),
			      .cmsg_level = SOL_SOCKET,
			      .cmsg_type = SCM_RIGHTS,
		      } };
	struct iovec data = { .iov_base = (char[]){ 'x' }, .iov_len = 1 };
	const struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control.bytes),
	};

	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	must(sendmsg(to, &message, 0), "sendmsg");
}

static void in_flight_body(const void *argument)
{
	const struct plan plan = { 0 };
	int ends[2], fd = socket_of(&plan);

	(void)argument;
	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
	send_descriptor(ends[0], fd);
	close(fd);
}

static void scm_rights_in_flight(void)
{
	holds(start(in_flight_body, NULL));
}

static void io_uring_body(const void *argument)
{
	const struct plan plan = { 0 };
	uint32_t parameters[IO_URING_PARAMS_SIZE / 4] = { 0 };
	int fd = socket_of(&plan);
	int ring = (int)syscall(SYS_io_uring_setup, 1, parameters);

	(void)argument;
	if (ring < 0)
		skip("no io_uring here: %s", strerror(errno));
	must(syscall(SYS_io_uring_register, ring, IO_URING_REGISTER_FILES, &fd, 1), "io_uring");
	close(fd);
}

static void io_uring_registered(void)
{
	holds(start(io_uring_body, NULL));
}

/* ---- the kernel itself ---- */

static void kernel_vxlan(void)
{
	ip("link add vx0 type vxlan id 5 dstport 8080\n"
	   "link set vx0 up\n");
}

/* One that takes both families. */
static void kernel_vxlan_external(void)
{
	ip("link add vx0 type vxlan external dstport 8080\n"
	   "link set vx0 up\n");
}

static void kernel_mptcp_endpoint(void)
{
	ip("mptcp endpoint add 127.0.0.1 port 8080 signal\n");
}

/* ---- hidden from who asks ---- */

static void listen_body(const void *argument)
{
	const struct plan plan = { 0 };

	(void)argument;
	socket_of(&plan);
}

/* The holder exists, but is not to be named. */
static void root_listens(void)
{
	start(listen_body, NULL);
}

static void become_asker(void)
{
	become(ASKER_UID);
}

static void hide_processes(void)
{
	if (mount(NULL, "/proc", NULL, MS_REMOUNT | MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=2") <
	    0)
		skip("no hidepid here: %s", strerror(errno));
	become(ASKER_UID);
}

static void enter_container(void)
{
	must(unshare(CLONE_NEWPID | CLONE_NEWNS), "unshare");
	world_in_child();
	proc_mount(NULL);
}

static const struct situation table[] = {
	{ "zombie-leader", TCP_PORT, "busy", "thread-group-leader-exited", 0, 1, V4_TAKEN, 0,
	  zombie_leader, NULL },
	{ "thread-private-fdtable", TCP_PORT, "busy", "thread-private-fds", 0, 1, V4_TAKEN, 0,
	  thread_private_fdtable, NULL },
	{ "scm-rights-in-flight", TCP_PORT, "busy", "fd-in-flight", 0, 1, V4_TAKEN, UNSEEN_FLAGS,
	  scm_rights_in_flight, NULL },
	{ "io-uring-registered", TCP_PORT, "busy", "io-uring", 0, 1, V4_TAKEN, UNSEEN_FLAGS,
	  io_uring_registered, NULL },
	{ "kernel-vxlan", UDP_PORT, "busy", "kernel-udp", 0, 0, V4_TAKEN, UNSEEN_FLAGS,
	  kernel_vxlan, NULL },
	{ "kernel-vxlan-external", UDP_PORT, "busy", "kernel-udp", 0, 0, ALL_TAKEN, UNSEEN_FLAGS,
	  kernel_vxlan_external, NULL },
	{ "kernel-mptcp-endpoint", TCP_PORT, "busy", "kernel-tcp", 0, 0, V4_TAKEN, UNSEEN_FLAGS,
	  kernel_mptcp_endpoint, NULL },
	{ "hidden-by-pidns", TCP_PORT, "busy", "hidden-pidns", HOLDER_UNKNOWN, 0, V4_TAKEN,
	  UNSEEN_FLAGS, root_listens, enter_container },
	{ "hidden-by-hidepid", TCP_PORT, "busy", "hidden-hidepid", HOLDER_UNKNOWN, 0, V4_TAKEN,
	  UNSEEN_FLAGS, root_listens, hide_processes },
	{ "hidden-unprivileged", TCP_PORT, "busy", "hidden-unprivileged", HOLDER_UNKNOWN, 0,
	  V4_TAKEN, UNSEEN_FLAGS, root_listens, become_asker },
};

const struct theme theme_hidden = THEME(table);
