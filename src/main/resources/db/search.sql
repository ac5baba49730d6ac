--liquibase formatted sql

--changeset shortener:urls-by-text
-- For parts of a text; PostgreSQL's own module, which a database's owner may install.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX urls_by_text ON urls
USING gin ((short_code || ' ' || title || ' ' || original_url) gin_trgm_ops);
--rollback DROP INDEX urls_by_text;

--changeset shortener:url-tags
-- The tags once more, in the order in which lists are read: an array's index knows no order.
CREATE TABLE url_tags (
  tag TEXT NOT NULL,
  created_at TIMESTAMPTZ(0) NOT NULL,
  url_id BIGINT NOT NULL,
  PRIMARY KEY (tag, created_at, url_id),
  CONSTRAINT url_tags_url_id_fkey FOREIGN KEY (url_id) REFERENCES urls (id) ON DELETE CASCADE
);
CREATE INDEX url_tags_of_url ON url_tags (url_id);
INSERT INTO url_tags (tag, created_at, url_id)
SELECT DISTINCT unnest(tags), created_at, id FROM urls WHERE tags <> '{}';
--rollback DROP TABLE url_tags;

--changeset shortener:tags-kept splitStatements:false
CREATE FUNCTION keep_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM url_tags WHERE url_id = NEW.id;
  END IF;
  INSERT INTO url_tags (tag, created_at, url_id)
  SELECT DISTINCT unnest(NEW.tags), NEW.created_at, NEW.id;
  RETURN NULL;
END;
$$;
CREATE TRIGGER urls_keep_new_tags
AFTER INSERT ON urls
FOR EACH ROW WHEN (NEW.tags <> '{}') EXECUTE FUNCTION keep_tags();
CREATE TRIGGER urls_keep_changed_tags
AFTER UPDATE ON urls
FOR EACH ROW
WHEN ((OLD.tags, OLD.created_at) IS DISTINCT FROM (NEW.tags, NEW.created_at))
EXECUTE FUNCTION keep_tags();
--rollback DROP TRIGGER urls_keep_changed_tags ON urls;
--rollback DROP TRIGGER urls_keep_new_tags ON urls;
--rollback DROP FUNCTION keep_tags();

--changeset shortener:click-ranks
-- How often links were clicked, as of some seconds ago, to be read in this order: an index on what
-- every click writes would make every click write the index.
CREATE TABLE click_ranks (
  url_id BIGINT PRIMARY KEY,
  clicks BIGINT NOT NULL,
  CONSTRAINT click_ranks_url_id_fkey FOREIGN KEY (url_id) REFERENCES urls (id) ON DELETE CASCADE
);
INSERT INTO click_ranks (url_id, clicks) SELECT url_id, clicks FROM click_counts ORDER BY url_id;
CREATE INDEX click_ranks_most ON click_ranks (clicks, url_id);
CREATE TABLE click_ranking (
  is_only BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (is_only),
  ranked_to BIGINT NOT NULL
);
INSERT INTO click_ranking (ranked_to) SELECT coalesce(max(id), 0) FROM clicks;
--rollback DROP TABLE click_ranking;
--rollback DROP TABLE click_ranks;

--changeset shortener:new-links-ranked splitStatements:false
CREATE OR REPLACE FUNCTION count_from_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO click_counts (url_id) SELECT id FROM made;
  INSERT INTO click_ranks (url_id, clicks) SELECT id, 0 FROM made;
  RETURN NULL;
END;
$$;
--rollback CREATE OR REPLACE FUNCTION count_from_zero() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO click_counts (url_id) SELECT id FROM made; RETURN NULL; END';
