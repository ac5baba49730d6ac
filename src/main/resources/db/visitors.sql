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
