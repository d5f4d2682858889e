# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the formats for programs share: reading them strictly, escaping and turning it back, and the text
table made from the JSON. Written from the documents, not from the program: docs/JSON.md and net-tools' layout."""

import json
import re
import struct


class Fault(Exception):
    """The program's output is not what it must be."""


# ---- reading ----

def unique_keys(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise Fault(f'a key stands twice: {keys}')
    return dict(pairs)


def no_constant(word):
    raise Fault(f'{word} is not JSON')


def read_json(data):
    """One JSON text from bytes: UTF-8, no key twice, no NaN, no lone surrogate."""
    value = json.loads(data.decode('utf-8'), object_pairs_hook=unique_keys, parse_constant=no_constant)
    json.dumps(value, ensure_ascii=False).encode('utf-8')
    return value


def read_lines(data):
    """JSON Lines: each line one object, the last one ended too."""
    if not data:
        return []
    if not data.endswith(b'\n'):
        raise Fault('the last line has no end')
    return [read_json(line) for line in data[:-1].split(b'\n')]


CSV_FIELD = re.compile(r'"((?:[^"]|"")*)"|([^",\r\n]*)')


def read_csv(data):
    """RFC 4180. A field is a string; None: empty, without quotes. A line is a row: the program escapes line ends."""
    rows = []
    text = data.decode('utf-8')
    if not text.endswith('\r\n'):
        raise Fault('the last row has no end')
    for line in text[:-2].split('\r\n'):
        fields, at = [], 0
        if '\n' in line or '\r' in line:
            raise Fault(f'a line end within a row: {line!r}')
        while True:
            match = CSV_FIELD.match(line, at)
            quoted, plain = match.groups()
            fields.append(quoted.replace('""', '"') if quoted is not None else plain or None)
            at = match.end()
            if at == len(line):
                break
            if line[at] != ',':
                raise Fault(f'no comma at {at}: {line!r}')
            at += 1
        if rows and len(fields) != len(rows[0]):
            raise Fault(f'{len(fields)} fields instead of {len(rows[0])}: {line!r}')
        rows.append(fields)
    return rows


# ---- escaping ----

def json_bytes(text):
    """The bytes that a string of the JSON stands for."""
    if text is None:
        return None
    found = bytearray()
    at = 0
    while at < len(text):
        if text[at] != '\ufffd':
            found += text[at].encode()
            at += 1
            continue
        if at + 1 == len(text):
            raise Fault(f'U+FFFD at the end: {text!r}')
        if text[at + 1] == '\ufffd':
            found += '\ufffd'.encode()
        elif 0x80 <= ord(text[at + 1]) <= 0xff:
            found.append(ord(text[at + 1]))
        else:
            raise Fault(f'U+FFFD before {text[at + 1]!r}: {text!r}')
        at += 2
    return bytes(found)


def csv_bytes(text):
    """The bytes that a text of the CSV stands for."""
    if text is None:
        return None
    for fault in re.findall(r'\\(?!x[0-9a-f]{2})', text):
        raise Fault(f'a backslash that is no escape: {text!r}')
    return re.sub(rb'\\x([0-9a-f]{2})', lambda match: bytes([int(match[1], 16)]), text.encode())


HARMFUL = re.compile('[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u061c\u200e\u200f]')


def shown(raw):
    """Bytes as the text shows them: what is not UTF-8, and what a terminal could obey, as \\xNN."""
    text = raw.decode('utf-8', 'surrogateescape')
    return re.sub('[\udc80-\udcff]|' + HARMFUL.pattern, lambda match: ''.join(
        f'\\x{byte:02x}' for byte in match[0].encode('utf-8', 'surrogateescape')), text).encode()


# ---- the text table ----

TCP_STATES = ['ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE', 'CLOSE_WAIT',
              'LAST_ACK', 'LISTEN', 'CLOSING']


class Table:
    """The text of a listing from its sockets. `options` are words such as numeric, extend, programs, timers, wide;
    `root` is the name of the user 0."""

    def __init__(self, options, root):
        self.options = options
        self.root = root

    def has(self, option):
        return option in self.options

    def whole(self, text, length):
        """Neither a character nor an escape is cut."""
        for back in (1, 2, 3):
            if back <= length and text[length - back:length - back + 2] == b'\\x':
                return length - back
        while length and length < len(text) and text[length] & 0xc0 == 0x80:
            length -= 1
        return length

    def cut(self, host, port):
        """Address and port are 22 characters at most, of which a long port gets 18."""
        if self.has('wide') or len(host) + len(port) <= 22:
            return host, port
        if len(port) > 18:
            port = port[:self.whole(port, 18)]
            room = 22 - 18
        else:
            room = 22 - len(port)
        if len(host) > room:
            host = host[:self.whole(host, room)]
        return host, port

    def end(self, socket, side):
        address = socket[side + '_address']
        port = socket[side + '_port']
        host = re.sub('^::ffff:(?=[0-9]+[.])', '', address)
        if not self.has('numeric') and address == '::':
            host = '[::]'
        name = socket.get(side + '_host')
        service = socket.get(side + '_service')
        host = shown(json_bytes(name)) if name is not None else host.encode()
        if not port:
            port = b'*'
        elif service is not None:
            port = shown(json_bytes(service))
        else:
            port = str(port).encode()
        host, port = self.cut(host, port)
        return (host + b':' + port).ljust(23)

    def state(self, socket):
        state = socket['state'] or ''
        kind = socket['proto'].rstrip('6')
        if kind == 'raw':
            state = str(TCP_STATES.index(state) + 1)
        elif kind in ('udp', 'udpl') and state not in ('', 'ESTABLISHED'):
            state = 'UNKNOWN'
        return state.encode().ljust(11)

    def user(self, socket):
        if self.has('numeric'):
            name = None
        else:
            name = self.root if socket['uid'] is None else socket['user']
        if name is None:
            name = str(struct.unpack('i', struct.pack('I', socket['uid'] or 0))[0])
        return shown(json_bytes(name)).ljust(10)

    def program(self, socket):
        text = b'-'
        if socket['owners']:
            first = socket['owners'][0]
            text = f"{first['pid']}/".encode()
            name = json_bytes(first['name'])
            for character in name.decode('utf-8', 'surrogateescape'):
                more = shown(character.encode('utf-8', 'surrogateescape'))
                if len(text) + len(more) > 19:
                    break
                text += more
        return text.ljust(20)

    def timer(self, timer):
        return (f"{timer['name']} ({timer['seconds']:.2f}/{timer['retransmits']}/{timer['probes']})").encode()

    def inet_row(self, socket):
        cells = [socket['proto'].encode().ljust(5), str(socket['recv_q']).rjust(6).encode(),
                 str(socket['send_q']).rjust(6).encode(), self.end(socket, 'local'), self.end(socket, 'foreign'),
                 self.state(socket)]
        if self.has('extend'):
            cells += [self.user(socket), str(socket['inode'] or 0).ljust(10).encode()]
        if self.has('programs'):
            cells.append(self.program(socket))
        if self.has('timers'):
            cells.append(self.timer(socket['timer']))
        return b' '.join(cells)

    def unix_row(self, socket):
        flags = '[ ' + ''.join(flag + ' ' for flag in socket['flags']) + ']'
        cells = [b'unix ', str(socket['refcnt']).ljust(6).encode(), flags.ljust(11).encode(),
                 socket['type'].ljust(10).encode(), (socket['state'] or '').ljust(13).encode(),
                 str(socket['inode'] or 0).ljust(8).encode()]
        if self.has('programs'):
            cells.append(self.program(socket))
        cells.append(shown(json_bytes(socket['path'] or '')))
        return b' '.join(cells)

    def heading(self, title, columns):
        scope = ('servers and established' if self.has('all') else 'only servers' if self.has('listening') else
                 'w/o servers')
        return [f'Active {title} ({scope})'.encode(),
                ' '.join(name.ljust(width) for name, width, shown in columns if shown).encode()]

    def lines(self, sockets, inet=True, unix=True):
        """The lines of the text. inet, unix: the tables that there are, with rows or without."""
        programs = ('PID/Program name', 20, self.has('programs'))
        found = []
        if inet:
            found += self.heading('Internet connections', [
                ('Proto', 5, True), ('Recv-Q', 6, True), ('Send-Q', 6, True), ('Local Address', 23, True),
                ('Foreign Address', 23, True), ('State', 11, True), ('User', 10, self.has('extend')),
                ('Inode', 10, self.has('extend')), programs, ('Timer', 0, self.has('timers'))])
            found += [self.inet_row(socket) for socket in sockets if socket['proto'] != 'unix']
        if unix:
            found += self.heading('UNIX domain sockets', [
                ('Proto', 5, True), ('RefCnt', 6, True), ('Flags', 11, True), ('Type', 10, True),
                ('State', 13, True), ('I-Node', 8, True), programs, ('Path', 0, True)])
            found += [self.unix_row(socket) for socket in sockets if socket['proto'] == 'unix']
        return found


# ---- CSV beside JSON ----

def csv_value(column, text, raw):
    """A field as the JSON has it, bytes instead of strings: lists of numbers and objects too."""
    if text is None:
        return None
    if column in ('flags', 'more_local_addresses', 'more_foreign_addresses'):
        return [csv_bytes(part) for part in text.split(';')] if text else []
    if column == 'owners':
        owners = []
        for part in text.split(';') if text else []:
            pid, descriptor, name, context = part.split('/')
            owners.append({'pid': int(pid), 'fd': int(descriptor), 'name': csv_bytes(name),
                           'context': csv_bytes(context) if context else None})
        return owners
    if isinstance(raw, bool):
        return {'true': True, 'false': False}[text]
    if isinstance(raw, int):
        return int(text)
    if isinstance(raw, float):
        return float(text)
    return csv_bytes(text)


def in_bytes(value):
    """The JSON's value, with bytes for strings."""
    if isinstance(value, str):
        return json_bytes(value)
    if isinstance(value, list):
        return [in_bytes(item) for item in value]
    if isinstance(value, dict):
        return {key: in_bytes(item) for key, item in value.items()}
    return value


def csv_fault(columns, fields, socket):
    """What is different between a row of the CSV and its object of the JSON, or None."""
    flat = {}
    for key, value in socket.items():
        if key == 'timer':
            for member in ('name', 'seconds', 'retransmits', 'probes'):
                flat['timer_' + member] = value[member] if value else None
        else:
            flat[key] = value
    for key in flat:
        if key not in columns and key not in ('host', 'event', 'time'):
            return f'{key} is not in the CSV'
    for column, text in zip(columns, fields):
        raw = flat.get(column)
        value = csv_value(column, text, raw)
        if value != in_bytes(raw):
            return f'{column}: {text!r} is not {raw!r}'
    return None
