# SPDX-License-Identifier: GPL-2.0-or-later
"""random_worlds.py routes|interfaces SEED OURS NET-TOOLS: random IPv4 routes, or interfaces and their addresses, in this
network namespace, listed by both programs.

Prints what differs, and then how many lines there were; the exit status is 1 if something differed."""

import difflib
import random
import subprocess
import sys
import time

ROUTES, ADDRESSES, TRIES = 400, 40, 5
LISTINGS = {'routes': ('-rn', '-rne', '-rnee', '-rN'), 'interfaces': ('-i', '-ia', '-ie', '-iae', '-gn')}


def ip(lines):
    """Runs many commands; the kernel may refuse some of them. Returns what it said."""
    return subprocess.run(['ip', '-force', '-batch', '-'], input='\n'.join(lines) + '\n', capture_output=True, text=True,
                          check=False, timeout=60).stderr


# ---- routes ----

def make_links():
    lines = ['link set lo up']
    for i in range(4):
        lines += [f'link add a{i} type veth peer name b{i}', f'link set a{i} up', f"link set b{i} {'down' if i == 3 else 'up'}",
                  f'address add 10.{i}.0.1/16 dev a{i}', f'address add 2001:db8:{i}::1/64 dev a{i} nodad']
    for i in range(6):
        lines.append(f'nexthop add id {i + 1} via 10.{i % 3}.0.{i + 2} dev a{i % 3}')
    lines += ['nexthop add id 20 group 1/2,3', 'nexthop add id 21 blackhole', 'nexthop add id 22 via 2001:db8:0::9 dev a0']
    ip(lines)


def destination():
    length = random.choice([0, 1, 7, 8, 15, 16, 20, 24, 28, 31, 32])
    address = random.getrandbits(32) >> (32 - length) << (32 - length) if length else 0
    return '.'.join(str(address >> shift & 255) for shift in (24, 16, 8, 0)) + f'/{length}'


def way(kind):
    """How it is reached; what rejects is not reached at all."""
    if kind in ('blackhole', 'unreachable', 'prohibit', 'throw'):
        return ''
    # Over netlink a nexthop object that is a blackhole hides the type of the route: see COMPATIBILITY.md.
    objects = [1, 2, 3, 4, 20, 22] + ([] if kind in ('multicast', 'broadcast') else [21])
    i = random.randrange(3)
    return random.choice([
        f'dev a{i}', f'via 10.{i}.0.{random.randrange(2, 250)}', f'via 10.{i}.0.9 dev a{i} src 10.{i}.0.1',
        'nexthop via 10.0.0.7 weight 3 nexthop via 10.1.0.8 nexthop dev a2', f'nhid {random.choice(objects)}',
        f'via inet6 2001:db8:{i}::5 dev a{i}', f'via 172.31.1.{random.randrange(256)} dev a{i} onlink',
        f'dev a{i} scope link'])


def attributes():
    choices = ((.3, 'metric', [0, 1, 100, 2**31 - 1, 2**31, 2**32 - 1]), (.15, 'tos', [4, 8, '0x10']),
               (.2, 'table', ['main', 100, 'local', 'default']), (.2, 'mtu', [68, 576, 'lock 1500', 65535]),
               (.2, 'advmss', [1, 536, 1460, 65495, 65535, 100000]), (.2, 'window', [1, 4096, 65536, 2**32 - 1]),
               (.2, 'rtt', ['1ms', '7ms', '100ms', '3s']), (.1, 'proto', ['static', 'boot', 'redirect', 'kernel']))
    return ' '.join(f'{name} {random.choice(values)}' for likely, name, values in choices if random.random() < likely)


def make_routes():
    make_links()
    kinds = ['', '', '', '', 'unicast', 'blackhole', 'unreachable', 'prohibit', 'throw', 'broadcast', 'local', 'multicast']
    lines = []
    for _ in range(ROUTES):
        kind = random.choice(kinds)
        lines.append(f'route append {kind} {destination()} {attributes()} {way(kind)}')
    ip(lines)
    ip(random.choice([['link set a1 down'], ['link set b2 down'], ['link set a0 mtu 1280'], ['link set lo up']]))


# ---- interfaces ----

def link_settings(name):
    settings = ('up', 'up', 'down', 'promisc on', 'arp off', 'arp on', 'multicast off', 'allmulticast on', 'dynamic on',
                'trailers off', f'mtu {random.choice([68, 576, 1280, 1500, 9000, 65535])}',
                f'txqueuelen {random.choice([0, 1, 5, 1000, 2**31 - 1])}')
    return [f'link set {name} {random.choice(settings)}' for _ in range(3)]


def address(name):
    if random.random() < .25:
        start, length = random.choice(['2001:db8', 'fd00', 'fe80', 'fec0']), random.choice([10, 48, 64, 128])
        return f'address add {start}::{random.randrange(1, 65536):x}/{length} dev {name} nodad'
    line = f'address add {random.choice([10, 127, 172, 192, 224, 169])}.{random.randrange(4)}.1.{random.randrange(1, 255)}'
    if random.random() < .2:
        line += f' peer 10.9.{random.randrange(9)}.{random.randrange(1, 9)}'
    else:
        line += f'/{random.choice([8, 16, 24, 30, 31, 32])}'
    if random.random() < .4:
        line += ' broadcast ' + random.choice(['+', '-', '10.255.255.255', '0.0.0.0'])
    if random.random() < .5:
        line += f" label {name}:{random.choice(['1', '2', '10', 'x', '0', '01', 'eth1', '1a'])}"
    if random.random() < .3:
        line += ' scope ' + random.choice(['link', 'host', 'global'])
    return f'{line} dev {name}'


def make_interfaces():
    names = ['eth0', 'eth1', 'eth10', 'eth01', 'a', 'averylongname0', 'zz9', 'v.100', 'e1x2', '0', '10', 'eth0a', 'Lo0', 'br-1']
    random.shuffle(names)
    lines = [f'link add {names[i]} address 52:54:00:00:00:{i:02x} type veth peer name {names[i + 1]} address '
             f'52:54:00:00:01:{i:02x}' for i in range(0, 10, 2)]
    lines += ['link add mybr type bridge', 'link add ifb7 type ifb']
    for name in names[:10]:
        lines += link_settings(name) + ([f'link set {name} master mybr'] if random.random() < .3 else [])
    everything = names[:10] + ['mybr', 'ifb7', 'lo']
    for name in ('mybr', 'ifb7', 'lo'):
        lines += link_settings(name)
    ip(lines + [address(random.choice(everything)) for _ in range(ADDRESSES)])


# ---- both programs ----

def listing(program, arguments):
    run = subprocess.run([program, arguments], capture_output=True, check=False, timeout=20)
    return run.returncode, run.stderr.decode('latin-1'), run.stdout.decode('latin-1').splitlines()


def compare(arguments, ours, oracle):
    """Returns whether they agree, and how many lines there are. Counters may move between the two for a while."""
    wanted = found = (None, '', [])
    for _ in range(TRIES):
        wanted, found = listing(oracle, arguments), listing(ours, arguments)
        if wanted == found:
            return True, len(wanted[2])
        time.sleep(.3)
    print(arguments, wanted[:2], found[:2])
    print('\n'.join(list(difflib.unified_diff(wanted[2], found[2], lineterm='', n=0))[:20]))
    return False, len(wanted[2])


def main():
    kind, seed, ours, oracle = sys.argv[1:]
    random.seed(int(seed))
    {'routes': make_routes, 'interfaces': make_interfaces}[kind]()
    results = [compare(arguments, ours, oracle) for arguments in LISTINGS[kind]]
    lines = sum(count for _, count in results)
    print(f'{kind}, seed {seed}: {lines} lines')
    sys.exit(lines < 100 or not all(agree for agree, _ in results))


main()
