# SPDX-License-Identifier: GPL-2.0-or-later
"""compare.py SCHEMA DIRECTORY ARGUMENT...: whether one listing in four formats is the same listing. SCHEMA may be `-`.

DIRECTORY holds what the program wrote with these arguments: text.out, json.out, jsonl.out and csv.out. Says what is
wrong, and exits with 1, if a format is not valid, holds other rows or another order, or if the text made from the JSON is
not the program's text."""

import os
import pwd
import re
import sys

from formats import Fault, Table, csv_fault, read_csv, read_json, read_lines

# The seconds of a timer that runs are others in each listing.
RUNNING = re.compile(rb' (on|keepalive|timewait|probe) \([0-9.]+/')
LETTERS = {'a': 'all', 'l': 'listening', 'n': 'numeric', 'e': 'extend', 'p': 'programs', 'o': 'timers', 'W': 'wide'}


def options_of(arguments):
    words = set()
    for argument in arguments:
        if re.fullmatch('-[a-zA-Z0-9]+', argument):
            words |= {LETTERS.get(letter, letter) for letter in argument[1:]}
    return words


def still(line):
    return RUNNING.sub(rb' \1 (S/', line)


def expect(truth, what):
    if not truth:
        raise Fault(what)


def read(directory, name):
    with open(f'{directory}/{name}.out', 'rb') as file:
        return file.read()


def check_schema(name, document, lines):
    import jsonschema

    with open(name, 'rb') as file:
        schema = read_json(file.read())
    jsonschema.Draft202012Validator.check_schema(schema)
    line_schema = {'$schema': schema['$schema'], '$ref': '#/$defs/line', '$defs': schema['$defs']}
    # Lines hold what the document holds, which check_lines() sees to: some of them are enough.
    for part, values in ((schema, [document]), (line_schema, lines[::7])):
        validator = jsonschema.Draft202012Validator(part)
        for value in values:
            error = jsonschema.exceptions.best_match(validator.iter_errors(value))
            if error:
                raise Fault(f'the schema forbids {list(error.absolute_path)}: {error.message[:300]}')


def without_seconds(value):
    """The same but for what moves on: the time until a timer runs out."""
    timer = value.get('timer')
    if not timer or timer['name'] == 'off':
        return value
    return dict(value, timer=dict(timer, seconds=None))


def check_lines(document, lines):
    expect(len(lines) == len(document['sockets']), f"{len(lines)} lines, {len(document['sockets'])} in the document")
    for line, socket in zip(lines, document['sockets']):
        expect(list(line) == ['host'] + list(socket), f'other keys, or another order: {line}')
        expect(line['host'] == document['host'], f"host {line['host']}")
        line = {key: value for key, value in line.items() if key != 'host'}
        expect(without_seconds(line) == without_seconds(socket), f'a line is {line}, in the document {socket}')


def check_csv(document, rows):
    columns = rows[0]
    expect(len(set(columns)) == len(columns), 'two columns of one name')
    expect(len(rows) - 1 == len(document['sockets']), f'{len(rows) - 1} rows of CSV')
    for fields, socket in zip(rows[1:], document['sockets']):
        if socket.get('timer') and socket['timer']['name'] != 'off':
            socket = dict(socket, timer=dict(socket['timer'], seconds=float(fields[columns.index('timer_seconds')])))
        fault = csv_fault(columns, fields, socket)
        expect(not fault, f'CSV: {fault}: {fields}')


def check_text(document, text, options):
    unix_only = 'x' in options and not options & set('tuUwS46')
    explicit = options & set('tuUwSx46')
    try:
        root = pwd.getpwuid(0).pw_name
    except KeyError:
        root = None
    made = Table(options, root).lines(document['sockets'], inet=not unix_only, unix=not explicit or 'x' in options)
    lines = text.split(b'\n')
    expect(lines.pop() == b'', 'the last line of the text has no end')
    for ours, theirs in zip(made, lines):
        expect(still(ours) == still(theirs), f'from the JSON {ours!r},\nin the text   {theirs!r}')
    expect(len(made) == len(lines), f'{len(made)} lines made of the JSON, the text has {len(lines)}')


def main():
    schema_file, directory, *arguments = sys.argv[1:]
    data = read(directory, 'json')
    document = read_json(data)
    lines = read_lines(read(directory, 'jsonl'))
    expect(data.count(b'\n') == 1 and data.endswith(b'\n'), 'the document is not one line')
    if schema_file != '-':
        check_schema(schema_file, document, lines)
    expect(document['host'] == os.uname().nodename, f"host {document['host']}")
    check_lines(document, lines)
    check_csv(document, read_csv(read(directory, 'csv')))
    check_text(document, read(directory, 'text'), options_of(arguments))
    if not document['sockets']:
        raise Fault('nothing was compared: no sockets')
    print(f"{len(document['sockets'])} sockets")


try:
    main()
except (Fault, ValueError, UnicodeError) as fault:
    print(fault)
    sys.exit(1)
