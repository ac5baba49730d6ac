#!/usr/bin/env bash
# Run once by PostgreSQL's image on an empty volume: a role for the service that owns its database and
# nothing else, and one for dashboards, which may connect; what it reads is in
# observability/grafana/reader.sql.
set -euo pipefail

psql --username "$POSTGRES_USER" --dbname postgres --quiet --no-psqlrc \
  --set ON_ERROR_STOP=1 \
  --set service_password="$DATABASE_PASSWORD" \
  --set reader_password="$READER_PASSWORD" <<'SQL'
CREATE ROLE shortener LOGIN PASSWORD :'service_password';
CREATE ROLE reader LOGIN PASSWORD :'reader_password';
CREATE DATABASE shortener OWNER shortener;
REVOKE ALL ON DATABASE shortener FROM PUBLIC;
GRANT CONNECT ON DATABASE shortener TO reader;
\connect shortener
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO shortener;
SQL
