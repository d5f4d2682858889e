#include "config.h"

#include "view/families.h"

/* In the order in which net-tools looks for them. */
static const struct {
	enum family family;
	const char *name;
} old_families[] = {
	{ FAMILY_IPX, "AF IPX" },	{ FAMILY_AX25, "AF AX25" }, { FAMILY_X25, "AF X25" },
	{ FAMILY_NETROM, "AF NETROM" }, { FAMILY_ROSE, "AF ROSE" },
};

static void say_missing(const char *name, struct out *out)
{
	out_message(out, "netstat: no support for `%s' on this system.", name);
}

bool families_missing(const struct options *options, struct out *out)
{
	bool asked = false;

	for (size_t i = 0; i < sizeof(old_families) / sizeof(*old_families); i++) {
		bool wanted = options->family[old_families[i].family];

		if (wanted || (options->verbose && !options->explicit_choice))
			say_missing(old_families[i].name, out);
		asked |= wanted;
	}
	if (options->l2cap || options->rfcomm) {
		say_missing("AF BLUETOOTH", out);
		asked = true;
	}
	return asked;
}
