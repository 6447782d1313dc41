#!/bin/sh
# What checkov and parliament find in a list of what they should read, as JSON (scripts/scan/scan.py); they ask nobody. test/scan reads it.
set -eu
cd "$(dirname "$0")/.."
requirements=scripts/scan/requirements.txt
venv=.cache/venv-scan
. scripts/venv.sh >&2
exec "$venv/bin/python" -B scripts/scan/scan.py "$@"
