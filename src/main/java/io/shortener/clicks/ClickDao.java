package io.shortener.clicks;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables {@code clicks}, {@code click_counts} and {@code click_batches}. */
@RegisterConstructorMapper(ClickDao.Written.class)
interface ClickDao {
  /**
   * Records a batch, in one statement because every statement more costs every visitor: the counts
   * that are locked by somebody else are left out, else one slow deletion would hold up the clicks
   * on all links; then the batch's id, and if it was there before, nothing else.
   *
   * <p>A row of {@code click_counts} that is held keeps its link from being deleted meanwhile. Rows
   * are held in the order of their ids and never waited for: batches cannot block each other.
   *
   * @return empty when the batch is in already
   */
  @SqlQuery(
      """
      WITH held AS MATERIALIZED (
        SELECT url_id
        FROM click_counts
        WHERE url_id = ANY(CAST(:ids AS bigint[]))
        ORDER BY url_id
        FOR NO KEY UPDATE SKIP LOCKED
      ),
      batch AS (
        INSERT INTO click_batches (id, journal, left_out)
        SELECT :batch, :journal,
               CASE WHEN (SELECT count(*) FROM held) = cardinality(CAST(:ids AS bigint[])) THEN '{}'
                    ELSE ARRAY(SELECT url_id
                               FROM click_counts
                               WHERE url_id = ANY(CAST(:ids AS bigint[]))
                               EXCEPT SELECT url_id FROM held) END
        ON CONFLICT (id) DO NOTHING
        RETURNING left_out
      ),
      counted AS (
        UPDATE click_counts
        SET clicks = clicks + visits.times
        FROM batch,
             unnest(CAST(:ids AS bigint[]), CAST(:times AS bigint[])) AS visits (url_id, times)
             JOIN held USING (url_id)
        WHERE click_counts.url_id = visits.url_id
      ),
      recorded AS (
        INSERT INTO clicks (url_id, user_id, short_code, original_url, timestamp)
        SELECT url_id, user_id, short_code, original_url, to_timestamp(second)
        FROM batch,
             unnest(CAST(:urlIds AS bigint[]), CAST(:userIds AS bigint[]),
                    CAST(:shortCodes AS text[]), CAST(:originalUrls AS text[]),
                    CAST(:seconds AS bigint[]))
               AS visits (url_id, user_id, short_code, original_url, second)
             JOIN held USING (url_id)
      )
      SELECT ARRAY(SELECT url_id FROM held) AS held, left_out FROM batch
      """)
  Optional<Written> record(@BindMethods ClickColumns clicks, UUID batch, UUID journal);

  /** The links that were left out of a batch; empty when the batch is not in. */
  @SqlQuery("SELECT left_out FROM click_batches WHERE id = :batch")
  Optional<LeftOut> findLeftOut(UUID batch);

  /** Forgets the batches of one journal that are older than an id. */
  @SqlUpdate("DELETE FROM click_batches WHERE id < :oldest AND journal = :journal")
  int forget(UUID oldest, UUID journal);

  /** Forgets all batches that are older than an id. */
  @SqlUpdate("DELETE FROM click_batches WHERE id < :oldest")
  int forgetAll(UUID oldest);

  @SqlQuery("SELECT TRUE")
  boolean answers();

  /**
   * What became of a batch.
   *
   * @param held the links whose clicks are recorded
   * @param leftOut the links that were locked
   */
  record Written(List<Long> held, List<Long> leftOut) {}

  /** The links that were locked when a batch was written. */
  record LeftOut(List<Long> leftOut) {}
}
