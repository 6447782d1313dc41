#!/bin/sh
# health.sh STACK: make health of a real environment, with the way to its Prometheus and Loki; the table goes to GitHub's summary too. Needs kubectl,
# and aws with a role that the cluster gives `operate`.
set -eu
stack=$1
project=$(sed -n 's/^name: *//p' Pulumi.yaml)
KUBECONFIG=$(mktemp)
export KUBECONFIG
aws eks update-kubeconfig --name "$project-$stack-cluster" --alias "$stack" >/dev/null
kubectl --namespace monitoring port-forward service/prometheus-operated 9090 >/dev/null &
prometheus=$!
kubectl --namespace loki port-forward service/loki 3100 >/dev/null &
loki=$!
trap 'kill "$prometheus" "$loki" 2>/dev/null; rm -f "$KUBECONFIG"' EXIT
# Whoever cannot be asked falls short, with the reason: half a minute for a way that is slow to open.
tries=30
until [ "$tries" = 0 ] || { curl --silent --fail --output /dev/null http://localhost:9090/-/ready && curl --silent --output /dev/null http://localhost:3100/ready; }; do
    tries=$((tries - 1))
    sleep 1
done
status=0
make --no-print-directory health STACK="$stack" CLOUD=aws >health.txt || status=$?
cat health.txt
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    { echo "### $stack"; echo '```'; cat health.txt; echo '```'; } >>"$GITHUB_STEP_SUMMARY"
fi
rm -f health.txt
exit "$status"
