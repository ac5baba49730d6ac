package io.shortener.clicks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.postgresql.jdbc.PgConnection;

/**
 * The statement that records a batch. It is plain JDBC because it is run for every few visits: JDBI
 * takes longer to get there than PostgreSQL to record some clicks.
 */
final class RecordStatement {
  /**
   * One statement, because every statement more costs every visitor: the batch's id, and if it was
   * there before, nothing else; then the counts, in the order of the links' ids; then the clicks on
   * links that have a count. A count that is written keeps its link from being deleted meanwhile.
   */
  private static final String WAITING =
      """
      WITH batch AS (
        INSERT INTO click_batches (id, journal, left_out)
        VALUES (?, ?, '{}')
        ON CONFLICT (id) DO NOTHING
        RETURNING left_out
      ),
      counted AS (
        UPDATE click_counts
        SET clicks = clicks + times, people = people + humans
        FROM batch,
             unnest(CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS bigint[]))
               AS visited (url_id, times, humans)
        WHERE click_counts.url_id = visited.url_id
        RETURNING click_counts.url_id
      ),
      recorded AS (
        INSERT INTO clicks (url_id, user_id, short_code, original_url, timestamp,
                            kind, referrer, browser, os, device, language, country)
        SELECT url_id, user_id, short_code, original_url, to_timestamp(second),
               kind, referrer, browser, os, device, language, country
        FROM unnest(CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS text[]),
                    CAST(? AS text[]), CAST(? AS bigint[]), CAST(? AS bigint[]))
               AS click (url_id, user_id, short_code, original_url, second, number)
             JOIN counted USING (url_id)
             JOIN unnest(CAST(? AS visitor_kind[]), CAST(? AS text[]), CAST(? AS text[]),
                         CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]))
                    WITH ORDINALITY
                    AS visitor (kind, referrer, browser, os, device, language, country, number)
               USING (number)
      )
      SELECT left_out,
             CASE WHEN (SELECT count(*) FROM counted) < ?
                  THEN ARRAY(SELECT url_id FROM counted) END
      FROM batch
      """;

  /**
   * The same, leaving out the counts that somebody else holds, else one slow deletion would hold up
   * the clicks on all links. It costs PostgreSQL a tenth more.
   */
  private static final String LEAVING_OUT =
      """
      WITH visited AS MATERIALIZED (
        SELECT url_id, times, humans
        FROM unnest(CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS bigint[]))
               AS visited (url_id, times, humans)
      ),
      held AS MATERIALIZED (
        SELECT url_id, times, humans
        FROM click_counts
        JOIN visited USING (url_id)
        ORDER BY url_id
        FOR NO KEY UPDATE OF click_counts SKIP LOCKED
      ),
      batch AS (
        INSERT INTO click_batches (id, journal, left_out)
        SELECT ?, ?,
               CASE WHEN (SELECT count(*) FROM held) = (SELECT count(*) FROM visited) THEN '{}'
                    ELSE ARRAY(SELECT url_id
                               FROM click_counts
                               JOIN visited USING (url_id)
                               EXCEPT SELECT url_id FROM held) END
        ON CONFLICT (id) DO NOTHING
        RETURNING left_out
      ),
      counted AS (
        UPDATE click_counts
        SET clicks = clicks + times, people = people + humans
        FROM batch, held
        WHERE click_counts.url_id = held.url_id
      ),
      recorded AS (
        INSERT INTO clicks (url_id, user_id, short_code, original_url, timestamp,
                            kind, referrer, browser, os, device, language, country)
        SELECT url_id, user_id, short_code, original_url, to_timestamp(second),
               kind, referrer, browser, os, device, language, country
        FROM batch,
             unnest(CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS text[]),
                    CAST(? AS text[]), CAST(? AS bigint[]), CAST(? AS bigint[]))
               AS click (url_id, user_id, short_code, original_url, second, number)
             JOIN held USING (url_id)
             JOIN unnest(CAST(? AS visitor_kind[]), CAST(? AS text[]), CAST(? AS text[]),
                         CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]))
                    WITH ORDINALITY
                    AS visitor (kind, referrer, browser, os, device, language, country, number)
               USING (number)
      )
      SELECT left_out,
             CASE WHEN (SELECT count(*) FROM held) < (SELECT count(*) FROM visited)
                  THEN ARRAY(SELECT url_id FROM held) END
      FROM batch
      """;

  private final PgConnection connection;

  /**
   * @param connection to PostgreSQL; its driver is asked past the pool, whose proxies take longer
   *     than the driver for so many columns
   */
  RecordStatement(Connection connection) throws SQLException {
    this.connection = connection.unwrap(PgConnection.class);
  }

  /**
   * Records a batch in a transaction of its own, waiting for whoever holds its links as long as the
   * connection's {@code lock_timeout} lets it.
   *
   * @return empty when the batch is in already
   * @throws SQLException {@code 55P03} when that was too long
   */
  Optional<Recorded> execute(ClickBatch batch, UUID journal) throws SQLException {
    ClickColumns columns = new ClickColumns(batch.clicks());
    Object[] ids = columns.ids();
    try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
      statement.setObject(1, batch.id());
      statement.setObject(2, journal);
      statement.setArray(3, array("bigint", ids));
      statement.setArray(4, array("bigint", columns.times()));
      statement.setArray(5, array("bigint", columns.people()));
      setClicks(statement, 6, columns);
      statement.setInt(19, ids.length);
      return recorded(statement);
    }
  }

  /**
   * Records a batch in a transaction of its own, but for clicks on links that somebody else holds.
   *
   * @return empty when the batch is in already
   */
  Optional<Recorded> executeLeavingOut(ClickBatch batch, UUID journal) throws SQLException {
    ClickColumns columns = new ClickColumns(batch.clicks());
    try (PreparedStatement statement = connection.prepareStatement(LEAVING_OUT)) {
      statement.setArray(1, array("bigint", columns.ids()));
      statement.setArray(2, array("bigint", columns.times()));
      statement.setArray(3, array("bigint", columns.people()));
      statement.setObject(4, batch.id());
      statement.setObject(5, journal);
      setClicks(statement, 6, columns);
      return recorded(statement);
    }
  }

  private void setClicks(PreparedStatement statement, int first, ClickColumns columns)
      throws SQLException {
    statement.setArray(first, array("bigint", columns.urlIds()));
    statement.setArray(first + 1, array("bigint", columns.userIds()));
    statement.setArray(first + 2, array("text", columns.shortCodes()));
    statement.setArray(first + 3, array("text", columns.originalUrls()));
    statement.setArray(first + 4, array("bigint", columns.seconds()));
    statement.setArray(first + 5, array("bigint", columns.visitors()));
    int next = first + 6;
    for (Object[] values : columns.ofVisitors()) {
      statement.setArray(next++, array("text", values));
    }
  }

  private static Optional<Recorded> recorded(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(read(row)) : Optional.empty();
    }
  }

  private Array array(String type, Object[] values) throws SQLException {
    return connection.createArrayOf(type, values);
  }

  private static Recorded read(ResultSet row) throws SQLException {
    Array held = row.getArray(2);
    return held == null ? Recorded.ALL : new Recorded(false, ids(held), ids(row.getArray(1)));
  }

  private static Set<Long> ids(Array array) throws SQLException {
    return Set.of((Long[]) array.getArray());
  }

  /**
   * What became of a batch.
   *
   * @param isAll whether every click is recorded; then nothing else is said
   * @param held the links whose clicks are recorded
   * @param leftOut the links that were locked
   */
  record Recorded(boolean isAll, Set<Long> held, Set<Long> leftOut) {
    static final Recorded ALL = new Recorded(true, Set.of(), Set.of());
  }
}
