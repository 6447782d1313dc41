#!/bin/sh
# Prints the tag of an image: digits of the upstream commit, of what its folder holds, and of its base images. Tags are immutable and the
# same inputs give the same tag, whoever builds: a changed Dockerfile and a patched base make another one.
#   FOLDER    of the Dockerfile
#   COMMIT    of the upstream checkout, or nothing
#   BASES     JSON, each with its digest (resolve-bases.sh)
set -eu

if ! printf %s "$BASES" | jq --exit-status 'length > 0 and all(test("@sha256:[0-9a-f]{64}$"))' >/dev/null; then
    echo "BASES: every base needs a digest, found $BASES" >&2
    exit 2
fi
folder=$(git rev-parse "HEAD:$FOLDER" | cut -c1-12)
bases=$(printf %s "$BASES" | jq --raw-output --sort-keys 'to_entries | sort_by(.key)[] | "\(.key)=\(.value)"' | git hash-object --stdin | cut -c1-12)
echo "${COMMIT:+$(printf %.12s "$COMMIT")-}$folder-$bases"
