--liquibase formatted sql

--changeset shortener:click-events
-- Clicks as events. Pages of lists are made of these and of events one by one: through the view of both,
-- PostgreSQL sees neither that an index which begins with the type has its rows in order nor in which
-- month a row is.
CREATE VIEW click_events AS
SELECT id, url_id, user_id, 'click'::text AS event_type, timestamp,
       jsonb_strip_nulls(jsonb_build_object(
         'short_code', short_code, 'original_url', original_url, 'kind', kind,
         'referrer', referrer, 'browser', browser, 'os', os, 'device', device,
         'language', language, 'country', country)) AS details
FROM clicks;
CREATE OR REPLACE VIEW all_events AS
SELECT id, url_id, user_id, event_type, timestamp, details, FALSE AS is_click
FROM events
UNION ALL
SELECT id, url_id, user_id, event_type, timestamp, details, TRUE
FROM click_events;
--rollback CREATE OR REPLACE VIEW all_events AS SELECT id, url_id, user_id, event_type, timestamp, details, FALSE AS is_click FROM events UNION ALL SELECT id, url_id, user_id, 'click', timestamp, jsonb_strip_nulls(jsonb_build_object('short_code', short_code, 'original_url', original_url, 'kind', kind, 'referrer', referrer, 'browser', browser, 'os', os, 'device', device, 'language', language, 'country', country)), TRUE FROM clicks;
--rollback DROP VIEW click_events;
