# SPDX-License-Identifier: GPL-2.0-or-later
"""What programs known to read netstat's output take from it, each in our own words: consumers.py NAME <OUTPUT.

Every reader prints one line for each thing that it found. docs of these programs name the columns, words and offsets
that they count on; nothing else of the output is looked at.
"""
import json
import re
import sys


def columns(header, names):
    """Where each of the names begins in the header: what a reader of fixed columns cuts at."""
    starts = [header.index(name) for name in names]
    return list(zip(names, starts, starts[1:] + [None]))


def cut(line, places):
    return {name: line[start:end].strip() for name, start, end in places}


INET = ["Proto", "Recv-Q", "Send-Q", "Local Address", "Foreign Address", "State", "User", "Inode", "PID/Program name",
        "Timer"]
UNIX = ["Proto", "RefCnt", "Flags", "Type", "State", "I-Node", "PID/Program name", "Path"]


def insights_neopa(lines):
    """Two sections by their exact titles; cells by the offsets of the headings."""
    titles = {
        "Active Internet connections (servers and established)": INET,
        "Active UNIX domain sockets (servers and established)": UNIX,
    }
    names = places = None
    for line in lines:
        if line in titles:
            names, places = titles[line], None
        elif names and not places:
            places = columns(line, names)
        elif places:
            yield cut(line, places)


def insights_agn(lines):
    """The first line and the dashes are skipped; three words a line, by interface."""
    for line in lines[1:]:
        words = line.split()
        if len(words) == 3 and words[0] != "Interface" and not line.startswith("-"):
            yield {words[0]: words[1:]}


def insights_s(lines):
    """Groups begin in the first column; below, `name: value' or a number somewhere in a text; histograms deeper."""
    group = None
    for line in lines:
        if line and line[0] != " ":
            group = line.rstrip(":")
            continue
        text = line.strip()
        depth = len(line) - len(line.lstrip())
        number = re.search(r"\d+", text)
        if text.endswith(":"):
            yield [group, depth, text]
        elif ": " in text:
            yield [group, depth] + text.split(": ", 1)
        elif number:
            yield [group, depth, text.replace(number.group(), "", 1).strip(), number.group()]


def insights_i(lines):
    """From the line that begins with Iface on, words."""
    start = next(i for i, line in enumerate(lines) if line.startswith("Iface"))
    names = lines[start].split()
    for line in lines[start + 1:]:
        words = line.split()
        if len(words) == len(names):
            yield dict(zip(names, words))


def ansible(lines):
    """listen_ports_facts: addresses are words four and five, behind them up to three words."""
    for line in lines:
        if not line.startswith(("tcp", "udp")):
            continue
        words = line.split()
        address, port = words[3].rsplit(":", 1)
        rest = words[5:]
        if words[0].startswith("tcp"):
            rest = rest[1:]
        pid, _, name = (rest[0] if rest else "-").partition("/")
        yield [words[0], address, int(port), words[4], pid, name.rstrip(":"), words[5] if words[0] < "u" else None]


def salt_netstat(lines):
    """tulpnea: nine words for tcp, eight for udp, numbered from the left."""
    for line in lines:
        words = line.split()
        if line.startswith("tcp"):
            names = ["proto", "recv-q", "send-q", "local", "remote", "state", "user", "inode", "program"]
        elif line.startswith("udp"):
            names = ["proto", "recv-q", "send-q", "local", "remote", "user", "inode", "program"]
        else:
            continue
        yield {name: words[i] for i, name in enumerate(names)}


def salt_routes(lines):
    """Two headings less; words 1, 2, 3, 4 and 8."""
    for line in lines[2:]:
        words = line.split()
        yield {"destination": words[0], "gateway": words[1], "netmask": words[2], "flags": words[3],
               "interface": words[7]}


def salt_routes6(lines):
    """Words: seven, or six where two have grown together."""
    for line in lines[2:]:
        words = line.split()
        if len(words) in (6, 7):
            yield {"destination": words[0], "gateway": words[1], "flags": words[2], "metric": words[3],
                   "interface": words[-1]}


INSPEC = re.compile(r"^(?P<proto>\S+)\s+(?P<recv>\d+)\s+(?P<send>\d+)\s+(?P<local>\S+)\s+(?P<foreign>\S+)\s+"
                    r"(?:(?P<state>[A-Z_]+\d?)\s+)?(?:(?P<user>\d+)\s+(?P<inode>\d+)\s+)?(?P<program>\S+)")


def inspec(lines):
    """port: one pattern for tcp and udp; the address without its port, brackets around one of version 6."""
    for line in lines:
        match = INSPEC.match(line)
        if not match or not match["proto"].startswith(("tcp", "udp")):
            continue
        host, port = match["local"].rsplit(":", 1)
        pid, _, name = match["program"].partition("/")
        yield [match["proto"], "[" + host + "]" if ":" in host else host, int(port), pid, name]


def datadog(lines):
    """Two headings less; the state is word six, where there is one; queues are words two and three."""
    counts = {}
    for line in lines[2:]:
        words = line.split()
        state = words[5] if words[0].startswith("tcp") else "udp"
        key = (words[0], state)
        count, recv, send = counts.get(key, (0, 0, 0))
        counts[key] = (count + 1, recv + int(words[1]), send + int(words[2]))
    for key, value in sorted(counts.items()):
        yield [*key, *value]


def node_netstat(lines):
    """Seven words make a row; others are dropped."""
    for line in lines:
        words = line.split()
        if len(words) == 7 and words[0] != "Proto":
            yield words[:5] + words[5:6] + words[6].split("/")[:1]


def checkmk(lines):
    """LISTEN is called LISTENING; six words for tcp, five for udp."""
    for line in lines:
        words = [re.sub("^LISTEN$", "LISTENING", word) for word in line.split()]
        if (words[0].startswith("tcp") and len(words) == 6) or (words[0].startswith("udp") and len(words) == 5):
            yield words


READERS = [insights_neopa, insights_agn, insights_s, insights_i, ansible, salt_netstat, salt_routes, salt_routes6,
           inspec, datadog, node_netstat, checkmk]


def main():
    reader = {function.__name__: function for function in READERS}[sys.argv[1]]
    text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    for found in reader(text.rstrip("\n").split("\n")):
        print(json.dumps(found))


main()
