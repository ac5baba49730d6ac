--liquibase formatted sql

--changeset shortener:changes
-- Who changed what: a row for each link, user and key that was made, changed or deleted, never written
-- again. Its fields are {"title": {"from": ..., "to": ...}}, without "from" of what was made and
-- without "to" of what was deleted.
CREATE TABLE changes (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  action TEXT NOT NULL,
  timestamp TIMESTAMPTZ(0) NOT NULL,
  changed_by JSONB NOT NULL,
  fields JSONB NOT NULL
);
CREATE INDEX changes_of_kind ON changes (kind, id);
CREATE INDEX changes_of_subject ON changes (subject_id, kind, id);
--rollback DROP TABLE changes;

--changeset shortener:changes-author splitStatements:false
-- Whom a transaction has named in the setting shortener.caller, else the user of the database: changes
-- by hand are recorded as well.
CREATE FUNCTION change_author() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT COALESCE(NULLIF(current_setting('shortener.caller', TRUE), '')::jsonb,
                  jsonb_build_object('database_user', session_user))
$$;
--rollback DROP FUNCTION change_author;

--changeset shortener:changes-values splitStatements:false
-- A field of a row, times as the API has them.
CREATE FUNCTION change_value(field TEXT, value JSONB) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN field IN ('created_at', 'updated_at', 'valid_from', 'expires_at', 'last_used_at')
                   AND jsonb_typeof(value) = 'string'
              THEN to_jsonb(replace(value #>> '{}', '+00:00', ''))
              ELSE value END
$$;
--rollback DROP FUNCTION change_value;

--changeset shortener:changes-noted splitStatements:false
-- The first argument is the kind of what is in the table, the second names columns that tell nothing
-- or must not be kept. An update that changes no other is not noted. The plan that is made for a row
-- is kept for a million: it must not look through all rows for each.
CREATE FUNCTION note_changes() RETURNS trigger LANGUAGE plpgsql
SET timezone = 'UTC' SET enable_nestloop = off AS $$
DECLARE
  left_out CONSTANT TEXT[] := TG_ARGV[1]::text[] || 'id'::text;
  author CONSTANT JSONB := change_author();
  present CONSTANT TIMESTAMPTZ := date_trunc('second', now());
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO changes (kind, subject_id, action, timestamp, changed_by, fields)
    SELECT TG_ARGV[0], id, 'created', present, author,
           (SELECT jsonb_object_agg(key, jsonb_build_object('to', change_value(key, value)))
            FROM jsonb_each(to_jsonb(made) - left_out))
    FROM made
    ORDER BY id;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO changes (kind, subject_id, action, timestamp, changed_by, fields)
    SELECT TG_ARGV[0], id, 'deleted', present, author,
           (SELECT jsonb_object_agg(key, jsonb_build_object('from', change_value(key, value)))
            FROM jsonb_each(to_jsonb(before) - left_out))
    FROM before
    ORDER BY id;
  ELSE
    INSERT INTO changes (kind, subject_id, action, timestamp, changed_by, fields)
    SELECT TG_ARGV[0], id, 'updated', present, author, fields
    FROM (
      SELECT id,
             (SELECT jsonb_object_agg(key, jsonb_build_object('from', change_value(key, former -> key),
                                                              'to', change_value(key, value)))
              FROM jsonb_each(latter)
              WHERE value <> former -> key) AS fields
      FROM (
        SELECT id, to_jsonb(before) AS former, to_jsonb(after) - left_out AS latter
        FROM before
        JOIN after USING (id)
        OFFSET 0
      ) AS images
    ) AS change
    WHERE fields IS NOT NULL
    ORDER BY id;
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER users_note_creations
AFTER INSERT ON users REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('user', '{}');
CREATE TRIGGER users_note_updates
AFTER UPDATE ON users REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('user', '{}');
CREATE TRIGGER users_note_deletions
AFTER DELETE ON users REFERENCING OLD TABLE AS before
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('user', '{}');
CREATE TRIGGER urls_note_creations
AFTER INSERT ON urls REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('url', '{updated_at}');
CREATE TRIGGER urls_note_updates
AFTER UPDATE ON urls REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('url', '{updated_at}');
CREATE TRIGGER urls_note_deletions
AFTER DELETE ON urls REFERENCING OLD TABLE AS before
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('url', '{updated_at}');
CREATE TRIGGER access_keys_note_creations
AFTER INSERT ON access_keys REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('key', '{secret_hash}');
CREATE TRIGGER access_keys_note_updates
AFTER UPDATE ON access_keys REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('key', '{secret_hash,last_used_at}');
CREATE TRIGGER access_keys_note_deletions
AFTER DELETE ON access_keys REFERENCING OLD TABLE AS before
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('key', '{secret_hash}');
--rollback DROP TRIGGER access_keys_note_creations ON access_keys;
--rollback DROP TRIGGER access_keys_note_updates ON access_keys;
--rollback DROP TRIGGER access_keys_note_deletions ON access_keys;
--rollback DROP TRIGGER users_note_creations ON users;
--rollback DROP TRIGGER users_note_updates ON users;
--rollback DROP TRIGGER users_note_deletions ON users;
--rollback DROP TRIGGER urls_note_creations ON urls;
--rollback DROP TRIGGER urls_note_updates ON urls;
--rollback DROP TRIGGER urls_note_deletions ON urls;
--rollback DROP FUNCTION note_changes;
