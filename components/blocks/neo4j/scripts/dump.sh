#!/bin/sh
# First half of a backup, in Neo4j's own image: turns a copy of a running server's volume into one archive that was checked.
#
# The copy is what a power cut would leave. Neo4j must start on it once, replay its log and stop cleanly: `database dump` refuses a store
# that still needs recovery, so a dump that succeeds also proves the stop.
#
# Exit status: 10 did not recover, 11 did not stop cleanly, 12 no dump, 13 the dump is damaged, 14 no archive.
set -eu
# shellcheck source=components/blocks/neo4j/scripts/common.sh
. "${0%/*}/common.sh"

: "${FILE_PREFIX:?}" # myriad_backup
: "${BACKUPS:?}"     # directory with room for the dump and for what checking it unpacks
: "${RECOVER_WITHIN:=3600}"
: "${POLL:=5}"
: "${CHECK_MEMORY:=512m}"
: "${SERVER:=/startup/docker-entrypoint.sh}"

name="${FILE_PREFIX}_$(date -u +%Y%m%d_%H%M%S).tar.gz"
mkdir -p "$BACKUPS/dump" "$BACKUPS/check" "$BACKUPS/out"

say "starting Neo4j on the copy"
"$SERVER" neo4j >"$BACKUPS/server.log" 2>&1 &
server=$!
stop() {
    kill "$server" 2>/dev/null || true
    wait "$server" || true
}
trap stop EXIT

waited=0
until wget -q -T 10 -t 1 -O /dev/null http://127.0.0.1:7474/ 2>/dev/null; do
    if ! kill -0 "$server" 2>/dev/null; then
        tail -n 50 "$BACKUPS/server.log" >&2
        fail 10 "Neo4j ended while it recovered"
    fi
    if [ "$waited" -ge "$RECOVER_WITHIN" ]; then
        tail -n 50 "$BACKUPS/server.log" >&2
        fail 10 "Neo4j did not recover within $RECOVER_WITHIN s"
    fi
    sleep "$POLL"
    waited=$((waited + POLL))
done
say "✅ recovered after about $waited s"

kill -TERM "$server"
status=0
wait "$server" || status=$?
trap - EXIT
# 143: a Java process that ran its shutdown hooks upon SIGTERM.
case $status in
0 | 143) say "✅ stopped cleanly" ;;
*)
    tail -n 50 "$BACKUPS/server.log" >&2
    fail 11 "Neo4j stopped with status $status"
    ;;
esac

# system holds users and their passwords.
for database in neo4j system; do
    neo4j-admin database dump "$database" --to-path="$BACKUPS/dump" || fail 12 "could not dump $database"
    [ -s "$BACKUPS/dump/$database.dump" ] || fail 12 "the dump of $database is empty"
    say "✅ dumped $database: $(wc -c <"$BACKUPS/dump/$database.dump") bytes"
done

# The dump itself and not the store: what is checked is what will be restored.
neo4j-admin database check neo4j --from-path="$BACKUPS/dump" --temp-path="$BACKUPS/check" \
    --report-path="$BACKUPS/check" --max-off-heap-memory="$CHECK_MEMORY" || fail 13 "the dump of neo4j is not consistent"
neo4j-admin database load system --info --from-path="$BACKUPS/dump" || fail 13 "the dump of system cannot be read"
say "✅ checked"
rm -rf "$BACKUPS/check"

tar -czf "$BACKUPS/out/$name" -C "$BACKUPS/dump" neo4j.dump system.dump || fail 14 "could not write $name"
gzip -t "$BACKUPS/out/$name" || fail 14 "$name is damaged"
digest_of <"$BACKUPS/out/$name" >"$BACKUPS/out/$name.sha256"
say "✅ $name: $(wc -c <"$BACKUPS/out/$name") bytes"
