/* What a view is given for one round; there are several with -c. */
#ifndef NETSTAT_VIEW_ROUND_H
#define NETSTAT_VIEW_ROUND_H

#include "names.h"
#include "options.h"
#include "page/screen.h"
#include "render/out.h"

struct round {
	const struct options *options;
	const struct screen *screen;
	struct out *out;
	struct names *names; /* what was looked up; kept for the next round */
	bool first; /* nothing of another round is to be seen before it */
};

#endif
