# shellcheck shell=sh
# Sourced by scripts that need Python: one environment of its own for bootstrap/requirements.txt, `venv` is where. Nothing else is used from PyPI.
name=${0##*/}
name=${name%.sh}
stop() {
    echo "$name: $1" >&2
    exit 2
}

command -v python3 >/dev/null 2>&1 || stop "python3 is missing: install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed, found $(python3 -V 2>&1): install a newer python3"

venv=.cache/venv
# Two steps of make check may be here at once: the second waits.
mkdir -p .cache
exec 8>.cache/venv.lock
flock 8 2>/dev/null || true
if ! cmp -s bootstrap/requirements.txt "$venv/requirements.txt"; then
    echo "$name: installing into $venv (once)"
    rm -rf "$venv"
    python3 -m venv "$venv" >/dev/null 2>&1 || stop "python3 cannot make a virtual environment: install python3-venv"
    # --no-deps: the list is complete, nothing unpinned slips in; `pip check` proves that it is.
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r bootstrap/requirements.txt ||
        stop "pip could not install bootstrap/requirements.txt: see the lines above"
    "$venv/bin/pip" check --disable-pip-version-check
    cp bootstrap/requirements.txt "$venv/requirements.txt"
fi
exec 8>&-
