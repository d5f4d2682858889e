# SPDX-License-Identifier: GPL-2.0-or-later
"""hostile.py NETSTAT HOLDER DOCS: names that nobody should choose, in all formats, turned back to their bytes.

To be run in network and process namespaces of its own, with a /proc to match, as tests/live/hostile.sh does. HOLDER is a
program that pauses if MENAGERIE_HOLDER is set, whatever it is called. DOCS is the directory of the schemas."""

import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile

import jsonschema

from formats import Fault, csv_bytes, json_bytes, read_csv, read_json, read_lines

AWKWARD = [
    b'plain', b'two words', b'"quoted"', b"'single'", b'back\\slash', b'\\x41 is no escape', b'\\u0041', b'\\',
    b'comma,semicolon;slash', b'=1+1', b'line\nfeed', b'cr\rlf\r\n', b'tab\t', b'\x01\x02\x1f\x7f', b'\x1b[31mred\x1b[0m',
    b'ends in \xc3', b'\xe2\x82', b'\xf0\x9f\x98', b'\xff\xfe', b'latin1-\xe4\xf6', b'surrogate \xed\xa0\x80 alone',
    b'pair \xed\xa0\xbd\xed\xb8\x80', b'overlong \xc0\xaf \xe0\x80\xaf', b'beyond \xf4\x90\x80\x80', b'\xef\xbf\xbd',
    b'\xef\xbf\xbd\xef\xbf\xbd', b'\xef\xbf', b'\xef\xbf\xbd\xff\xef\xbf\xbd', b'\xff\xef\xbf\xbd', b'\xef\xbf\xbd\xc3\xbf',
    b'c1 \xc2\x9b31m', b'\xe2\x80\xa8 separator', b'\xe2\x80\xae override', b'\xe2\x81\xa6', b'\xf0\x9f\x98\x80',
    b'\xc3\xbf', b'\xef\xbf\xbf', b'\xf4\x8f\xbf\xbf', b'{"a":1}', b'],"notes":["forged"]}', b'null', b'-', b' ', b'  x  ',
]


def names(longest, forbidden=b'\0'):
    """Bytes of up to that length: the awkward ones, each byte there is, and random ones."""
    chance = random.Random(1)
    found = [name for name in AWKWARD if len(name) <= longest and not set(name) & set(forbidden)]
    found += [bytes([byte]) + b'.' for byte in range(1, 256) if byte not in forbidden]
    found += [b'.' + bytes([byte]) for byte in range(1, 256) if byte not in forbidden]
    pieces = [bytes([byte]) for byte in range(1, 256)] + [b'\xef\xbf\xbd', b'\xc2\x80', b'\xed\xa0\x80', b'\xe2\x82\xac'] * 20
    for _ in range(300):
        name = b''.join(chance.choice(pieces) for _ in range(chance.randrange(1, 40)))
        name = bytes(byte for byte in name if byte not in forbidden)[:longest]
        if name:
            found.append(name)
    return list(dict.fromkeys(found))


class World:
    """Sockets by their inode, with the names that they must be listed under."""

    def __init__(self, holder):
        self.holder = holder
        self.paths = {}
        self.processes = {}
        self.keep = []

    def bind(self, address, shown):
        end = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        end.bind(address)
        self.keep.append(end)
        self.paths[os.fstat(end.fileno()).st_ino] = shown

    def unix(self, directory):
        os.chdir(directory)
        for name in names(107, b'\0/.'):
            self.bind(name, name)
        self.bind(b'a' * 107, b'a' * 107)
        os.chdir('/')
        for name in names(106, b''):
            self.bind(b'\0' + name, b'@' + name.replace(b'\0', b'@'))

    def process(self, arguments, file=None):
        end = socket.socket()
        end.bind(('127.0.0.1', 0))
        end.listen()
        end.set_inheritable(True)
        os.posix_spawn(file or self.holder, arguments, {'MENAGERIE_HOLDER': '1'})
        self.processes[os.fstat(end.fileno()).st_ino] = (arguments, file, end.getsockname()[1])
        end.close()

    def all_processes(self, directory):
        for name in names(400)[::9] + AWKWARD:
            self.process([name])
        for name in AWKWARD[:25]:
            if b'/' not in name and len(name) <= 15:
                file = directory + b'/' + name
                shutil.copy(self.holder, file)
                self.process([file, name, b'', name * 3], file)
        self.process([b'x' * 4096])
        self.process([b'\xe2\x82\xac' * 1400, b'y' * 4096])
        self.process([b'/bin/' + b'\xff\n"\\' * 1024])
        self.process([b'short', b'\xed\xa0\x80"\n' * 900])


def expected_name(arguments):
    """As net-tools names programs: the first word of 511 bytes, without the directories if it is a path."""
    word = b'\0'.join(arguments + [b''])[:511].split(b'\0')[0]
    return word[word.rfind(b'/') + 1:] if word.startswith(b'/') else word


def run(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    if done.returncode not in (0, 1):
        raise Fault(f'{command}: status {done.returncode}: {done.stderr!r}')
    return done.stdout


def expect(found, expected, what):
    if found != expected:
        raise Fault(f'{what}: {found!r} instead of {expected!r}')


def check_schema(docs, name, value):
    with open(f'{docs}/{name}.schema.json', 'rb') as file:
        jsonschema.validate(value, read_json(file.read()), jsonschema.Draft202012Validator)


def check_unix(world, netstat, docs):
    document = read_json(run(netstat, '--json', '-xa'))
    check_schema(docs, 'sockets', document)
    lines = read_lines(run(netstat, '--format=jsonl', '-xa', '--sort=none'))
    table = read_csv(run(netstat, '--format=csv', '-xa'))
    found = [{row['inode']: json_bytes(row['path']) for row in rows} for rows in (document['sockets'], lines)]
    inode, path = table[0].index('inode'), table[0].index('path')
    found.append({int(row[inode]): csv_bytes(row[path]) for row in table[1:]})
    for name, listing in zip(('JSON', 'JSON Lines', 'CSV'), found):
        for number, expected in world.paths.items():
            expect(listing.get(number), expected, f'{name}: path of {number}')
    return len(world.paths)


def check_owners(world, netstat, docs):
    document = read_json(run(netstat, '--json', '-ltnp'))
    check_schema(docs, 'sockets', document)
    lines = read_lines(run(netstat, '--format=jsonl', '-ltnp', '--sort=none'))
    table = read_csv(run(netstat, '--format=csv', '-ltnp'))
    for rows in (document['sockets'], lines):
        found = {row['inode']: [json_bytes(owner['name']) for owner in row['owners']] for row in rows}
        for number, (arguments, _, _) in world.processes.items():
            expect(found.get(number), [expected_name(arguments)], 'name of a process')
    inode, owners = table[0].index('inode'), table[0].index('owners')
    found = {int(row[inode]): row[owners] for row in table[1:]}
    for number, (arguments, _, _) in world.processes.items():
        expect(csv_bytes(found[number].split('/')[2]), expected_name(arguments), 'CSV: name of a process')
    return len(world.processes)


def check_why(world, netstat, docs):
    count = 0
    for place, (arguments, file, port) in enumerate(world.processes.values()):
        if not file and len(b''.join(arguments)) < 500 and place % 4:
            continue
        document = read_json(run(netstat, f'--why-busy={port}/tcp', '--json'))
        check_schema(docs, 'why-busy', document)
        holder, = document['reports'][0]['holders']
        expect([json_bytes(word) for word in holder['cmdline']], arguments, '--why-busy: command line')
        if file:
            expect(json_bytes(holder['exe']), file, '--why-busy: exe')
            expect(json_bytes(holder['name']), os.path.basename(file), '--why-busy: name')
        count += 1
    return count


def main():
    netstat, holder, docs = sys.argv[1:]
    directory = os.fsencode(tempfile.mkdtemp())
    world = World(holder)
    try:
        for name in (b'/paths', b'/programs'):
            os.mkdir(directory + name)
        world.unix(directory + b'/paths')
        world.all_processes(directory + b'/programs')
        print(f'{check_unix(world, netstat, docs)} paths')
        print(f'{check_owners(world, netstat, docs)} names of processes')
        print(f'{check_why(world, netstat, docs)} processes in --why-busy')
    finally:
        shutil.rmtree(directory)


try:
    main()
except (Fault, ValueError, UnicodeError, jsonschema.ValidationError) as fault:
    print(str(fault)[:2000])
    sys.exit(1)
