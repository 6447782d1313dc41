#!/bin/sh
# Makes a database, the role that owns it, and where rotations take turns the second role that logs in as a member of it; sets the password
# of the one that is current, as the administrator of the server, and logs in with it. Twice does no harm.
# Exit status: 0 done, 1 the server did not answer in time, 2 a credential is still an older version, 3 a statement failed (psql's own),
# 4 the server refuses, and waiting changes nothing. The reason is the server's own.
set -eu

deadline=$(($(date +%s) + ${PATIENCE_SECONDS:-180}))

# wait_or_end <exit status> <what is waited for>
wait_or_end() {
    if [ "$(date +%s)" -ge "$deadline" ]; then
        echo "database: $2" >&2
        exit "$1"
    fi
    sleep 2
}

# Kubernetes renews the files of a running pod within a minute or two after External Secrets renewed the Secret.
until [ "$(cat "$CREDENTIAL/version")" = "$VERSION" ]; do
    wait_or_end 2 "the credential is still version $(cat "$CREDENTIAL/version"), not $VERSION"
done

# psql in the server's language, which RDS leaves English; libpq's own is set here.
export LC_ALL=C
statement() {
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 "$@"
}

# RDS changes the administrator's password by itself: a refused one is read again, because a new one is on its way.
until reason=$(PGUSER=$(cat "$ADMIN/username") PGPASSWORD=$(cat "$ADMIN/password") statement --command="SELECT" 2>&1); do
    case $reason in
        *"password authentication failed"*)
            wait_or_end 2 "the administrator's credential is still an older one: $reason" ;;
        *"starting up"* | *"shutting down"* | *"recovery"* | *"too many"* | *"remaining connection slots"*)
            wait_or_end 1 "$PGHOST:$PGPORT takes nobody: $reason" ;;
        *FATAL*)
            echo "database: $PGHOST:$PGPORT refuses: $reason" >&2
            exit 4 ;;
        *) wait_or_end 1 "$PGHOST:$PGPORT does not answer: $reason" ;;
    esac
done
PGUSER=$(cat "$ADMIN/username")
PGPASSWORD=$(cat "$ADMIN/password")
export PGUSER PGPASSWORD

role=$(cat "$CREDENTIAL/username")
database=$(cat "$CREDENTIAL/database")
statement --file="$SCRIPTS/database.sql"
for other in ${MEMBER_OF:-}; do
    statement --command="GRANT \"$other\" TO \"$database\""
done
# Asks twice on standard input, where there is no terminal, and sends the SCRAM verifier instead of the password.
printf '%s\n%s\n' "$(cat "$CREDENTIAL/password")" "$(cat "$CREDENTIAL/password")" |
    statement --command="\\password \"$role\"" 2>/dev/null || {
    echo "database: the password of $role could not be set" >&2
    exit 3
}

# Before anybody is told to use it.
reason=$(PGUSER=$role PGPASSWORD=$(cat "$CREDENTIAL/password") statement --dbname="$database" --command="SELECT" 2>&1) || {
    echo "database: $role is not let in with what was just set: $reason" >&2
    exit 4
}
echo "database: $database is there, and $role is let in"
