#!/bin/sh
# First half of a restore, in the image of the AWS CLI: fetches the archive and compares it with its digest.
#
# Exit status: 30 not there, or never verified; 31 damaged.
set -eu
# shellcheck source=components/blocks/neo4j/scripts/common.sh
. "${0%/*}/common.sh"

: "${RESTORE_FROM:?}"
: "${RESTORE:?}" # directory with room for the archive, what is in it, and what checking that unpacks
: "${DATA:?}"
: "${BUCKET:?}"
: "${KEY_PREFIX:?}"

if [ "$(restored)" = "$RESTORE_FROM" ]; then
    say "$RESTORE_FROM was restored already"
    exit 0
fi
source="s3://$BUCKET/$KEY_PREFIX/$RESTORE_FROM"
expected=$(aws s3 cp --only-show-errors "$source.sha256" -) || fail 30 "$RESTORE_FROM has no digest: it is not there, or was never verified"
aws s3 cp --only-show-errors "$source" "$RESTORE/archive.tar.gz" || fail 30 "could not fetch $RESTORE_FROM"
[ "$(digest_of <"$RESTORE/archive.tar.gz")" = "$expected" ] || fail 31 "$RESTORE_FROM is damaged: nothing is changed"
say "✅ fetched $RESTORE_FROM"
