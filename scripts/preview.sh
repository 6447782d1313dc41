#!/bin/sh
# What a change would do, without credentials: `preview.sh BASE HEAD` takes two checkouts with their packages installed and prints markdown:
# for each stack of HEAD its plan, and how plan and Kubernetes manifests differ from BASE. Exit status: the worst of HEAD's plans (0 to 2).
set -eu
[ $# -eq 2 ] || { echo 'usage: preview.sh BASE HEAD' >&2; exit 2; }
base=$(cd "$1" && pwd)
head=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A GitHub summary holds 1 MiB: a long difference is cut, and says so.
lines=2000

look() { # checkout, stack, side
    (cd "$1" && npm run --silent plan -- --stack "$2") >"$work/$3.txt" 2>&1 && status=0 || status=$?
    (cd "$1" && npm run --silent manifests -- --stack "$2" --out "$work/$3") >/dev/null 2>&1 || true
    mkdir -p "$work/$3"
}

difference() { # title, what differs
    diff -ru --label before --label after "$work/base$2" "$work/head$2" >"$work/diff" || true
    [ -s "$work/diff" ] || { printf '\n%s: no difference.\n' "$1"; return; }
    total=$(wc -l <"$work/diff")
    printf '\n<details><summary>%s: %s lines of difference</summary>\n\n~~~diff\n' "$1" "$((total))"
    head -n "$lines" "$work/diff" | sed "s#$work/##g"
    printf '~~~\n'
    [ "$total" -le "$lines" ] || printf '\n(the first %s lines)\n' "$lines"
    printf '\n</details>\n'
}

worst=0
for file in "$head"/Pulumi.*.yaml; do
    stack=$(basename "$file" .yaml)
    stack=${stack#Pulumi.}
    rm -rf "$work"/base* "$work"/head*
    look "$head" "$stack" head
    [ "$status" -le "$worst" ] || worst=$status
    printf '\n## %s\n' "$stack"
    case $status in
        0) ;;
        1) printf '\n**Falls short** of a rule, of the budget or of room: see the plan.\n' ;;
        *)
            printf '\n**Refused.**\n'
            # Beside the lines of the pull request: GitHub reads the step's other output for it.
            (cd "$head" && npm run --silent config -- --stack "$stack" --format github 2>/dev/null) >&2 || true
            ;;
    esac
    if [ -f "$base/Pulumi.$stack.yaml" ]; then
        look "$base" "$stack" base
        difference Plan .txt
        difference Manifests ''
    else
        printf '\nA new stack.\n'
    fi
    printf '\n<details><summary>The whole plan</summary>\n\n~~~text\n'
    cat "$work/head.txt"
    printf '~~~\n\n</details>\n'
done
exit "$worst"
