# SPDX-License-Identifier: GPL-2.0-or-later
"""docs.py COLUMNS DOCS [JQ]: whether docs/ says of the formats for programs what the program's column table says.

COLUMNS is what list_columns wrote. JSON.md and sockets.schema.json must have every key of the table, with its type and its
help, and no other, and so must the section and the schema of each other view; the keys of why-busy.schema.json must stand
in WHY-BUSY.md, and the other way round. The examples in JSON.md must be valid, and its decoders must turn random bytes
back."""

import json
import os
import random
import re
import subprocess
import sys

import jsonschema

from formats import csv_bytes, json_bytes, read_json

faults = []


def expect(truth, what):
    if not truth:
        faults.append(what)


def read(name):
    with open(name, encoding='utf-8') as file:
        return file.read()


# ---- the table of columns ----

class Key:
    """A key of the socket object: in which kinds of rows it is, and with which members."""

    def __init__(self, kind, help_text, type_name):
        self.kind, self.help, self.type = kind, help_text, type_name
        self.rows = {}
        self.members = {}


def read_columns(name, view=None):
    """The keys of the sockets, or of another view."""
    keys = {}
    for line in read(name).splitlines():
        row, group, kind, key, type_name, need, group_help, help_text = line.split('\t')
        if row.startswith('view:') if not view else row != f'view:{view}':
            continue
        if group == '-':
            found = keys.setdefault(key, Key(kind, help_text, type_name))
        else:
            found = keys.setdefault(group, Key(kind, group_help, type_name))
            if key != '-':
                found.members[key] = Key('value', help_text, type_name)
        found.rows[row] = need
    return keys


# ---- the schema ----

def types(schema, whole):
    """The names of the types that a schema allows."""
    if '$ref' in schema:
        return types(whole['$defs'][schema['$ref'].rsplit('/', 1)[1]], whole)
    found = set()
    for part in schema.get('anyOf', []) + schema.get('oneOf', []):
        found |= types(part, whole)
    for value in schema.get('enum', []):
        found.add('null' if value is None else 'string')
    given = schema.get('type', [])
    return found | set([given] if isinstance(given, str) else given)


def check_properties(name, schema, whole, expected):
    """expected: (type, help, required) by key."""
    properties = {key: value for key, value in schema['properties'].items() if key not in ('host', 'event', 'time')}
    expect(schema.get('additionalProperties') is False, f'{name}: additionalProperties')
    expect(list(properties) == list(expected), f'{name}: keys {list(properties)} instead of {list(expected)}')
    required = [key for key, (_, _, always) in expected.items() if always]
    expect(sorted(schema['required']) == sorted(required), f"{name}: required {schema['required']}")
    for key, (type_name, help_text, _) in expected.items():
        if key not in properties:
            continue
        found = types(properties[key], whole)
        expect(found - {'null'} <= {type_name}, f'{name}: {key} is {found} instead of {type_name}')
        expect(properties[key].get('description') == help_text, f'{name}: description of {key}')


def check_schema(schema, keys):
    defs = schema['$defs']
    for row in ('inet', 'sctp', 'unix'):
        expected = {}
        for key, found in keys.items():
            if row in found.rows:
                type_name = {'object': 'object', 'list': 'array'}.get(found.kind, found.type)
                expected[key] = (type_name, found.help, found.rows[row] == 'always')
        check_properties(row, defs[row + '_socket'], schema, expected)
    for key, name in (('timer', 'timer'), ('owners', 'owner')):
        check_properties(name, defs[name], schema,
                         {member: (found.type, found.help, True) for member, found in keys[key].members.items()})


# ---- JSON.md ----

KINDS = {('inet', 'sctp', 'unix'): 'all', ('inet', 'sctp'): 'internet', ('sctp',): 'SCTP', ('unix',): 'unix'}


def may_be_null(schema, key, member=None):
    if member:
        defs = [schema['$defs'][{'timer': 'timer', 'owners': 'owner'}[key]]]
    else:
        defs = [schema['$defs'][row + '_socket'] for row in ('inet', 'sctp', 'unix')]
    return any('null' in types(part['properties'][member or key], schema) for part in defs
               if (member or key) in part['properties'])


def check_table(text, keys, schema):
    expected = []
    for key, found in keys.items():
        rows = KINDS[tuple(sorted(found.rows))]
        type_name = {'object': 'object', 'list': 'array of objects' if found.members else f'array of {found.type}s'}
        words = type_name.get(found.kind, found.type) + (' or null' if may_be_null(schema, key) else '')
        expected.append(f'| `{key}` | {rows} | {words} | {found.help} |')
        for member, inner in found.members.items():
            words = inner.type + (' or null' if may_be_null(schema, key, member) else '')
            expected.append(f"| `{key}{'[]' if found.kind == 'list' else ''}.{member}` | {rows} | {words} | {inner.help} |")
    section = text.split('\n## Keys\n')[1].split('\n## ')[0]
    found = [line for line in section.splitlines() if line.startswith('| `')]
    for line in expected:
        expect(line in found, f'JSON.md has not: {line}')
    for line in found:
        expect(line in expected, f'JSON.md has, and should not: {line}')
    expect(found == expected or set(found) != set(expected), 'JSON.md: another order than the columns')


def blocks(text, language):
    return re.findall(rf'^```{language}\n(.*?)^```$', text, flags=re.M | re.S)


def line_of(schema):
    return {'$schema': schema['$schema'], '$ref': '#/$defs/line', '$defs': schema['$defs']}


def check_example(value, schema):
    try:
        jsonschema.validate(value, schema if 'schema' in value else line_of(schema), jsonschema.Draft202012Validator)
    except jsonschema.ValidationError as error:
        expect(False, f'JSON.md: an example: {error.message[:200]}')


def check_examples(text, schema, views):
    """The examples in the section of another view are of its schema, all others are of sockets."""
    count = {}
    for section in re.split('^(?=## )', text, flags=re.M):
        title = section.split('\n')[0][3:].lower()
        for example in blocks(section, 'json'):
            check_example(read_json(example.encode()), views.get(title, schema))
            count[title in views and title] = count.get(title in views and title, 0) + 1
    expect(count.get(False, 0) >= 3, f'JSON.md: examples: {count}')
    for name in views:
        expect(count.get(name), f'JSON.md: no example of {name}')


# ---- the other views: a section of JSON.md and a schema, both with the view's name ----

VIEWS = ('interfaces', 'routes', 'statistics', 'groups', 'masquerade')


def check_members(name, key, found, schema):
    """What the objects under a key have, which the schema defines under the same name. Returns the lines for JSON.md."""
    lines = []
    if found.members:
        part = schema['$defs'][key]
        check_properties(f'{name}: {key}', part, schema,
                         {member: (inner.type, inner.help, True) for member, inner in found.members.items()})
        for member, inner in found.members.items():
            null = ' or null' if 'null' in types(part['properties'].get(member, {}), schema) else ''
            lines.append(f"| `{key}{'[]' if found.kind == 'list' else ''}.{member}` | {inner.type}{null} | {inner.help} |")
    return lines


def check_view(name, text, keys, schema):
    expected, lines = {}, []
    row = schema['$defs']['row']
    for key, found in keys.items():
        type_name = {'object': 'object', 'list': 'array'}.get(found.kind, found.type)
        expected[key] = (type_name, found.help, found.rows[f'view:{name}'] == 'always')
        null = ' or null' if 'null' in types(row['properties'].get(key, {}), schema) else ''
        words = {'object': 'object', 'list': 'array of objects' if found.members else f'array of {found.type}s'}
        lines.append(f'| `{key}` | {words.get(found.kind, found.type)}{null} | {found.help} |')
        lines += check_members(name, key, found, schema)
    check_properties(name, row, schema, expected)
    expect(schema['properties']['schema'] == {'const': f'netstat-ng/{name}/1'}, f'{name}: the name of the schema')
    section = text.split(f'\n## {name.capitalize()}\n')[1].split('\n## ')[0]
    found = [line for line in section.splitlines() if line.startswith('| `')]
    expect(found == lines, f'JSON.md, {name}: {sorted(set(found) ^ set(lines)) or "another order"}')


# ---- the decoders in JSON.md ----

def escaped(raw):
    """As the program writes a string, by the words of JSON.md."""
    return re.sub('[\ufffd\udc80-\udcff]', lambda match: '\ufffd\ufffd' if match[0] == '\ufffd'
                  else '\ufffd' + chr(ord(match[0]) - 0xdc00), raw.decode('utf-8', 'surrogateescape'))


def escaped_csv(raw):
    return re.sub('[\\\\\0-\x1f\udc80-\udcff]', lambda match: ''.join(
        f'\\x{byte:02x}' for byte in match[0].encode('utf-8', 'surrogateescape')), raw.decode('utf-8', 'surrogateescape'))


def samples():
    chance = random.Random(7)
    pieces = [bytes([byte]) for byte in range(1, 256)] + [b'\xef\xbf\xbd', b'\xed\xa0\x80', b'\xe2\x82\xac', b'\\x41',
                                                          b'\xf0\x9f\x98\x80', b'\xc3\xbf', b'\xef\xbf\xbd\xff'] * 9
    yield from pieces
    for _ in range(500):
        yield b''.join(chance.choice(pieces) for _ in range(chance.randrange(30)))


def check_decoders(text, jq):
    names = {}
    for block in blocks(text, 'python'):
        exec(block, names)  # our own document
    expect(os.fsencode('\udcff\u20ac') == b'\xff\xe2\x82\xac', 'the file system encoding is not UTF-8')
    for raw in samples():
        expect(json_bytes(escaped(raw)) == raw, f'json_bytes: {raw!r}')
        expect(csv_bytes(escaped_csv(raw)) == raw, f'csv_bytes: {raw!r}')
        expect(names['raw'](escaped(raw)) == raw, f'JSON.md, Python: {raw!r}')
        expect(names['raw_csv'](escaped_csv(raw)) == raw, f'JSON.md, Python, CSV: {raw!r}')
    if not jq:
        return
    program, = blocks(text, 'jq')
    done = subprocess.run([jq, '-c', program + ' .[] | raw'], input=json.dumps([escaped(raw) for raw in samples()]),
                          capture_output=True, text=True, timeout=60, check=False)
    expect(done.returncode == 0, f'jq: {done.stderr[:200]}')
    for raw, line in zip(samples(), done.stdout.splitlines()):
        expect(bytes(json.loads(line)) == raw, f'JSON.md, jq: {raw!r}')


# ---- --why-busy ----

WHY_TABLES = {'A report': 'report', 'A cause': 'cause', 'A holder': 'holder', 'A socket': 'socket', 'A bind': 'bind'}


def check_why(text, schema):
    section = text.split('\n## The JSON document\n')[1].split('\n## ')[0]
    for title, name in WHY_TABLES.items():
        table = section.split(f'\n{title}:\n\n')[1].split('\n\n')[0]
        found = [key for line in table.splitlines() for key in re.findall('`([a-z0-9_]+)`', line.split('|')[1])]
        properties = schema['$defs'][name]['properties']
        expect(sorted(found) == sorted(properties), f'WHY-BUSY.md, {name}: {sorted(set(found) ^ set(properties))}')
        expect(sorted(schema['$defs'][name]['required']) == sorted(properties), f'why-busy, {name}: required')
        expect(schema['$defs'][name].get('additionalProperties') is False, f'why-busy, {name}: additionalProperties')


def main():
    columns, docs, *jq = sys.argv[1:]
    keys = read_columns(columns)
    schemas = {name: read_json(read(f'{docs}/{name}.schema.json').encode()) for name in ('sockets', 'why-busy') + VIEWS}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    text = read(f'{docs}/JSON.md')
    check_schema(schemas['sockets'], keys)
    check_table(text, keys, schemas['sockets'])
    check_examples(text, schemas['sockets'], {name: schemas[name] for name in VIEWS})
    for name in VIEWS:
        check_view(name, text, read_columns(columns, name), schemas[name])
    check_decoders(text, jq[0] if jq else None)
    check_why(read(f'{docs}/WHY-BUSY.md'), schemas['why-busy'])
    expect(len(keys) > 20, f'only {len(keys)} keys')
    for fault in faults:
        print(fault)
    print(f'{len(keys)} keys, {len(faults)} faults')
    return bool(faults)


sys.exit(main())
