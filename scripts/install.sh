#!/bin/sh
# Brings node_modules to what package-lock.json says. `git checkout` changes times without changing the file, so the
# content decides: the stamp holds the lock file that was installed.
set -eu
stamp=$1
mkdir -p "$(dirname "$stamp")"
if [ -d node_modules ] && cmp -s package-lock.json "$stamp"; then
    touch "$stamp"
    exit 0
fi
echo "npm: installing the packages of package-lock.json (once)"
# No install scripts: they would fetch provider binaries, which only a real deployment needs (Pulumi does that itself then).
if ! npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error; then
    echo "npm: could not install; the lines above say why (is the package registry reachable?)" >&2
    exit 2
fi
cp package-lock.json "$stamp"
