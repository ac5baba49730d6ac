--liquibase formatted sql

--changeset shortener:event-months splitStatements:false
-- A month of UTC is a table each of events and of clicks, made before the month comes or when older
-- events are brought in. There is no table for the rest: what nobody expects is refused, not hidden.
-- The tables are made first and attached then, which holds up no visitor.
CREATE FUNCTION make_event_months(since TIMESTAMPTZ, until TIMESTAMPTZ) RETURNS INT
LANGUAGE plpgsql AS $$
DECLARE
  made INT := 0;
  month TIMESTAMP;
  whole TEXT;
  part TEXT;
BEGIN
  FOR month IN SELECT generate_series(date_trunc('month', since AT TIME ZONE 'UTC'),
                                      until AT TIME ZONE 'UTC', interval '1 month') LOOP
    FOREACH whole IN ARRAY ARRAY['events', 'clicks'] LOOP
      part := whole || to_char(month, '_YYYY_MM');
      IF to_regclass(part) IS NULL THEN
        PERFORM pg_advisory_xact_lock(7300215002);
        IF to_regclass(part) IS NULL THEN
          EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
                         part, whole);
          EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                         whole, part, month AT TIME ZONE 'UTC',
                         (month + interval '1 month') AT TIME ZONE 'UTC');
          made := made + 1;
        END IF;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END;
$$;
--rollback DROP FUNCTION make_event_months;

--changeset shortener:events-by-month
-- Events and clicks move into tables by month; ids stay unique because one sequence gives them all.
DROP VIEW all_events;
LOCK TABLE events, clicks;
ALTER TABLE events RENAME TO whole_events;
ALTER TABLE clicks RENAME TO whole_clicks;
ALTER SEQUENCE events_id_seq RENAME TO whole_events_id_seq;
CREATE SEQUENCE events_id_seq;
SELECT setval('events_id_seq', last_value, is_called) FROM whole_events_id_seq;
CREATE TABLE events (
  id BIGINT NOT NULL DEFAULT nextval('events_id_seq'),
  url_id BIGINT,
  user_id BIGINT,
  event_type TEXT NOT NULL,
  timestamp TIMESTAMPTZ(0) NOT NULL,
  details JSONB NOT NULL DEFAULT '{}',
  CONSTRAINT events_event_type_length CHECK (char_length(event_type) BETWEEN 1 AND 50),
  CONSTRAINT events_details_object CHECK (jsonb_typeof(details) = 'object')
) PARTITION BY RANGE (timestamp);
ALTER SEQUENCE events_id_seq OWNED BY events.id;
CREATE TABLE clicks (
  id BIGINT NOT NULL DEFAULT nextval('events_id_seq'),
  url_id BIGINT NOT NULL,
  user_id BIGINT,
  short_code TEXT NOT NULL,
  original_url TEXT NOT NULL,
  timestamp TIMESTAMPTZ(0) NOT NULL,
  kind visitor_kind NOT NULL DEFAULT 'human',
  referrer TEXT,
  browser TEXT,
  os TEXT,
  device TEXT,
  language TEXT,
  country TEXT
) PARTITION BY RANGE (timestamp);
SELECT make_event_months(month, month)
FROM (SELECT date_trunc('month', timestamp AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS month FROM whole_events
      UNION
      SELECT date_trunc('month', timestamp AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' FROM whole_clicks) AS months;
INSERT INTO events (id, url_id, user_id, event_type, timestamp, details)
SELECT id, url_id, user_id, event_type, timestamp, details FROM whole_events ORDER BY id;
INSERT INTO clicks (id, url_id, user_id, short_code, original_url, timestamp,
                    kind, referrer, browser, os, device, language, country)
SELECT id, url_id, user_id, short_code, original_url, timestamp,
       kind, referrer, browser, os, device, language, country
FROM whole_clicks
ORDER BY id;
DROP TABLE whole_clicks, whole_events;
ALTER TABLE events
  ADD PRIMARY KEY (id, timestamp),
  ADD CONSTRAINT events_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  ADD CONSTRAINT events_url_id_fkey FOREIGN KEY (url_id) REFERENCES urls (id) ON DELETE CASCADE;
CREATE INDEX events_newest ON events (timestamp, id);
CREATE INDEX events_of_url ON events (url_id, timestamp, id);
CREATE INDEX events_of_user ON events (user_id, timestamp, id);
CREATE INDEX events_of_type ON events (event_type, timestamp, id);
CREATE INDEX events_of_url_and_user ON events (url_id, user_id, timestamp, id);
CREATE INDEX events_of_url_by_type ON events (url_id, event_type, timestamp, id);
CREATE INDEX events_of_user_by_type ON events (user_id, event_type, timestamp, id);
CREATE INDEX events_of_url_and_user_by_type ON events (url_id, user_id, event_type, timestamp, id);
ALTER TABLE clicks ADD PRIMARY KEY (id, timestamp);
CREATE INDEX clicks_newest ON clicks (timestamp, id);
CREATE INDEX clicks_of_url ON clicks (url_id, timestamp, id);
CREATE INDEX clicks_of_user ON clicks (user_id, timestamp, id) WHERE user_id IS NOT NULL;
CREATE VIEW all_events AS
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
CREATE TRIGGER all_events_delete
INSTEAD OF DELETE ON all_events
FOR EACH ROW EXECUTE FUNCTION delete_event();
--rollback DROP VIEW all_events;
--rollback CREATE TABLE whole_events (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
--rollback INSERT INTO whole_events SELECT * FROM events;
--rollback CREATE TABLE whole_clicks (LIKE clicks INCLUDING DEFAULTS);
--rollback INSERT INTO whole_clicks SELECT * FROM clicks;
--rollback ALTER TABLE whole_events ALTER COLUMN id DROP DEFAULT;
--rollback ALTER TABLE whole_clicks ALTER COLUMN id DROP DEFAULT;
--rollback CREATE SEQUENCE whole_events_id_seq OWNED BY whole_events.id;
--rollback SELECT setval('whole_events_id_seq', last_value, is_called) FROM events_id_seq;
--rollback DROP TABLE events, clicks;
--rollback ALTER TABLE whole_events RENAME TO events;
--rollback ALTER TABLE whole_clicks RENAME TO clicks;
--rollback ALTER SEQUENCE whole_events_id_seq RENAME TO events_id_seq;
--rollback ALTER TABLE events ALTER COLUMN id SET DEFAULT nextval('events_id_seq'), ADD PRIMARY KEY (id), ADD CONSTRAINT events_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE, ADD CONSTRAINT events_url_id_fkey FOREIGN KEY (url_id) REFERENCES urls (id) ON DELETE CASCADE;
--rollback ALTER TABLE clicks ALTER COLUMN id SET DEFAULT nextval('events_id_seq'), ADD PRIMARY KEY (id);
--rollback CREATE INDEX events_newest ON events (timestamp, id);
--rollback CREATE INDEX events_of_url ON events (url_id, timestamp, id);
--rollback CREATE INDEX events_of_user ON events (user_id, timestamp, id);
--rollback CREATE INDEX events_of_type ON events (event_type, timestamp, id);
--rollback CREATE INDEX events_of_url_and_user ON events (url_id, user_id, timestamp, id);
--rollback CREATE INDEX events_of_url_by_type ON events (url_id, event_type, timestamp, id);
--rollback CREATE INDEX events_of_user_by_type ON events (user_id, event_type, timestamp, id);
--rollback CREATE INDEX events_of_url_and_user_by_type ON events (url_id, user_id, event_type, timestamp, id);
--rollback CREATE INDEX clicks_newest ON clicks (timestamp, id);
--rollback CREATE INDEX clicks_of_url ON clicks (url_id, timestamp, id);
--rollback CREATE INDEX clicks_of_user ON clicks (user_id, timestamp, id) WHERE user_id IS NOT NULL;
--rollback CREATE VIEW all_events AS SELECT id, url_id, user_id, event_type, timestamp, details, FALSE AS is_click FROM events UNION ALL SELECT id, url_id, user_id, 'click', timestamp, jsonb_strip_nulls(jsonb_build_object('short_code', short_code, 'original_url', original_url, 'kind', kind, 'referrer', referrer, 'browser', browser, 'os', os, 'device', device, 'language', language, 'country', country)), TRUE FROM clicks;
--rollback CREATE TRIGGER all_events_delete INSTEAD OF DELETE ON all_events FOR EACH ROW EXECUTE FUNCTION delete_event();

--changeset shortener:one-event-deleted splitStatements:false
-- The time tells in which month an event is.
CREATE OR REPLACE FUNCTION delete_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.is_click THEN
    DELETE FROM clicks WHERE id = OLD.id AND timestamp = OLD.timestamp;
  ELSE
    DELETE FROM events WHERE id = OLD.id AND timestamp = OLD.timestamp;
  END IF;
  RETURN CASE WHEN FOUND THEN OLD END;
END;
$$;
--rollback SELECT 1;

--changeset shortener:event-months-once splitStatements:false
-- Whoever has waited for another that made a month asks the table itself: to_regclass may still know
-- what it was told before.
CREATE OR REPLACE FUNCTION make_event_months(since TIMESTAMPTZ, until TIMESTAMPTZ) RETURNS INT
LANGUAGE plpgsql AS $$
DECLARE
  made INT := 0;
  month TIMESTAMP;
  whole TEXT;
  part TEXT;
BEGIN
  FOR month IN SELECT generate_series(date_trunc('month', since AT TIME ZONE 'UTC'),
                                      until AT TIME ZONE 'UTC', interval '1 month') LOOP
    FOREACH whole IN ARRAY ARRAY['events', 'clicks'] LOOP
      part := whole || to_char(month, '_YYYY_MM');
      IF to_regclass(part) IS NULL THEN
        PERFORM pg_advisory_xact_lock(7300215002);
        PERFORM FROM pg_class
        WHERE relname = part
        AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = whole::regclass);
        IF NOT FOUND THEN
          EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
                         part, whole);
          EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                         whole, part, month AT TIME ZONE 'UTC',
                         (month + interval '1 month') AT TIME ZONE 'UTC');
          made := made + 1;
        END IF;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END;
$$;
--rollback SELECT 1;
