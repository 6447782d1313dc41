#!/bin/sh
# Names the state of STACK, for `pulumi up` to refuse another one than the one whose preview was reviewed: `state.sh [--expect NAME]`.
set -eu
cd "$(dirname "$0")/../.."
file=$(mktemp)
trap 'rm -f "$file"' EXIT
# No pipe: where the state cannot be read, nothing may look like one.
pulumi stack export --stack "$STACK" >"$file"
npm run --silent review -- state "$@" <"$file"
