#!/bin/sh
# AWS's own papers (plan/papers): `shapes` writes the record anew from the pinned cfn-lint and botocore, `check` proves that it is current.
set -eu
cd "$(dirname "$0")/.."
. scripts/venv.sh

case "${1:-}" in
    shapes) exec "$venv/bin/python" -B scripts/papers/shapes.py ;;
    check) exec "$venv/bin/python" -B scripts/papers/shapes.py --check ;;
    *) stop "say shapes or check" ;;
esac
