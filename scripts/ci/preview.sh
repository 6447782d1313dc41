#!/bin/sh
# The engine's own preview of STACK, with credentials and with drift, as the markdown that a pull request shows. Fails when the engine does,
# and shows what it said all the same; it is held to the rules of policy/. That data is at risk fails nothing here: reviewers see it before anything is done.
set -eu
cd "$(dirname "$0")/../.."
file=$(mktemp)
trap 'rm -f "$file"' EXIT
failed=0
pulumi preview --refresh --json --policy-pack policy --non-interactive --stack "$STACK" >"$file" || failed=$?
npm run --silent diff -- --stack "$STACK" --preview "$file" --format markdown || [ $? -eq 1 ] || failed=2
exit "$failed"
