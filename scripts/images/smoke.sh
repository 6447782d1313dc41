#!/bin/sh
# Runs an image as its pod would, as far as Docker can - the workload's user, read-only root, no capabilities, /tmp alone to write to -
# until its health path answers 200. What cannot start by itself is skipped with its reason.
#   IMAGE    to run
#   SMOKE    its row's "smoke" in images/images.json
set -eu

field() { printf %s "$SMOKE" | jq --raw-output "$1"; }

skipped=$(field '.skipped // ""')
if [ -n "$skipped" ]; then
    echo "- smoke test of \`$IMAGE\` skipped: $skipped"
    exit 0
fi
uid=$(field .uid) port=$(field .port) path=$(field .path)
variables=$(mktemp)
container=
trap 'rm -f "$variables"; [ -z "$container" ] || docker rm --force "$container" >/dev/null' EXIT
field '.variables | to_entries[] | "\(.key)=\(.value)"' >"$variables"

container=$(docker run --detach --user "$uid:$uid" --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
    --env-file "$variables" --publish "127.0.0.1::$port" "$IMAGE")
address=$(docker port "$container" "$port/tcp" | head -n 1)

# 180 seconds: the slowest that was measured, Akosha without its registry, takes 38.
tries=0
while [ "$tries" -lt 90 ]; do
    if curl --silent --fail --max-time 2 "http://$address$path" >/dev/null; then
        echo "- smoke test: \`$path\` on $port answered as user $uid on a read-only root"
        exit 0
    fi
    if [ "$(docker inspect --format '{{.State.Running}}' "$container")" != true ]; then break; fi
    tries=$((tries + 1))
    sleep 2
done
docker logs --tail 100 "$container" >&2
echo "$IMAGE: $path on $port did not answer as user $uid on a read-only root; nothing is pushed" >&2
exit 1
