-- Names come from files; psql quotes them (:"name", :'text'). The password is set by \password in database.sh: the server logs statements
-- such as ALTER ROLE, and must see its hash only.
\set role `cat "$CREDENTIAL/username"`
\set database `cat "$CREDENTIAL/database"`
-- Owns everything, and is called like the database.
\set owner :database

SELECT format('CREATE ROLE %I LOGIN', name)
FROM (SELECT :'owner' AS name UNION SELECT :'role') AS wanted
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec

-- The administrator of RDS is no superuser: it may give a database to a role only as a member of that role.
GRANT :"owner" TO CURRENT_USER;

SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

-- By default every role of the server may connect to every database.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO :"owner";

-- The second login works as the first: what it makes is the owner's, whoever logged in, so that neither misses anything at its turn.
SELECT format('GRANT %I TO %I', :'owner', :'role') WHERE :'role' <> :'owner' \gexec
SELECT format('ALTER ROLE %I IN DATABASE %I SET role = %L', :'role', :'database', :'owner') WHERE :'role' <> :'owner' \gexec
