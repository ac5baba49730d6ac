package io.shortener.clicks;

import java.time.Instant;
import java.util.Set;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * What clicks write: an event each, and one more each on their links' counts.
 *
 * <p>Rows are locked before they are written, users before urls and each in the order of their ids,
 * which is the order in which a deletion of a user goes. What somebody else has locked is left out
 * instead of waited for: one slow deletion must not hold up the clicks on all other links.
 */
interface ClickDao {
  /** Locks users against deletion; those that are being changed or deleted are left out. */
  @SqlQuery(
      """
      SELECT id
      FROM users
      WHERE id = ANY(CAST(:ids AS bigint[]))
      ORDER BY id
      FOR KEY SHARE SKIP LOCKED
      """)
  Set<Long> lockUsers(Long[] ids);

  /** Locks active urls; those that are being changed, clicked or deleted are left out. */
  @SqlQuery(
      """
      SELECT id
      FROM urls
      WHERE id = ANY(CAST(:ids AS bigint[])) AND is_active
      ORDER BY id
      FOR NO KEY UPDATE SKIP LOCKED
      """)
  Set<Long> lockUrls(Long[] ids);

  /** Which of the urls are there and active, locked or not. */
  @SqlQuery("SELECT id FROM urls WHERE id = ANY(CAST(:ids AS bigint[])) AND is_active")
  Set<Long> findActive(Long[] ids);

  /** Records one click for each element of both arrays. */
  @SqlUpdate(
      """
      WITH clicks AS (
        SELECT url_id, timestamp
        FROM unnest(CAST(:urlIds AS bigint[]), CAST(:timestamps AS timestamptz[]))
             WITH ORDINALITY AS click (url_id, timestamp, position)
        ORDER BY position
      ),
      counted AS (
        UPDATE urls
        SET click_count = click_count + clicked.times
        FROM (SELECT url_id, count(*) AS times FROM clicks GROUP BY url_id) AS clicked
        WHERE urls.id = clicked.url_id
      )
      INSERT INTO events (url_id, user_id, event_type, timestamp, details)
      SELECT urls.id, urls.user_id, 'click', clicks.timestamp,
             jsonb_build_object('short_code', short_code, 'original_url', original_url)
      FROM clicks
      JOIN urls ON urls.id = clicks.url_id
      """)
  int record(Long[] urlIds, Instant[] timestamps);
}
