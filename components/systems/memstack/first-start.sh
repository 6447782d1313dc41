#!/bin/sh
# One API process alone, until it is well, then stopped: it makes the tables, the indexes and the default accounts. Every later pod finds
# them there; three at once would race (CREATE TABLE of SQLAlchemy's create_all looks first and creates then). Then $ROTATE, if it is set.
set -eu

uvicorn src.infrastructure.adapters.primary.web.main:app --host 127.0.0.1 --port "$PORT" --workers 1 &
api=$!
trap 'kill "$api" 2>/dev/null || true' EXIT INT TERM

echo "first start: waiting for http://127.0.0.1:$PORT$HEALTH_PATH"
until python -c "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=2)" \
    "http://127.0.0.1:$PORT$HEALTH_PATH" 2>/dev/null; do
    kill -0 "$api" 2>/dev/null || { echo "first start: the API ended before it was well" >&2; exit 1; }
    sleep 1
done

kill -TERM "$api"
wait "$api" || true
trap - EXIT
echo "first start: tables, indexes and default accounts are there"
[ -z "${ROTATE:-}" ] || exec $ROTATE
