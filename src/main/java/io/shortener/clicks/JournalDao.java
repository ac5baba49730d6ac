package io.shortener.clicks;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables of a click journal, in SQLite. */
@RegisterConstructorMapper(JournalDao.Row.class)
interface JournalDao {
  @SqlUpdate(
      """
      CREATE TABLE IF NOT EXISTS journal (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        id TEXT NOT NULL,
        touched INTEGER NOT NULL DEFAULT 0
      )
      """)
  void createJournal();

  @SqlUpdate(
      """
      CREATE TABLE IF NOT EXISTS batches (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        second INTEGER NOT NULL,
        sent INTEGER NOT NULL,
        clicks TEXT NOT NULL
      )
      """)
  void createBatches();

  @SqlUpdate("INSERT INTO journal (only, id) VALUES (1, :id)")
  void nameJournal(String id);

  @SqlQuery("SELECT id FROM journal")
  Optional<String> name();

  /** A write that changes nothing that matters. */
  @SqlUpdate("UPDATE journal SET touched = touched + 1")
  void touch();

  /** Takes room; to be rolled back. */
  @SqlUpdate(
      """
      INSERT INTO batches (id, size, second, sent, clicks)
      VALUES ('filler', 0, 0, TRUE, zeroblob(:bytes))
      """)
  void fill(int bytes);

  @SqlUpdate(
      """
      INSERT INTO batches (id, size, second, sent, clicks)
      VALUES (:id, :size, :second, :sent, :clicks)
      ON CONFLICT (id) DO NOTHING
      """)
  int insert(String id, int size, long second, boolean sent, String clicks);

  @SqlQuery("SELECT id, size, sent FROM batches ORDER BY position LIMIT :limit")
  List<Row> oldest(int limit);

  /** The clicks of the same batches, as JSON: many times as large as all else of them. */
  @SqlQuery("SELECT clicks FROM batches ORDER BY position LIMIT :limit")
  List<String> oldestClicks(int limit);

  /** Puts a batch in the place of another. */
  @SqlUpdate(
      """
      UPDATE batches
      SET id = :id, size = :size, sent = TRUE, clicks = :clicks
      WHERE id = :replaced
      """)
  void replace(String replaced, String id, int size, String clicks);

  @SqlUpdate("DELETE FROM batches WHERE id = :id")
  int delete(String id);

  @SqlQuery("SELECT second FROM batches ORDER BY position LIMIT 1")
  Optional<Long> oldestSecond();

  @SqlQuery("SELECT count(*) FROM batches")
  long count();

  @SqlQuery("SELECT coalesce(sum(size), 0) FROM batches")
  long clicks();

  /** Cuts the file down to what is in use. */
  @SqlUpdate("VACUUM")
  void giveSpaceBack();

  /** Brings what is in the log to the file, which only then shrinks, and empties the log. */
  @SqlQuery("PRAGMA wal_checkpoint(TRUNCATE)")
  int emptyLog();

  /**
   * A batch without its clicks.
   *
   * @param size how many those are
   * @param sent whether PostgreSQL may know its id
   */
  record Row(String id, int size, boolean sent) {}
}
