--liquibase formatted sql

--changeset shortener:link-rules
-- How long a link leads on, how often, and how. What is NULL does not limit it.
ALTER TABLE urls
  ADD COLUMN valid_from TIMESTAMPTZ(0),
  ADD COLUMN expires_at TIMESTAMPTZ(0),
  ADD COLUMN max_clicks BIGINT,
  ADD COLUMN redirect_status SMALLINT NOT NULL DEFAULT 302,
  ADD COLUMN forward_query BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN tags TEXT[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT urls_life_order CHECK (valid_from < expires_at),
  ADD CONSTRAINT urls_max_clicks_range CHECK (max_clicks >= 1),
  ADD CONSTRAINT urls_redirect_status_known CHECK (redirect_status IN (301, 302, 307, 308)),
  ADD CONSTRAINT urls_tags_count CHECK (cardinality(tags) <= 20 AND array_position(tags, NULL) IS NULL),
  DROP CONSTRAINT urls_short_code_form,
  ADD CONSTRAINT urls_short_code_form CHECK (short_code ~ '^[A-Za-z0-9_-]{1,64}$');
--rollback ALTER TABLE urls DROP COLUMN valid_from, DROP COLUMN expires_at, DROP COLUMN max_clicks, DROP COLUMN redirect_status, DROP COLUMN forward_query, DROP COLUMN tags, DROP CONSTRAINT urls_short_code_form, ADD CONSTRAINT urls_short_code_form CHECK (short_code ~ '^[A-Za-z0-9]{6}$') NOT VALID;

--changeset shortener:link-rules-announced splitStatements:false
-- Whatever column there is, but for those that no redirect depends on: so it needs no rollback.
CREATE OR REPLACE FUNCTION announce_link_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  seen_by_nobody CONSTANT TEXT[] := '{title,tags,updated_at}';
  codes TEXT[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    SELECT array_agg(short_code) INTO codes FROM before;
  ELSE
    SELECT array_agg(before.short_code) INTO codes
    FROM before
    JOIN after USING (id)
    WHERE to_jsonb(before) - seen_by_nobody IS DISTINCT FROM to_jsonb(after) - seen_by_nobody;
  END IF;
  IF cardinality(codes) > 100 THEN
    codes := ARRAY['*'];
  END IF;
  PERFORM pg_notify('link_changes', extract(epoch FROM clock_timestamp()) || ' ' || code)
  FROM unnest(codes) AS code;
  RETURN NULL;
END;
$$;
--rollback SELECT 1;

--changeset shortener:retired-codes
-- The codes of deleted links: somewhere they are still printed, and whoever gets them next must not
-- inherit their visitors.
CREATE TABLE retired_codes (
  short_code TEXT PRIMARY KEY,
  retired_at TIMESTAMPTZ(0) NOT NULL DEFAULT now()
);
--rollback DROP TABLE retired_codes;

--changeset shortener:codes-retire splitStatements:false
CREATE FUNCTION retire_codes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO retired_codes (short_code)
  SELECT short_code FROM before
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END;
$$;
CREATE TRIGGER urls_retire_codes
AFTER DELETE ON urls REFERENCING OLD TABLE AS before
FOR EACH STATEMENT EXECUTE FUNCTION retire_codes();
--rollback DROP TRIGGER urls_retire_codes ON urls;
--rollback DROP FUNCTION retire_codes();

--changeset shortener:retired-codes-refused splitStatements:false
-- Asked after the insertion, which has waited for whoever was deleting a link of the same code.
CREATE FUNCTION refuse_retired_codes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  retired TEXT;
BEGIN
  SELECT short_code INTO retired FROM made JOIN retired_codes USING (short_code) LIMIT 1;
  IF FOUND THEN
    RAISE unique_violation USING
      MESSAGE = format('The code %s belonged to a deleted link', retired),
      CONSTRAINT = 'urls_short_code_key', TABLE = 'urls';
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER urls_refuse_retired_codes
AFTER INSERT ON urls REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION refuse_retired_codes();
--rollback DROP TRIGGER urls_refuse_retired_codes ON urls;
--rollback DROP FUNCTION refuse_retired_codes();

--changeset shortener:link-identity splitStatements:false
-- What has to be equal for a link to stand for another: all that its maker said. The times go in as
-- numbers, whose text no setting changes.
CREATE FUNCTION link_identity(
  user_id BIGINT, original_url TEXT, title TEXT, valid_from TIMESTAMPTZ, expires_at TIMESTAMPTZ,
  max_clicks BIGINT, redirect_status SMALLINT, forward_query BOOLEAN, tags TEXT[]
) RETURNS BYTEA LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256(convert_to(
    jsonb_build_array(user_id, original_url, title, extract(epoch FROM valid_from),
                      extract(epoch FROM expires_at), max_clicks, redirect_status, forward_query,
                      tags)::text,
    'UTF8'))
$$;
CREATE INDEX urls_by_identity ON urls (
  link_identity(user_id, original_url, title, valid_from, expires_at, max_clicks, redirect_status,
                forward_query, tags),
  id
) WHERE is_active;
--rollback DROP INDEX urls_by_identity;
--rollback DROP FUNCTION link_identity;
