#!/bin/sh
# Makes the user of a rotation, as the user of the rotation before, who goes on working. Twice does no harm, on an empty server neither.
# Exit status: 0 done, 40 the server did not answer in time, 41 it knows neither of the two, 42 it refused the statement.
set -eu
# shellcheck source=components/blocks/neo4j/scripts/common.sh
. "${0%/*}/common.sh"

deadline=$(($(date +%s) + ${PATIENCE_SECONDS:-300}))

# as <"" or previous-> < statements
as() {
    NEO4J_USERNAME=$(cat "$CREDENTIAL/${1}username") NEO4J_PASSWORD=$(cat "$CREDENTIAL/${1}password") \
        cypher-shell --non-interactive --format plain --database system --address "$ADDRESS" 2>&1
}

# wait_or_fail <exit status> <what is waited for>
wait_or_fail() {
    [ "$(date +%s)" -lt "$deadline" ] || fail "$@"
    sleep 3
}

user=$(cat "$CREDENTIAL/username")
made=
until reason=$(echo 'SHOW CURRENT USER;' | as ""); do
    case $reason in
        # The image's words: another password than the server's, or no such user.
        *nauthorized*)
            [ -z "$made" ] || fail 41 "$user is not let in with what was just set: $reason"
            # Replaced whole: the server refuses to change a password into itself. Letters and digits only, which need no escaping.
            statement="CREATE OR REPLACE USER \`$user\` SET PASSWORD '$(cat "$CREDENTIAL/password")' CHANGE NOT REQUIRED;"
            if refused=$(echo "$statement" | as previous-); then
                made=yes
                say "$user: made by $(cat "$CREDENTIAL/previous-username")"
                continue
            fi
            case $refused in
                *nauthorized*) wait_or_fail 41 "neither $user nor $(cat "$CREDENTIAL/previous-username") is let in: $refused" ;;
                *refused* | *nable\ to\ connect* | *nable\ to\ get\ a\ routing* | *too\ many\ times*) wait_or_fail 40 "$ADDRESS: $refused" ;;
                *) fail 42 "$user could not be made: $refused" ;;
            esac ;;
        *) wait_or_fail 40 "$ADDRESS: $reason" ;;
    esac
done
say "✅ $user is let in"
