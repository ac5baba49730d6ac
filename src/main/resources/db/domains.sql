--liquibase formatted sql

--changeset shortener:link-domains
-- The only host at which a link leads on; '' for all that are no domain. A new column with a constant
-- writes no row, and what is not checked now reads none.
ALTER TABLE urls
  ADD COLUMN domain TEXT NOT NULL DEFAULT '',
  ADD CONSTRAINT urls_domain_form
    CHECK (domain = '' OR domain ~ '^[a-z0-9][a-z0-9.-]{0,252}$') NOT VALID;
ALTER TABLE retired_codes ADD COLUMN domain TEXT NOT NULL DEFAULT '';
--rollback ALTER TABLE retired_codes DROP COLUMN domain;
--rollback ALTER TABLE urls DROP COLUMN domain;

--changeset shortener:link-domains-checked
-- Holds up nobody who reads or writes.
ALTER TABLE urls VALIDATE CONSTRAINT urls_domain_form;
--rollback SELECT 1;

--changeset shortener:codes-by-domain
-- Links cannot be made while these are built; visits go on.
CREATE UNIQUE INDEX urls_by_code_and_domain ON urls (short_code, domain);
CREATE UNIQUE INDEX retired_codes_by_domain ON retired_codes (short_code, domain);
--rollback DROP INDEX IF EXISTS urls_by_code_and_domain, retired_codes_by_domain;

--changeset shortener:codes-unique-by-domain
-- The indexes become the constraints and take their names. Taking this back fails while two domains
-- have a code in common.
ALTER TABLE urls
  DROP CONSTRAINT urls_short_code_key,
  ADD CONSTRAINT urls_short_code_key UNIQUE USING INDEX urls_by_code_and_domain;
ALTER TABLE retired_codes
  DROP CONSTRAINT retired_codes_pkey,
  ADD CONSTRAINT retired_codes_pkey PRIMARY KEY USING INDEX retired_codes_by_domain;
--rollback ALTER TABLE retired_codes DROP CONSTRAINT retired_codes_pkey, ADD PRIMARY KEY (short_code);
--rollback ALTER TABLE urls DROP CONSTRAINT urls_short_code_key, ADD CONSTRAINT urls_short_code_key UNIQUE (short_code);

--changeset shortener:links-of-domains
-- As the lists of all links have them; links without a domain are in none and pay for none.
CREATE INDEX urls_of_domain ON urls (domain, created_at, id) WHERE domain > '';
CREATE INDEX urls_of_domain_and_user ON urls (domain, user_id, created_at, id) WHERE domain > '';
CREATE INDEX urls_of_domain_by_state ON urls (domain, is_active, created_at, id) WHERE domain > '';
CREATE INDEX urls_of_domain_and_user_by_state
ON urls (domain, user_id, is_active, created_at, id) WHERE domain > '';
--rollback DROP INDEX urls_of_domain, urls_of_domain_and_user, urls_of_domain_by_state, urls_of_domain_and_user_by_state;

--changeset shortener:codes-retire-by-domain splitStatements:false
CREATE OR REPLACE FUNCTION retire_codes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO retired_codes (short_code, domain)
  SELECT short_code, domain FROM before
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END;
$$;
--rollback CREATE OR REPLACE FUNCTION retire_codes() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO retired_codes (short_code) SELECT short_code FROM before ON CONFLICT DO NOTHING; RETURN NULL; END';

--changeset shortener:retired-codes-refused-by-domain splitStatements:false
CREATE OR REPLACE FUNCTION refuse_retired_codes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  retired TEXT;
BEGIN
  SELECT short_code INTO retired FROM made JOIN retired_codes USING (short_code, domain) LIMIT 1;
  IF FOUND THEN
    RAISE unique_violation USING
      MESSAGE = format('The code %s belonged to a deleted link', retired),
      CONSTRAINT = 'urls_short_code_key', TABLE = 'urls';
  END IF;
  RETURN NULL;
END;
$$;
--rollback CREATE OR REPLACE FUNCTION refuse_retired_codes() RETURNS trigger LANGUAGE plpgsql AS 'DECLARE retired TEXT; BEGIN SELECT short_code INTO retired FROM made JOIN retired_codes USING (short_code) LIMIT 1; IF FOUND THEN RAISE unique_violation USING MESSAGE = format(''The code %s belonged to a deleted link'', retired), CONSTRAINT = ''urls_short_code_key'', TABLE = ''urls''; END IF; RETURN NULL; END';

--changeset shortener:link-addresses-announced splitStatements:false
-- What replicas know a link by: its code, and its domain before that. A column that is not there is
-- none, so that this needs no rollback.
CREATE OR REPLACE FUNCTION announce_link_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  seen_by_nobody CONSTANT TEXT[] := '{title,tags,updated_at}';
  addresses TEXT[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    SELECT array_agg(concat(nullif(to_jsonb(before) ->> 'domain', '') || '/', short_code))
    INTO addresses
    FROM before;
  ELSE
    SELECT array_agg(concat(nullif(to_jsonb(before) ->> 'domain', '') || '/', before.short_code))
    INTO addresses
    FROM before
    JOIN after USING (id)
    WHERE to_jsonb(before) - seen_by_nobody IS DISTINCT FROM to_jsonb(after) - seen_by_nobody;
  END IF;
  IF cardinality(addresses) > 100 THEN
    addresses := ARRAY['*'];
  END IF;
  PERFORM pg_notify('link_changes', extract(epoch FROM clock_timestamp()) || ' ' || address)
  FROM unnest(addresses) AS address;
  RETURN NULL;
END;
$$;
--rollback SELECT 1;
