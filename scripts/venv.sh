# shellcheck shell=sh
# Sourced by scripts that need Python: an environment of its own for `requirements` (bootstrap/requirements.txt), `venv` is where (.cache/venv).
requirements=${requirements:-bootstrap/requirements.txt}
venv=${venv:-.cache/venv}
name=${0##*/}
name=${name%.sh}
stop() {
    echo "$name: $1" >&2
    exit 2
}

command -v python3 >/dev/null 2>&1 || stop "python3 is missing: install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed, found $(python3 -V 2>&1): install a newer python3"

# Two steps of make check may be here at once: the second waits.
mkdir -p .cache
exec 8>"$venv.lock"
flock 8 2>/dev/null || true
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
    echo "$name: installing into $venv (once)"
    rm -rf "$venv"
    python3 -m venv "$venv" >/dev/null 2>&1 || stop "python3 cannot make a virtual environment: install python3-venv"
    # --no-deps: the list is complete, nothing unpinned slips in; `pip check` proves that it is.
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$requirements" ||
        stop "pip could not install $requirements: see the lines above"
    "$venv/bin/pip" check --disable-pip-version-check
    cp "$requirements" "$venv/requirements.txt"
fi
exec 8>&-
