#!/bin/sh
# Of every image of images/images.json: its digest, one JSON object a line, if it was built and its scan is clean.
#   PROJECT, PLATFORM    mindcloud, linux/arm64
set -eu

here=$(dirname "$0")
jq --compact-output '.[]' images/images.json | while read -r row; do
    IMAGE=$(printf %s "$row" | jq --raw-output .image)
    FOLDER=$(printf %s "$row" | jq --raw-output .folder)
    COMMIT=$(printf %s "$row" | jq --raw-output '.commit // ""')
    BASES=$(printf %s "$row" | jq --compact-output .bases | sh "$here/resolve-bases.sh")
    REPOSITORY=$PROJECT/$IMAGE
    export IMAGE FOLDER COMMIT BASES REPOSITORY
    TAG=$(sh "$here/tag.sh")
    export TAG
    sh "$here/clean-digest.sh" </dev/null
done
