#!/bin/sh
# Writes the digest that each base image's tag names today into images/images.json. A digest moves when its base is patched.
set -eu

here=$(dirname "$0")
newest=$(jq --compact-output '[.[].bases | to_entries[] | .value | split("@")[0] | {(.): .}] | add' images/images.json | sh "$here/resolve-bases.sh" --newest)
jq --indent 4 --argjson newest "$newest" 'map(.bases |= map_values($newest[split("@")[0]]))' images/images.json >images/images.json.new
mv images/images.json.new images/images.json
