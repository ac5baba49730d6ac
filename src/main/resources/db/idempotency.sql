--liquibase formatted sql

--changeset shortener:kept-answers
-- What requests with a key were answered, written in the transaction that did what they ask for. The
-- key is a hash of who asks and of the client's own key.
CREATE TABLE kept_answers (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  status SMALLINT NOT NULL,
  headers TEXT[] NOT NULL,
  kept_at TIMESTAMPTZ(0) NOT NULL
);
CREATE INDEX kept_answers_oldest ON kept_answers (kept_at);
-- The body in parts: that of an import has hundreds of megabytes, which nobody holds in memory.
CREATE TABLE kept_answer_parts (
  key TEXT,
  part INT,
  content BYTEA NOT NULL,
  PRIMARY KEY (key, part),
  CONSTRAINT kept_answer_parts_key_fkey
    FOREIGN KEY (key) REFERENCES kept_answers (key) ON DELETE CASCADE
);
--rollback DROP TABLE kept_answer_parts, kept_answers;
