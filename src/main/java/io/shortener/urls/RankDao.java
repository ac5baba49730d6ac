package io.shortener.urls;

import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The table {@code click_ranks}: the order of links by clicks, brought up to date now and then. */
public interface RankDao {
  /** So many ids at once: while clicks come faster, the order lags behind. */
  long AT_ONCE = 20_000;

  /**
   * Ranks the links that were clicked since the last time, unless another instance does just now.
   */
  @Transaction
  default void rank() {
    Optional<Long> before = holdRanking();
    if (before.isPresent()) {
      long newest = Math.min(newestClick(), before.get() + AT_ONCE);
      if (newest > before.get()) {
        rankClicked(before.get(), newest);
        rankedTo(newest);
      }
    }
  }

  @SqlQuery("SELECT ranked_to FROM click_ranking FOR UPDATE SKIP LOCKED")
  Optional<Long> holdRanking();

  /** No click comes any more with an id up to this one. */
  @SqlQuery("SELECT rolled_up_to FROM rollup_progress")
  long newestClick();

  /** Waits for nobody: whoever holds a link deletes it, or many, in an order of his own. */
  @SqlUpdate(
      """
      UPDATE click_ranks
      SET clicks = counted.clicks
      FROM (
        SELECT url_id, click_counts.clicks
        FROM click_ranks
        JOIN click_counts USING (url_id)
        JOIN (SELECT DISTINCT url_id FROM clicks WHERE id > :after AND id <= :to)
          AS clicked USING (url_id)
        WHERE click_ranks.clicks <> click_counts.clicks
        FOR NO KEY UPDATE OF click_ranks SKIP LOCKED
      ) AS counted
      WHERE click_ranks.url_id = counted.url_id
      """)
  void rankClicked(long after, long to);

  @SqlUpdate("UPDATE click_ranking SET ranked_to = :click")
  void rankedTo(long click);

  /** Ranks all links, after their counts have come from elsewhere. */
  @SqlUpdate(
      """
      UPDATE click_ranks
      SET clicks = click_counts.clicks
      FROM click_counts
      WHERE click_ranks.url_id = click_counts.url_id AND click_ranks.clicks <> click_counts.clicks
      """)
  void rankAll();
}
