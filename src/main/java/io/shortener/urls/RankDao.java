package io.shortener.urls;

import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The table {@code click_ranks}: the order of links by clicks, brought up to date now and then. */
public interface RankDao {
  /**
   * How far ids of clicks that are not committed yet may lie behind those that are. A click that is
   * overlooked all the same is made up for by the link's next.
   */
  long MARGIN = 20_000;

  /**
   * Ranks the links that were clicked since the last time, unless another instance does just now.
   */
  @Transaction
  default void rank() {
    Optional<Long> before = holdRanking();
    if (before.isPresent()) {
      long newest = newestClick();
      if (newest != before.get()) {
        rankClickedAfter(before.get() - MARGIN);
        rankedTo(newest);
      }
    }
  }

  @SqlQuery("SELECT ranked_to FROM click_ranking FOR UPDATE SKIP LOCKED")
  Optional<Long> holdRanking();

  @SqlQuery("SELECT coalesce(max(id), 0) FROM clicks")
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
        JOIN (SELECT DISTINCT url_id FROM clicks WHERE id > :click) AS clicked USING (url_id)
        WHERE click_ranks.clicks <> click_counts.clicks
        FOR NO KEY UPDATE OF click_ranks SKIP LOCKED
      ) AS counted
      WHERE click_ranks.url_id = counted.url_id
      """)
  void rankClickedAfter(long click);

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
