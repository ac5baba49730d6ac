-- What the dashboards' role may: read the columns that they show, and nothing else, no e-mail address
-- among them. Run by a superuser in the service's database when its tables are there, again and again if
-- need be: docker compose does it at every start. The role has to exist.

\set ON_ERROR_STOP on

BEGIN;
ALTER ROLE reader NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 10;
ALTER ROLE reader SET default_transaction_read_only = on;
ALTER ROLE reader SET statement_timeout = '10s';
ALTER ROLE reader SET lock_timeout = '1s';
ALTER ROLE reader SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE reader SET work_mem = '16MB';
ALTER ROLE reader SET temp_file_limit = '256MB';
ALTER ROLE reader SET max_parallel_workers_per_gather = 0;

-- Tables to come are not readable by themselves.
SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA public REVOKE ALL ON TABLES FROM reader', rolname)
FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner
WHERE pg_class.oid = 'public.urls'::regclass \gexec
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM reader;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM reader;

GRANT USAGE ON SCHEMA public TO reader;
GRANT SELECT (id, created_at) ON users TO reader;
GRANT SELECT (id, short_code, original_url, is_active, created_at) ON urls TO reader;
GRANT SELECT (url_id, clicks) ON click_counts TO reader;
GRANT SELECT (id, url_id, timestamp) ON clicks TO reader;
GRANT SELECT (id, event_type, timestamp) ON events TO reader;
COMMIT;
