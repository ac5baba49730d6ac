--liquibase formatted sql

--changeset shortener:click-counts
-- A count lives apart from its link: what every click writes is small, has one index, and no change
-- of a link waits for it. The free space in each page keeps the new version of a row beside the old
-- one, so that no index is touched.
CREATE TABLE click_counts (
  url_id BIGINT PRIMARY KEY,
  clicks BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT click_counts_url_id_fkey FOREIGN KEY (url_id) REFERENCES urls (id) ON DELETE CASCADE,
  CONSTRAINT click_counts_clicks_range CHECK (clicks >= 0)
) WITH (fillfactor = 50);
INSERT INTO click_counts (url_id, clicks) SELECT id, click_count FROM urls ORDER BY id;
ALTER TABLE urls DROP COLUMN click_count;
ALTER TABLE urls RESET (fillfactor);
--rollback ALTER TABLE urls ADD COLUMN click_count BIGINT NOT NULL DEFAULT 0;
--rollback UPDATE urls SET click_count = clicks FROM click_counts WHERE url_id = id;
--rollback DROP TABLE click_counts;

--changeset shortener:counts-from-zero splitStatements:false
CREATE FUNCTION count_from_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO click_counts (url_id) SELECT id FROM made;
  RETURN NULL;
END;
$$;
CREATE TRIGGER urls_count_from_zero
AFTER INSERT ON urls REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION count_from_zero();
--rollback DROP TRIGGER urls_count_from_zero ON urls;
--rollback DROP FUNCTION count_from_zero();

--changeset shortener:clicks
-- The clicks that redirects record, apart from the events that clients post: they have fewer
-- combinations of filters, so fewer indexes, and every index is paid for by every visitor. There is
-- no foreign key, which would cost as much as two indexes: whoever writes a click holds its link's
-- row in click_counts, and a trigger there deletes the clicks of a deleted link.
CREATE TABLE clicks (
  id BIGINT PRIMARY KEY DEFAULT nextval('events_id_seq'),
  url_id BIGINT NOT NULL,
  user_id BIGINT,
  short_code TEXT NOT NULL,
  original_url TEXT NOT NULL,
  timestamp TIMESTAMPTZ(0) NOT NULL
);
CREATE INDEX clicks_newest ON clicks (timestamp, id);
CREATE INDEX clicks_of_url ON clicks (url_id, timestamp, id);
CREATE INDEX clicks_of_user ON clicks (user_id, timestamp, id) WHERE user_id IS NOT NULL;
--rollback INSERT INTO events (id, url_id, user_id, event_type, timestamp, details) SELECT id, url_id, user_id, 'click', timestamp, jsonb_build_object('short_code', short_code, 'original_url', original_url) FROM clicks;
--rollback DROP TABLE clicks;

--changeset shortener:clicks-of-deleted-urls splitStatements:false
CREATE FUNCTION delete_clicks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM clicks WHERE url_id = OLD.url_id;
  RETURN NULL;
END;
$$;
CREATE TRIGGER click_counts_delete_clicks
AFTER DELETE ON click_counts
FOR EACH ROW EXECUTE FUNCTION delete_clicks();
--rollback DROP TRIGGER click_counts_delete_clicks ON click_counts;
--rollback DROP FUNCTION delete_clicks();

--changeset shortener:all-events
CREATE VIEW all_events AS
SELECT id, url_id, user_id, event_type, timestamp, details, FALSE AS is_click
FROM events
UNION ALL
SELECT id, url_id, user_id, 'click', timestamp,
       jsonb_build_object('short_code', short_code, 'original_url', original_url), TRUE
FROM clicks;
--rollback DROP VIEW all_events;

--changeset shortener:deletable-events splitStatements:false
CREATE FUNCTION delete_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.is_click THEN
    DELETE FROM clicks WHERE id = OLD.id;
  ELSE
    DELETE FROM events WHERE id = OLD.id;
  END IF;
  RETURN CASE WHEN FOUND THEN OLD END;
END;
$$;
CREATE TRIGGER all_events_delete
INSTEAD OF DELETE ON all_events
FOR EACH ROW EXECUTE FUNCTION delete_event();
--rollback DROP TRIGGER all_events_delete ON all_events;
--rollback DROP FUNCTION delete_event();

--changeset shortener:click-batches
-- Which batches of clicks are in, so that one whose answer was lost is not written twice. The links
-- that were locked when a batch was written are left out of it and named here.
CREATE TABLE click_batches (
  id UUID PRIMARY KEY,
  journal UUID NOT NULL,
  left_out BIGINT[] NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
--rollback DROP TABLE click_batches;

--changeset shortener:link-changes splitStatements:false
-- Tells every replica which codes lead elsewhere or nowhere from now on, with the time of the
-- change; '*' stands for more codes than are worth naming. New links change nothing that a
-- replica could know.
CREATE FUNCTION announce_link_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  codes TEXT[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    SELECT array_agg(short_code) INTO codes FROM before;
  ELSE
    SELECT array_agg(before.short_code) INTO codes
    FROM before
    JOIN after USING (id)
    WHERE (before.short_code, before.original_url, before.is_active, before.user_id)
          IS DISTINCT FROM (after.short_code, after.original_url, after.is_active, after.user_id);
  END IF;
  IF cardinality(codes) > 100 THEN
    codes := ARRAY['*'];
  END IF;
  PERFORM pg_notify('link_changes', extract(epoch FROM clock_timestamp()) || ' ' || code)
  FROM unnest(codes) AS code;
  RETURN NULL;
END;
$$;
CREATE TRIGGER urls_announce_updates
AFTER UPDATE ON urls REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION announce_link_changes();
CREATE TRIGGER urls_announce_deletions
AFTER DELETE ON urls REFERENCING OLD TABLE AS before
FOR EACH STATEMENT EXECUTE FUNCTION announce_link_changes();
--rollback DROP TRIGGER urls_announce_updates ON urls;
--rollback DROP TRIGGER urls_announce_deletions ON urls;
--rollback DROP FUNCTION announce_link_changes();
