/* Constants that older kernel headers lack. A newer system makes this file needless. */
#ifndef NETSTAT_DIAG_COMPAT_H
#define NETSTAT_DIAG_COMPAT_H

#include <linux/inet_diag.h>
#include <linux/unix_diag.h>

#ifndef UDIAG_SHOW_UID /* Linux 5.3 */
#define UDIAG_SHOW_UID 0x00000040
#define UNIX_DIAG_UID 7
#endif

#endif
