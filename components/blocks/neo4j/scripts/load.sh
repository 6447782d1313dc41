#!/bin/sh
# Second half of a restore, in Neo4j's own image, before the server starts on the same volume: replaces the database neo4j.
#
# Everything that can fail without harm comes first. Users and passwords (the database system) stay as the volume has them, because the
# password in Secrets Manager is today's, and the archive's may not be.
#
# Exit status: 32 the archive is none, or not consistent: nothing is changed; 33 the database could not be loaded.
set -eu
# shellcheck source=components/blocks/neo4j/scripts/common.sh
. "${0%/*}/common.sh"

: "${RESTORE_FROM:?}"
: "${RESTORE:?}"
: "${DATA:?}"
: "${CHECK_MEMORY:=512m}"

if [ "$(restored)" = "$RESTORE_FROM" ]; then
    say "$RESTORE_FROM was restored already"
    exit 0
fi
mkdir -p "$RESTORE/dump" "$RESTORE/check"
tar -xzf "$RESTORE/archive.tar.gz" -C "$RESTORE/dump" neo4j.dump || fail 32 "$RESTORE_FROM holds no dump: nothing is changed"
neo4j-admin database check neo4j --from-path="$RESTORE/dump" --temp-path="$RESTORE/check" \
    --report-path="$RESTORE/check" --max-off-heap-memory="$CHECK_MEMORY" || fail 32 "$RESTORE_FROM is not consistent: nothing is changed"
say "✅ checked $RESTORE_FROM"

neo4j-admin database load neo4j --from-path="$RESTORE/dump" --overwrite-destination=true || fail 33 "could not load $RESTORE_FROM"
# Renamed into place: a half-written name would be read as another backup, and restored over.
printf '%s\n' "$RESTORE_FROM" >"$DATA/restored-from.new"
mv "$DATA/restored-from.new" "$DATA/restored-from"
say "✅ restored $RESTORE_FROM"
