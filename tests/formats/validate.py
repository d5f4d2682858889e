# SPDX-License-Identifier: GPL-2.0-or-later
"""validate.py SCHEMA FILE...: whether the schema allows the JSON document in each file. Says what it forbids; exits with 1
then, or if there is no file."""

import sys

import jsonschema

from formats import Fault, read_json


def read(name):
    with open(name, 'rb') as file:
        return read_json(file.read())


def main():
    schema, *names = sys.argv[1:]
    validator = jsonschema.Draft202012Validator(read(schema))
    faults = 0
    for name in names:
        try:
            error = jsonschema.exceptions.best_match(validator.iter_errors(read(name)))
            message = error and f'{list(error.absolute_path)}: {error.message[:300]}'
        except (Fault, ValueError) as fault:
            message = str(fault)
        if message:
            faults += 1
            print(f'{name}: {message}')
    print(f'{len(names)} documents, {faults} not allowed')
    return bool(faults or not names)


sys.exit(main())
