#!/bin/sh
# Reads base images as JSON, {"PYTHON": "docker.io/library/python:3.13-slim"}, and prints them with a digest each. One that has a digest
# keeps it; what its tag names today is looked up for the others, so that no build starts from a tag. Needs docker buildx and jq.
#   sh scripts/images/resolve-bases.sh [--newest] < bases.json        --newest: looks all of them up
set -eu

newest=${1:-}
# In a variable, so that a base that fails ends this and is not left out.
resolved=$(jq --raw-output 'to_entries[] | "\(.key) \(.value)"' | while read -r argument base; do
    tag=${base%%@*}
    digest=${base#"$tag"}
    if [ -z "$digest" ] || [ "$newest" = --newest ]; then
        digest=@$(docker buildx imagetools inspect "$tag" --format '{{json .Manifest}}' | jq --exit-status --raw-output .digest)
    fi
    if ! printf %s "$digest" | grep -Eq '^@sha256:[0-9a-f]{64}$'; then
        echo "$argument: $tag$digest has no digest that is one" >&2
        exit 2
    fi
    jq --null-input --compact-output --arg argument "$argument" --arg base "$tag$digest" '{($argument): $base}'
done)
printf '%s\n' "$resolved" | jq --slurp --compact-output add
