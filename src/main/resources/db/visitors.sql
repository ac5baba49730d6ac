--liquibase formatted sql

--changeset shortener:click-visitors
-- What a click keeps of who made it. A value that is NULL is not known; what was recorded before
-- anybody asked counts as human.
CREATE TYPE visitor_kind AS ENUM ('human', 'bot', 'preview', 'prefetch');
ALTER TABLE clicks
  ADD COLUMN kind visitor_kind NOT NULL DEFAULT 'human',
  ADD COLUMN referrer TEXT,
  ADD COLUMN browser TEXT,
  ADD COLUMN os TEXT,
  ADD COLUMN device TEXT,
  ADD COLUMN language TEXT,
  ADD COLUMN country TEXT;
ALTER TABLE click_counts
  ADD COLUMN people BIGINT NOT NULL DEFAULT 0,
  ADD CONSTRAINT click_counts_people_range CHECK (people BETWEEN 0 AND clicks);
UPDATE click_counts SET people = clicks WHERE clicks > 0;
--rollback ALTER TABLE click_counts DROP COLUMN people;
--rollback ALTER TABLE clicks DROP COLUMN kind, DROP COLUMN referrer, DROP COLUMN browser, DROP COLUMN os, DROP COLUMN device, DROP COLUMN language, DROP COLUMN country;
--rollback DROP TYPE visitor_kind;

--changeset shortener:click-details
CREATE OR REPLACE VIEW all_events AS
SELECT id, url_id, user_id, event_type, timestamp, details, FALSE AS is_click
FROM events
UNION ALL
SELECT id, url_id, user_id, 'click', timestamp,
       jsonb_strip_nulls(jsonb_build_object(
         'short_code', short_code, 'original_url', original_url, 'kind', kind,
         'referrer', referrer, 'browser', browser, 'os', os, 'device', device,
         'language', language, 'country', country)),
       TRUE
FROM clicks;
--rollback CREATE OR REPLACE VIEW all_events AS SELECT id, url_id, user_id, event_type, timestamp, details, FALSE AS is_click FROM events UNION ALL SELECT id, url_id, user_id, 'click', timestamp, jsonb_build_object('short_code', short_code, 'original_url', original_url), TRUE FROM clicks;

--changeset shortener:visit-changes
-- What has changed in clicks since the rollups were written last: a row for each batch of clicks,
-- written in its transaction, and one for each deletion, with negative numbers. Rollups and changes
-- together always equal the clicks. A visitor pays for one row without an index; who reads adds up
-- what is here, which is about a second of it. A quarter is 15 minutes, counted from 1970.
CREATE TYPE visit_change AS (
  url_id BIGINT,
  quarter INT,
  kind visitor_kind,
  referrer TEXT,
  browser TEXT,
  os TEXT,
  device TEXT,
  country TEXT,
  visits BIGINT
);
CREATE TABLE visit_changes (
  deleted_url_id BIGINT,
  changes visit_change[] NOT NULL
) WITH (
  toast_tuple_target = 8160, vacuum_truncate = off,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_threshold = -1
);
--rollback DROP TABLE visit_changes;
--rollback DROP TYPE visit_change;

--changeset shortener:visit-rollups
-- Only one transaction at a time writes here, and it takes what it writes from visit_changes: no
-- visitor ever waits for a row of these. There are no foreign keys, which would lock links; what a
-- deleted link leaves goes by its row in visit_changes. Free space keeps updates beside the old rows.
--
-- Visits of a link in a span of 1 quarter, and in the 4 of an hour of UTC; url_id 0 stands for all
-- links together.
CREATE TABLE visit_counts (
  url_id BIGINT,
  quarter INT,
  human BIGINT NOT NULL,
  bot BIGINT NOT NULL,
  preview BIGINT NOT NULL,
  prefetch BIGINT NOT NULL,
  span SMALLINT,
  PRIMARY KEY (url_id, span, quarter)
) WITH (fillfactor = 80);
-- What people have in common, each combination once; '' is not known.
CREATE TABLE profiles (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  referrer TEXT NOT NULL,
  browser TEXT NOT NULL,
  os TEXT NOT NULL,
  device TEXT NOT NULL,
  country TEXT NOT NULL,
  CONSTRAINT profiles_key UNIQUE (referrer, browser, os, device, country)
);
-- How many people of a profile followed a link, in spans of 1 quarter and of the 96 of a day.
CREATE TABLE profile_counts (
  url_id BIGINT,
  profile_id BIGINT,
  people BIGINT NOT NULL,
  quarter INT,
  span SMALLINT,
  PRIMARY KEY (url_id, span, quarter, profile_id)
) WITH (fillfactor = 80);
-- How many people of all links have one thing in common, in the same spans.
CREATE TYPE visitor_trait AS ENUM ('referrer', 'browser', 'os', 'device', 'country');
CREATE TABLE trait_counts (
  people BIGINT NOT NULL,
  quarter INT,
  span SMALLINT,
  trait visitor_trait,
  value TEXT COLLATE "C",
  PRIMARY KEY (span, quarter, trait, value)
) WITH (fillfactor = 80);
--rollback DROP TABLE visit_counts, profile_counts, profiles, trait_counts;
--rollback DROP TYPE visitor_trait;

--changeset shortener:visits-kept splitStatements:false
-- Whatever writes or deletes clicks, an import and an earlier version of the service too, the rollups
-- hear of it, in rows of bounded size. What is there already is added up while nobody adds to it.
LOCK TABLE clicks IN SHARE ROW EXCLUSIVE MODE;
CREATE FUNCTION note_visit_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sign CONSTANT INT := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  INSERT INTO visit_changes (changes)
  SELECT array_agg(ROW(url_id, quarter, kind, referrer, browser, os, device, country,
                       sign * visits)::visit_change)
  FROM (
    SELECT url_id, floor(date_part('epoch', timestamp) / 900)::int AS quarter,
           kind, referrer, browser, os, device, country,
           count(*) AS visits, row_number() OVER () / 1000 AS part
    FROM changed
    GROUP BY url_id, quarter, kind, referrer, browser, os, device, country
  ) AS change
  GROUP BY part;
  RETURN NULL;
END;
$$;
CREATE TRIGGER clicks_note_insertions
AFTER INSERT ON clicks REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION note_visit_changes();
CREATE TRIGGER clicks_note_deletions
AFTER DELETE ON clicks REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION note_visit_changes();
INSERT INTO visit_counts (url_id, quarter, human, bot, preview, prefetch, span)
SELECT COALESCE(url_id, 0), quarter, count(*), 0, 0, 0, 1
FROM (SELECT url_id, floor(date_part('epoch', timestamp) / 900)::int AS quarter
      FROM clicks) AS click
GROUP BY GROUPING SETS ((url_id, quarter), (quarter));
INSERT INTO visit_counts (url_id, quarter, human, bot, preview, prefetch, span)
SELECT url_id, quarter / 4 * 4, sum(human), 0, 0, 0, 4
FROM visit_counts
GROUP BY url_id, quarter / 4 * 4;
--rollback DROP TRIGGER clicks_note_insertions ON clicks;
--rollback DROP TRIGGER clicks_note_deletions ON clicks;
--rollback DROP FUNCTION note_visit_changes();
--rollback DELETE FROM visit_counts;

--changeset shortener:rollups-of-deleted-urls splitStatements:false
CREATE FUNCTION note_deleted_url() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO visit_changes (deleted_url_id, changes) VALUES (OLD.url_id, '{}');
  RETURN NULL;
END;
$$;
CREATE TRIGGER click_counts_note_deletion
AFTER DELETE ON click_counts
FOR EACH ROW WHEN (OLD.clicks > 0) EXECUTE FUNCTION note_deleted_url();
--rollback DROP TRIGGER click_counts_note_deletion ON click_counts;
--rollback DROP FUNCTION note_deleted_url();
