#!/bin/sh
# AWS's own papers (plan/papers): `shapes` writes the record anew from the pinned cfn-lint and botocore, `check` proves that it is current;
# `lint FOLDER...` holds what npm run cloudformation wrote to cfn-lint and botocore, `commands` the aws commands that come in.
set -eu
cd "$(dirname "$0")/.."
. scripts/venv.sh

case "${1:-}" in
    shapes)
        "$venv/bin/python" -B scripts/papers/offers.py
        exec "$venv/bin/python" -B scripts/papers/shapes.py
        ;;
    check)
        "$venv/bin/python" -B scripts/papers/offers.py --check
        exec "$venv/bin/python" -B scripts/papers/shapes.py --check
        ;;
    lint)
        shift
        exec "$venv/bin/python" -B scripts/papers/lint.py "$@"
        ;;
    commands)
        exec "$venv/bin/python" -B scripts/papers/commands.py
        ;;
    *) stop "say shapes, check, lint or commands" ;;
esac
