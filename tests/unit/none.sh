#!/bin/sh
# Stands in for the unit tests where they were not built, so that they are counted as skipped.
echo "SKIP: no unit tests: ${no_unit_tests-they were not built}"
exit 77
