-- 100,000 users, 1,000,000 urls and 10,000,000 events over two years, for load/plans. Nearly all events
-- are clicks and few links get most of them; beside these there are the odd ones that an index for
-- the usual case would miss: they are named where they are made.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET maintenance_work_mem = '512MB';
SET synchronous_commit = off;
-- Neither foreign keys nor triggers are looked at row by row: everything below refers to what is there.
SET session_replication_role = replica;
SELECT setseed(0.42);
SELECT make_event_months('2023-12-01Z', '2026-01-31Z');

CREATE TEMPORARY TABLE indexes AS
SELECT indexrelid::regclass::text AS name,
       replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS definition
FROM pg_index
WHERE indrelid IN ('urls'::regclass, 'events'::regclass, 'clicks'::regclass)
  AND indexrelid NOT IN (SELECT conindid FROM pg_constraint);
SELECT format('DROP INDEX %s', name) FROM indexes \gexec

INSERT INTO users (username, email, created_at)
SELECT 'user' || i, 'user' || i || '@example.org', timestamptz '2024-01-01Z'
FROM generate_series(1, 100000) AS i;

-- 400 users share nearly all links, the first ones most. User 451 has 50,000 links of which 3 are inactive, user 452 has 50,000 of which 3 are active.
INSERT INTO urls (user_id, short_code, original_url, title, is_active, created_at, updated_at, tags)
SELECT CASE WHEN i > 950000 THEN 452
            WHEN i > 900000 THEN 451
            WHEN i <= 2 THEN 400 + i
            WHEN random() < 0.9 THEN 1 + floor(400 * random() ^ 2) END,
       upper(lpad(to_hex(i), 6, '0')),
       'https://example.org/articles/' || md5(i::text),
       'Article ' || i,
       CASE WHEN i > 950000 THEN i % 20000 = 0
            WHEN i > 900000 THEN i % 20000 <> 0
            ELSE i <= 2 OR random() < 0.8 END,
       timestamptz '2024-01-01Z' + i * interval '63 seconds',
       timestamptz '2024-01-01Z' + i * interval '63 seconds',
       CASE WHEN i % 200000 = 0 THEN '{common,rare}' WHEN i % 3 = 0 THEN '{common}' ELSE '{}' END::text[]
FROM generate_series(1, 1000000) AS i;
INSERT INTO url_tags (tag, created_at, url_id) SELECT unnest(tags), created_at, id FROM urls;

-- One event every 6.3 seconds. Link 1 (of user 401) gets about 280,000 clicks, link 500,000 about 4.
CREATE TEMPORARY TABLE happened AS
  SELECT i,
         CASE WHEN i % 10 = 0 THEN 'created'
              WHEN r < 0.960 THEN 'click'
              WHEN r < 0.990 THEN 'updated'
              WHEN r < 0.995 THEN 'deleted'
              ELSE 'scan' END AS event_type,
         CASE WHEN i % 10 = 0 THEN i / 10
              WHEN r < 0.960 THEN 1 + floor(1000000 * random() ^ 4)
              ELSE 3 + floor(999998 * random()) END AS url_id
  FROM (SELECT i, random() AS r FROM generate_series(1, 9699988) AS i) AS numbers;

-- Three of four clicks are by people, who come with a few browsers from many places: most of them from
-- a few, but there are some 2,000.
INSERT INTO clicks (url_id, user_id, short_code, original_url, timestamp,
                    kind, referrer, browser, os, device, language, country)
SELECT urls.id, urls.user_id, short_code, original_url,
       timestamptz '2024-01-01Z' + i * interval '6.3 seconds', kind,
       CASE WHEN is_human AND place > 0.3 THEN 'site' || floor(2000 * place ^ 8) || '.example' END,
       CASE WHEN is_human THEN ('{Chrome,Chrome,Chrome Mobile,Mobile Safari,Firefox,Edge}'::text[])[1 + i % 6] END,
       CASE WHEN is_human THEN ('{Windows,Mac OS X,Android,iOS,Linux,Windows}'::text[])[1 + i % 6] END,
       CASE WHEN is_human THEN ('{desktop,desktop,mobile,mobile,desktop,desktop}'::text[])[1 + i % 6] END,
       CASE WHEN is_human THEN 'en' END,
       CASE WHEN is_human THEN chr(65 + floor(6 * origin ^ 2)::int) || chr(65 + i % 5) END
FROM (
  SELECT *, kind = 'human' AS is_human
  FROM (
    SELECT i, url_id, random() AS place, random() AS origin,
           (ARRAY['human', 'human', 'human', 'bot', 'human', 'human', 'human', 'preview', 'human',
                  'human', 'human', 'prefetch'])[1 + i % 12]::visitor_kind AS kind
    FROM happened
    WHERE event_type = 'click'
  ) AS clicked
) AS visit
JOIN urls ON urls.id = url_id
ORDER BY i;

INSERT INTO events (url_id, user_id, event_type, timestamp, details)
SELECT urls.id, urls.user_id, event_type, timestamptz '2024-01-01Z' + i * interval '6.3 seconds',
       jsonb_build_object('short_code', short_code, 'original_url', original_url)
FROM happened JOIN urls ON urls.id = url_id
WHERE event_type <> 'click'
ORDER BY i;

-- Of 100,000 posted events each: link 2 (of user 402), and user 453 without a link.
INSERT INTO events (url_id, user_id, event_type, timestamp)
SELECT url_id, user_id, 'scan', timestamptz '2025-12-08Z' + i * interval '10 seconds'
FROM generate_series(1, 100000) AS i, (VALUES (2, 402), (NULL, 453)) AS of (url_id, user_id);

-- And 100,000 of one type that only user 401 posts, none of them for link 1.
INSERT INTO events (url_id, user_id, event_type, timestamp)
SELECT 3 + i, 401, 'import', timestamptz '2025-12-08Z' + i * interval '10 seconds'
FROM generate_series(1, 100000) AS i;

-- Few of many: 3 updates of link 1, 3 clicks on link 1 by another user, 3 clicks of link 2 and of
-- user 453, all of them older than the many.
INSERT INTO events (url_id, user_id, event_type, timestamp)
SELECT url_id, user_id, event_type, timestamptz '2024-01-01Z' + i * interval '1 hour'
FROM generate_series(1, 3) AS i,
     (VALUES (1, 401, 'updated'), (1, 403, 'click'), (2, 402, 'click'), (NULL, 453, 'click'))
     AS of (url_id, user_id, event_type);

INSERT INTO click_counts (url_id, clicks, people)
SELECT urls.id, count(clicks.id), count(clicks.id) FILTER (WHERE kind = 'human')
FROM urls LEFT JOIN clicks ON url_id = urls.id
GROUP BY urls.id
ORDER BY urls.id;
INSERT INTO click_ranks (url_id, clicks) SELECT url_id, clicks FROM click_counts;

SELECT definition FROM indexes \gexec
CLUSTER urls USING urls_pkey;
VACUUM (ANALYZE) users, urls, url_tags, events, clicks, click_counts, click_ranks;
