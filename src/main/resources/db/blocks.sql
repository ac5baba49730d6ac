--liquibase formatted sql

--changeset shortener:blocks
-- Blocks of 32 days of UTC, for questions about months and years. Packs of 32 days have what days have
-- too little of for a pack of their own. Where a block has many packs of days it has a sum of them as
-- well: visits by day, and people by what is known of them. A sum is a copy: it goes when one of its days
-- changes, and is made again. Packs tell whether they are in one.
ALTER TABLE visit_packs ADD COLUMN is_summed BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX visit_packs_not_summed ON visit_packs (url_id, span, start) WHERE NOT is_summed;
DROP TABLE trait_sums;
CREATE TABLE block_sums (
  url_id BIGINT,
  start INT,
  trait_ids INT[] NOT NULL,
  people BIGINT[] NOT NULL,
  days INT[] NOT NULL,
  humans BIGINT[] NOT NULL,
  bots BIGINT[] NOT NULL,
  previews BIGINT[] NOT NULL,
  prefetches BIGINT[] NOT NULL,
  PRIMARY KEY (url_id, start)
);
ALTER TABLE rollup_progress ADD COLUMN blocks_packed_to INT NOT NULL DEFAULT 0;
--rollback ALTER TABLE rollup_progress DROP COLUMN blocks_packed_to;
--rollback DROP TABLE block_sums;
--rollback CREATE TABLE trait_sums (url_id BIGINT, start INT, trait_ids INT[] NOT NULL, people BIGINT[] NOT NULL, PRIMARY KEY (url_id, start));
--rollback INSERT INTO visit_counts (url_id, quarter, profile_id, visits, kind) SELECT url_id, packed.quarter, profile_id, packed.visits, kind FROM visit_packs CROSS JOIN unnest(packed_quarters, packed_profiles, packed_visits) AS packed (quarter, profile_id, visits) JOIN profiles ON id = profile_id WHERE span = 3072 ON CONFLICT (url_id, quarter, profile_id) DO UPDATE SET visits = visit_counts.visits + EXCLUDED.visits;
--rollback DELETE FROM visit_packs WHERE span = 3072;
--rollback ALTER TABLE visit_packs DROP COLUMN is_summed;

--changeset shortener:late-packs
-- Days and blocks that were over when they got many rows; see late_days, whose place this takes.
CREATE TABLE late_packs (
  url_id BIGINT,
  start INT,
  span SMALLINT,
  PRIMARY KEY (span, start, url_id)
);
INSERT INTO late_packs (url_id, start, span) SELECT url_id, start, 96 FROM late_days;
DROP TABLE late_days;
--rollback CREATE TABLE late_days (url_id BIGINT, start INT, PRIMARY KEY (start, url_id));
--rollback INSERT INTO late_days (url_id, start) SELECT url_id, start FROM late_packs WHERE span = 96;
--rollback DROP TABLE late_packs;
