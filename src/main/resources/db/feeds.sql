--liquibase formatted sql

--changeset shortener:feeds
-- What clients follow. A cursor carries the mark of the database that gave it out, so that no other
-- takes it for one of its own.
CREATE TABLE feeds (
  name TEXT PRIMARY KEY,
  mark INT NOT NULL DEFAULT floor(random() * 2147483647)
);
INSERT INTO feeds (name) VALUES ('events'), ('changes');
--rollback DROP TABLE feeds;
