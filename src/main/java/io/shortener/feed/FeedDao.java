package io.shortener.feed;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The table {@code feeds}, and what PostgreSQL tells of those who write what is followed. */
@RegisterConstructorMapper(FeedDao.Newest.class)
interface FeedDao {
  /** The newest id that a sequence has given, be it committed or not; 0 when there is none. */
  @SqlQuery(
      """
      SELECT mark,
             COALESCE((SELECT last_value
                       FROM pg_sequences
                       WHERE schemaname = current_schema AND sequencename = :sequence), 0) AS id
      FROM feeds
      WHERE name = :feed
      """)
  Optional<Newest> newest(String feed, String sequence);

  /**
   * The transactions that write to tables now. Each is here before it takes an id from a sequence,
   * and until everybody sees what it has committed.
   */
  @SqlQuery(
      """
      SELECT virtualtransaction
      FROM pg_locks
      WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND relation = ANY (CAST(CAST(CAST(:tables AS text[]) AS regclass[]) AS oid[]))
      """)
  Set<String> writers(List<String> tables);

  /**
   * How far a sequence is.
   *
   * @param mark tells the feed from that of another database
   */
  record Newest(int mark, long id) {}
}
