--liquibase formatted sql

--changeset shortener:traits
-- What people can have in common, each once, with a number. Adding up numbers takes a fraction of the
-- time that words take. The trait itself is in the number, for whoever adds up: 0 is referrer, 1
-- browser, 2 os, 3 device, 4 country.
CREATE TABLE traits (
  id INT PRIMARY KEY,
  trait SMALLINT NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT traits_key UNIQUE (trait, value),
  CONSTRAINT traits_trait_range CHECK (trait BETWEEN 0 AND 4),
  CONSTRAINT traits_trait_in_id CHECK (id % 8 = trait)
);
CREATE SEQUENCE trait_numbers AS INT MAXVALUE 268435455 OWNED BY traits.id;
INSERT INTO traits (id, trait, value)
SELECT nextval('trait_numbers') * 8 + trait, trait, value
FROM (
  SELECT DISTINCT trait, value
  FROM profiles
  CROSS JOIN LATERAL (
    VALUES (0, referrer), (1, browser), (2, os), (3, device), (4, country)
  ) AS had (trait, value)
  WHERE kind = 'human' AND value <> ''
) AS known;
-- Null until somebody has looked them up; empty for what is not of people.
ALTER TABLE profiles ADD COLUMN traits INT[];
UPDATE profiles
SET traits = ARRAY(
  SELECT id
  FROM traits
  JOIN (VALUES (0, referrer), (1, browser), (2, os), (3, device), (4, country)) AS had (trait, value)
  USING (trait, value)
  WHERE kind = 'human');
CREATE INDEX profiles_without_traits ON profiles (id) WHERE traits IS NULL;
--rollback DROP INDEX profiles_without_traits;
--rollback ALTER TABLE profiles DROP COLUMN traits;
--rollback DROP TABLE traits;

--changeset shortener:packs-by-number
-- The people of a day by trait, and where they are many also by parts of two hours: days of other time
-- zones begin in the middle of one of UTC.
ALTER TABLE visit_packs
  ADD COLUMN trait_ids INT[] NOT NULL DEFAULT '{}',
  ADD COLUMN part_starts INT[] NOT NULL DEFAULT '{}',
  ADD COLUMN part_traits INT[] NOT NULL DEFAULT '{}',
  ADD COLUMN part_people BIGINT[] NOT NULL DEFAULT '{}';
UPDATE visit_packs
SET trait_ids = ARRAY(
  SELECT id
  FROM unnest(visit_packs.traits, trait_values) WITH ORDINALITY AS had (name, value, place)
  JOIN traits
    ON trait = array_position('{referrer,browser,os,device,country}', name) - 1
       AND traits.value = had.value
  ORDER BY place)
WHERE visit_packs.traits <> '{}';
ALTER TABLE visit_packs
  ALTER COLUMN trait_ids DROP DEFAULT,
  ALTER COLUMN part_starts DROP DEFAULT,
  ALTER COLUMN part_traits DROP DEFAULT,
  ALTER COLUMN part_people DROP DEFAULT,
  DROP COLUMN traits,
  DROP COLUMN trait_values;
-- These are made again from the packs.
DROP TABLE trait_sums;
CREATE TABLE trait_sums (
  url_id BIGINT,
  start INT,
  trait_ids INT[] NOT NULL,
  people BIGINT[] NOT NULL,
  PRIMARY KEY (url_id, start)
);
--rollback DROP TABLE trait_sums;
--rollback CREATE TABLE trait_sums (url_id BIGINT, start INT, traits TEXT[] NOT NULL, trait_values TEXT[] NOT NULL, people BIGINT[] NOT NULL, PRIMARY KEY (url_id, start));
--rollback ALTER TABLE visit_packs ADD COLUMN traits TEXT[] NOT NULL DEFAULT '{}', ADD COLUMN trait_values TEXT[] NOT NULL DEFAULT '{}';
--rollback UPDATE visit_packs SET traits = ARRAY(SELECT ('{referrer,browser,os,device,country}'::text[])[trait + 1] FROM unnest(trait_ids) WITH ORDINALITY AS had (id, place) JOIN traits USING (id) ORDER BY place), trait_values = ARRAY(SELECT value FROM unnest(trait_ids) WITH ORDINALITY AS had (id, place) JOIN traits USING (id) ORDER BY place);
--rollback ALTER TABLE visit_packs ALTER COLUMN traits DROP DEFAULT, ALTER COLUMN trait_values DROP DEFAULT, DROP COLUMN trait_ids, DROP COLUMN part_starts, DROP COLUMN part_traits, DROP COLUMN part_people;
