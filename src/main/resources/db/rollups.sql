--liquibase formatted sql

--changeset shortener:former-rollups
-- Of a version that had every batch of clicks note what it changed.
DROP FUNCTION IF EXISTS note_visit_changes CASCADE;
DROP FUNCTION IF EXISTS note_deleted_url CASCADE;
DROP TABLE IF EXISTS visit_changes, visit_counts, profile_counts, profiles, trait_counts;
DROP TYPE IF EXISTS visit_change, visitor_trait;
--rollback SELECT 1;

--changeset shortener:rollups
-- What people, or bots and so on, have in common, each combination once; '' is not known.
CREATE TABLE profiles (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind visitor_kind NOT NULL,
  referrer TEXT NOT NULL,
  browser TEXT NOT NULL,
  os TEXT NOT NULL,
  device TEXT NOT NULL,
  country TEXT NOT NULL,
  CONSTRAINT profiles_key UNIQUE (kind, referrer, browser, os, device, country)
);
-- Visits of a link and a profile in a quarter of an hour, counted from 1970; url_id 0 stands for all
-- links together. There are no foreign keys, which would lock links.
CREATE TABLE visit_counts (
  url_id BIGINT,
  profile_id BIGINT,
  visits BIGINT NOT NULL,
  quarter INT,
  kind visitor_kind NOT NULL,
  PRIMARY KEY (url_id, quarter, profile_id)
) WITH (fillfactor = 80);
-- Rows come in the order of time, nearly.
CREATE INDEX visit_counts_by_time ON visit_counts USING brin (quarter) WITH (autosummarize = on);
-- Where a link has many of these rows in an hour or a day of UTC that is over, they are put into one
-- row here, with what is asked for most worked out: sums, sums by quarter, and of people by what is
-- known of them. Rows and packs never hold the same visits; what comes late stays beside the pack.
CREATE TABLE visit_packs (
  url_id BIGINT,
  start INT,
  span SMALLINT,
  human BIGINT NOT NULL,
  bot BIGINT NOT NULL,
  preview BIGINT NOT NULL,
  prefetch BIGINT NOT NULL,
  quarters INT[] NOT NULL,
  humans BIGINT[] NOT NULL,
  bots BIGINT[] NOT NULL,
  previews BIGINT[] NOT NULL,
  prefetches BIGINT[] NOT NULL,
  traits TEXT[] NOT NULL,
  trait_values TEXT[] NOT NULL,
  people BIGINT[] NOT NULL,
  packed_quarters INT[] NOT NULL,
  packed_profiles BIGINT[] NOT NULL,
  packed_visits BIGINT[] NOT NULL,
  PRIMARY KEY (url_id, start, span)
);
CREATE INDEX visit_packs_of_hours ON visit_packs (start) WHERE span = 4;
--rollback DROP TABLE visit_packs, visit_counts, profiles;

--changeset shortener:rollup-progress
-- The rollups have the clicks up to an id; those behind it are counted when somebody asks. The next
-- id is rolled up to once every transaction before next_xid has ended: no click is committed below
-- it any more, because whoever writes clicks has a transaction id before it has a click's.
CREATE TABLE rollup_progress (
  is_only BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (is_only),
  rolled_up_to BIGINT NOT NULL DEFAULT 0,
  next_to BIGINT NOT NULL DEFAULT 0,
  next_xid XID8 NOT NULL DEFAULT '0',
  hours_packed_to INT NOT NULL,
  days_packed_to INT NOT NULL
) WITH (fillfactor = 10);
INSERT INTO rollup_progress (hours_packed_to, days_packed_to)
SELECT quarter / 4 * 4, quarter / 96 * 96
FROM (SELECT floor(date_part('epoch', now()) / 900)::int AS quarter) AS present;
-- What changes in clicks that are rolled up already: they are deleted, or an import brings them with
-- their old ids.
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
);
--rollback DROP TABLE visit_changes, rollup_progress;
--rollback DROP TYPE visit_change;

--changeset shortener:deleted-visits splitStatements:false
-- Holds up the next rollup until the deletion is committed, and waits for the one that is running:
-- a click is either deleted before it is rolled up or taken back after.
CREATE FUNCTION note_deleted_clicks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  rolled_up BIGINT;
BEGIN
  IF EXISTS (SELECT FROM deleted) THEN
    SELECT rolled_up_to INTO rolled_up FROM rollup_progress FOR SHARE;
    INSERT INTO visit_changes (changes)
    SELECT array_agg(ROW(url_id, quarter, kind, referrer, browser, os, device, country,
                         -visits)::visit_change)
    FROM (
      SELECT url_id, floor(date_part('epoch', timestamp) / 900)::int AS quarter,
             kind, referrer, browser, os, device, country,
             count(*) AS visits, row_number() OVER () / 1000 AS part
      FROM deleted
      WHERE id <= rolled_up
      GROUP BY url_id, quarter, kind, referrer, browser, os, device, country
    ) AS change
    GROUP BY part;
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER clicks_note_deletions
AFTER DELETE ON clicks REFERENCING OLD TABLE AS deleted
FOR EACH STATEMENT EXECUTE FUNCTION note_deleted_clicks();
--rollback DROP TRIGGER clicks_note_deletions ON clicks;
--rollback DROP FUNCTION note_deleted_clicks();

--changeset shortener:rollups-of-deleted-links splitStatements:false
CREATE FUNCTION note_deleted_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO visit_changes (deleted_url_id, changes) VALUES (OLD.url_id, '{}');
  RETURN NULL;
END;
$$;
CREATE TRIGGER click_counts_note_deletion
AFTER DELETE ON click_counts
FOR EACH ROW WHEN (OLD.clicks > 0) EXECUTE FUNCTION note_deleted_link();
--rollback DROP TRIGGER click_counts_note_deletion ON click_counts;
--rollback DROP FUNCTION note_deleted_link();

--changeset shortener:old-months-dropped splitStatements:false
-- Drops the events and clicks of the months before one; what they were counted as stays. A month of
-- which not all is rolled up is left for the next time.
CREATE FUNCTION drop_event_months(before TIMESTAMPTZ) RETURNS INT LANGUAGE plpgsql AS $$
DECLARE
  dropped INT := 0;
  part TEXT;
  is_needed BOOLEAN;
BEGIN
  FOR part IN
    SELECT relname
    FROM pg_inherits
    JOIN pg_class ON oid = inhrelid
    WHERE inhparent IN ('events'::regclass, 'clicks'::regclass)
    AND to_date(substring(relname from '_(\d{4}_\d\d)$'), 'YYYY_MM') < date_trunc('month', before AT TIME ZONE 'UTC')
    ORDER BY relname
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %I JOIN rollup_progress ON id > rolled_up_to)', part)
    INTO is_needed;
    IF NOT is_needed THEN
      EXECUTE format('DROP TABLE %I', part);
      dropped := dropped + 1;
    END IF;
  END LOOP;
  RETURN dropped;
END;
$$;
--rollback DROP FUNCTION drop_event_months;

--changeset shortener:trait-sums
-- What is known of people in 32 days, summed up from packs of days that have much to add up; it goes
-- when one of them changes, and is made again.
CREATE TABLE trait_sums (
  url_id BIGINT,
  start INT,
  traits TEXT[] NOT NULL,
  trait_values TEXT[] NOT NULL,
  people BIGINT[] NOT NULL,
  PRIMARY KEY (url_id, start)
);
--rollback DROP TABLE trait_sums;

--changeset shortener:late-days
-- Days that were over when they got many rows, by clicks that came late or were deleted: they are packed
-- again when all clicks have come in, some at a time. Until then the rows stand beside their pack.
CREATE TABLE late_days (
  url_id BIGINT,
  start INT,
  PRIMARY KEY (start, url_id)
);
--rollback DROP TABLE late_days;

--changeset shortener:months-dropped-at-rest splitStatements:false
-- Whoever is writing to a month is waited for, and what that has brought is rolled up first. The tables
-- are locked in the order in which writers and DROP TABLE do.
CREATE OR REPLACE FUNCTION drop_event_months(before TIMESTAMPTZ) RETURNS INT LANGUAGE plpgsql AS $$
DECLARE
  dropped INT := 0;
  whole TEXT;
  part TEXT;
  needed TEXT;
  is_needed BOOLEAN;
BEGIN
  FOR whole, part IN
    SELECT inhparent::regclass, relname
    FROM pg_inherits
    JOIN pg_class ON oid = inhrelid
    WHERE inhparent IN ('events'::regclass, 'clicks'::regclass)
    AND to_date(substring(relname from '_(\d{4}_\d\d)$'), 'YYYY_MM') < date_trunc('month', before AT TIME ZONE 'UTC')
    ORDER BY relname
  LOOP
    needed := format('SELECT EXISTS (SELECT FROM %I JOIN rollup_progress ON id > rolled_up_to)', part);
    EXECUTE needed INTO is_needed;
    IF NOT is_needed THEN
      EXECUTE format('LOCK TABLE ONLY %s', whole);
      EXECUTE format('LOCK TABLE %I', part);
      EXECUTE needed INTO is_needed;
    END IF;
    IF NOT is_needed THEN
      EXECUTE format('DROP TABLE %I', part);
      dropped := dropped + 1;
    END IF;
  END LOOP;
  RETURN dropped;
END;
$$;
--rollback SELECT 1;
