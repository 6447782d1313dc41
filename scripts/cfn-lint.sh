#!/bin/sh
# Checks the CloudFormation template with the cfn-lint that bootstrap/requirements.txt pins, in an environment of its own, and
# runs the function inside it; and every shell script with the shellcheck beside it.
set -eu
cd "$(dirname "$0")/.."
. scripts/venv.sh

# The scripts that run in pods are here too. -P: they name what they source from the root of the project.
"$venv/bin/shellcheck" -x -P . scripts/*.sh components/blocks/neo4j/scripts/*.sh
"$venv/bin/cfn-lint" --include-checks I --template bootstrap/account.yaml bootstrap/detection.yaml
exec "$venv/bin/python" -B test/bootstrap/account_settings.py
