#!/bin/sh
# What the zizmor of bootstrap/requirements.txt finds in the workflows, as JSON; it asks nobody. test/scan reads it.
set -eu
cd "$(dirname "$0")/.."
. scripts/venv.sh >&2
exec "$venv/bin/zizmor" --offline --no-config --no-progress --quiet --no-exit-codes --format json-v1 "${@:-.github/workflows}"
