-- Links and events for load/measure: :links links without an owner, each with the event of its making
-- and :clicks clicks, in a database that is migrated and empty. Times are of the last two years.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET maintenance_work_mem = '512MB';
SET synchronous_commit = off;
-- Neither foreign keys nor triggers are looked at row by row: everything below refers to what is there.
SET session_replication_role = replica;

CREATE TEMPORARY TABLE indexes AS
SELECT replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS definition, indexrelid::regclass::text AS name
FROM pg_index
WHERE indrelid IN ('urls'::regclass, 'events'::regclass, 'clicks'::regclass)
  AND indexrelid NOT IN (SELECT conindid FROM pg_constraint);
SELECT format('DROP INDEX %s', name) FROM indexes \gexec

-- A permutation of all codes of six characters, so that neighbours by id are none by code.
CREATE FUNCTION pg_temp.code(link bigint) RETURNS text IMMUTABLE LANGUAGE sql AS $$
  SELECT string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
                           (link * 39916801 % 56800235584 / place % 62)::integer + 1, 1), '')
  FROM unnest(ARRAY[1, 62, 3844, 238328, 14776336, 916132832]) AS place
$$;

-- 80 characters.
CREATE FUNCTION pg_temp.url(link bigint) RETURNS text IMMUTABLE LANGUAGE sql AS $$
  SELECT 'https://example.org/articles/2026/' || md5(link::text) || '/'
         || lpad(link::text, 8, '0') || '.html'
$$;

INSERT INTO urls (short_code, original_url, created_at, updated_at)
SELECT pg_temp.code(link), pg_temp.url(link), made, made
FROM generate_series(1, :links) AS link,
     LATERAL (SELECT now() - interval '730 days' * (1 - link::float8 / :links)) AS at (made);
INSERT INTO click_counts (url_id, clicks) SELECT id, :clicks FROM urls ORDER BY id;

SELECT make_event_months(now() - interval '730 days', now());
INSERT INTO events (url_id, event_type, timestamp, details)
SELECT id, 'created', created_at,
       jsonb_build_object('short_code', short_code, 'original_url', original_url)
FROM urls
ORDER BY id;

-- In every round a click on each link.
SELECT format($$
  INSERT INTO clicks (url_id, short_code, original_url, timestamp)
  SELECT id, short_code, original_url,
         now() - interval '730 days' * (1 - (%s + id::float8 / %s) / %s)
  FROM urls
  ORDER BY id
$$, round, :links, 1 + :clicks)
FROM generate_series(1, :clicks) AS round \gexec

SELECT definition FROM indexes \gexec
INSERT INTO click_ranks (url_id, clicks) SELECT url_id, clicks FROM click_counts ORDER BY url_id;
-- The statistics take these clicks for counted: to count ten million is not what is measured.
SELECT last_value FROM events_id_seq \gset
UPDATE rollup_progress SET rolled_up_to = :last_value, next_to = :last_value;
UPDATE click_ranking SET ranked_to = :last_value;
VACUUM (ANALYZE) urls, events, clicks, click_counts;
CHECKPOINT;
