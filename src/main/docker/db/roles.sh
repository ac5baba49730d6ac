#!/usr/bin/env bash
# Run once by PostgreSQL's image on an empty volume: a role for the service that owns its database and
# nothing else, and one for dashboards that reads and does no more.
set -euo pipefail

psql --username "$POSTGRES_USER" --dbname postgres --quiet --no-psqlrc \
  --set ON_ERROR_STOP=1 \
  --set service_password="$DATABASE_PASSWORD" \
  --set reader_password="$READER_PASSWORD" <<'SQL'
CREATE ROLE shortener LOGIN PASSWORD :'service_password';
CREATE ROLE reader LOGIN PASSWORD :'reader_password' CONNECTION LIMIT 10;
ALTER ROLE reader SET default_transaction_read_only = on;
ALTER ROLE reader SET statement_timeout = '10s';
CREATE DATABASE shortener OWNER shortener;
REVOKE ALL ON DATABASE shortener FROM PUBLIC;
GRANT CONNECT ON DATABASE shortener TO reader;
\connect shortener
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO shortener;
GRANT USAGE ON SCHEMA public TO reader;
ALTER DEFAULT PRIVILEGES FOR ROLE shortener IN SCHEMA public GRANT SELECT ON TABLES TO reader;
SQL
