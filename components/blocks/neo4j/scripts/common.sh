# shellcheck shell=sh
# What all four scripts say and how they end. One line for each step, so that a log answers "what happened last night" by itself.

say() {
    printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"
}

# fail <exit status> <what went wrong>
fail() {
    status=$1
    shift
    say "❌ $*" >&2
    exit "$status"
}

digest_of() {
    sha256sum | cut -d ' ' -f 1
}

# The name of the backup that the volume was restored from, if it was.
restored() {
    cat "$DATA/restored-from" 2>/dev/null || true
}
