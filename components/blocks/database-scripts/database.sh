#!/bin/sh
# Makes a database and the role that owns it, or changes the role's password, as the administrator of the server. Twice does no harm.
# Exit status: 0 done, 1 the server did not answer in time, 2 the credential is still an older version, 3 a statement failed (psql's own).
set -eu

deadline=$(($(date +%s) + ${PATIENCE_SECONDS:-180}))

# Kubernetes renews the files of a running pod within a minute or two after External Secrets renewed the Secret.
until [ "$(cat "$CREDENTIAL/version")" = "$VERSION" ]; do
    if [ "$(date +%s)" -ge "$deadline" ]; then
        echo "database: the credential is still version $(cat "$CREDENTIAL/version"), not $VERSION" >&2
        exit 2
    fi
    sleep 2
done

PGUSER=$(cat "$ADMIN/username")
PGPASSWORD=$(cat "$ADMIN/password")
export PGUSER PGPASSWORD

until pg_isready --quiet --timeout=5; do
    if [ "$(date +%s)" -ge "$deadline" ]; then
        echo "database: $PGHOST:$PGPORT does not answer" >&2
        exit 1
    fi
    sleep 2
done

statement() {
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 "$@"
}

role=$(cat "$CREDENTIAL/username")
statement --file="$SCRIPTS/database.sql"
for other in ${MEMBER_OF:-}; do
    statement --command="GRANT \"$other\" TO \"$role\""
done
# Asks twice on standard input, where there is no terminal, and sends the SCRAM verifier instead of the password.
printf '%s\n%s\n' "$(cat "$CREDENTIAL/password")" "$(cat "$CREDENTIAL/password")" |
    statement --command="\\password \"$role\"" 2>/dev/null || {
    echo "database: the password of $role could not be set" >&2
    exit 3
}
echo "database: $(cat "$CREDENTIAL/database") is there, owned by $role"
