# SPDX-License-Identifier: GPL-2.0-or-later
"""jc_rows.py <OUTPUT: what jc makes of netstat's output, one row of JSON a line."""
import json
import sys

import jc


text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
for row in jc.parse("netstat", text, quiet=True):
    print(json.dumps(row, sort_keys=True))
