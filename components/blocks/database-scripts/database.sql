-- Names come from files; psql quotes them (:"name", :'text'). The password is set by \password in database.sh: the server logs statements
-- such as ALTER ROLE, and must see its hash only.
\set role `cat "$CREDENTIAL/username"`
\set database `cat "$CREDENTIAL/database"`

SELECT format('CREATE ROLE %I LOGIN', :'role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec

-- The administrator of RDS is no superuser: it may give a database to a role only as a member of that role.
GRANT :"role" TO CURRENT_USER;

SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'role')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

-- By default every role of the server may connect to every database.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO :"role";
