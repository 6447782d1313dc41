#!/bin/sh
# Checks the CloudFormation template with the cfn-lint that bootstrap/requirements.txt pins, in an environment of its own, and
# runs the function inside it; and every shell script with the shellcheck beside it.
set -eu
cd "$(dirname "$0")/.."

stop() {
    echo "cfn-lint: $1" >&2
    exit 2
}

command -v python3 >/dev/null 2>&1 || stop "python3 is missing: install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed, found $(python3 -V 2>&1): install a newer python3"

venv=.cache/venv
stamp=$venv/requirements.txt
if ! cmp -s bootstrap/requirements.txt "$stamp"; then
    echo "cfn-lint: installing into $venv (once)"
    rm -rf "$venv"
    python3 -m venv "$venv" >/dev/null 2>&1 || stop "python3 cannot make a virtual environment: install python3-venv"
    # --no-deps: the list is complete, nothing unpinned slips in; `pip check` proves that it is.
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r bootstrap/requirements.txt ||
        stop "pip could not install bootstrap/requirements.txt: see the lines above"
    "$venv/bin/pip" check --disable-pip-version-check
    cp bootstrap/requirements.txt "$stamp"
fi
# The scripts that run in pods are here too. -P: they name what they source from the root of the project.
"$venv/bin/shellcheck" -x -P . scripts/*.sh components/blocks/neo4j/scripts/*.sh
"$venv/bin/cfn-lint" --include-checks I --template bootstrap/account.yaml
exec "$venv/bin/python" -B test/bootstrap/account_settings.py
