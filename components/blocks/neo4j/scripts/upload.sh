#!/bin/sh
# Second half of a backup, in the image of the AWS CLI: brings the archive to S3, reads it back, and only then lets old ones go.
#
# The object <name>.sha256 is written last: an archive that has one was read back and is whole, one without never counts. So nothing has to
# be remembered between runs, and a run that was killed anywhere leaves the kept backups as they were.
#
# Exit status: 20 not uploaded, 21 what S3 gives back is not what was sent, 22 the new one is safe but old ones could not be removed.
set -eu
# shellcheck source=components/blocks/neo4j/scripts/common.sh
. "${0%/*}/common.sh"

: "${FILE_PREFIX:?}"
: "${BACKUPS:?}"
: "${BUCKET:?}"
: "${KEY_PREFIX:?}" # without a slash at the end
: "${KEEP:?}"

set -- "$BACKUPS/out/${FILE_PREFIX}_"*.tar.gz
if [ $# -ne 1 ] || [ ! -f "$1" ]; then fail 20 "there is not exactly one archive in $BACKUPS/out"; fi
archive=$1
name=${archive##*/}
target="s3://$BUCKET/$KEY_PREFIX"

aws s3 cp --only-show-errors "$archive" "$target/$name" || fail 20 "could not upload $name"
expected=$(cat "$archive.sha256")
received=$(aws s3 cp --only-show-errors "$target/$name" - | digest_of)
[ "$received" = "$expected" ] || fail 21 "$name in S3 differs from what was sent: nothing is removed"
aws s3 cp --only-show-errors "$archive.sha256" "$target/$name.sha256" || fail 20 "could not upload $name.sha256"
say "✅ $target/$name is whole"

keys=$(aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$KEY_PREFIX/${FILE_PREFIX}_" \
    --query 'Contents[].Key' --output text) || fail 22 "could not list the backups"
set -f
newline='
'
names=$newline
digits='[0-9][0-9][0-9][0-9]'
# Anything that is not named as we name backups is somebody else's. (The image has a shell and coreutils, and is not held to have more.)
for key in $keys; do
    one=${key#"$KEY_PREFIX/"}
    case ${one%.sha256} in
    "$FILE_PREFIX"_$digits${digits}_${digits}[0-9][0-9].tar.gz) names=$names$one$newline ;;
    esac
done
has() {
    case $names in
    *"$newline$1$newline"*) true ;;
    *) false ;;
    esac
}
if ! has "$name" || ! has "$name.sha256"; then fail 22 "the list of backups lacks the new one: nothing is removed"; fi

remove() {
    aws s3api delete-object --bucket "$BUCKET" --key "$KEY_PREFIX/$1" >/dev/null || fail 22 "could not remove $1"
}

# Newest first; the names sort by time.
kept=0
for one in $(printf '%s' "$names" | sort -r); do
    case $one in *.sha256) continue ;; esac
    if has "$one.sha256" && [ "$kept" -lt "$KEEP" ]; then
        kept=$((kept + 1))
    elif [ "$kept" -ge "$KEEP" ]; then
        # The digest first: what has none does not count, whatever happens next.
        if has "$one.sha256"; then remove "$one.sha256"; fi
        remove "$one"
        say "removed $one"
    fi
done
say "✅ $kept of $KEEP backups are kept"
