package io.shortener.clicks;

import io.shortener.urls.Link;
import io.shortener.visitors.Visitor;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Clicks on links with a limit, one in a transaction. */
interface LimitedClickDao {
  /**
   * Counts and records a click, unless the limit is reached: as it is in the table now, whatever
   * whoever asks knows of it. Two that come at once wait for each other at the count.
   *
   * @param people what it takes of the limit, 0 or 1
   * @return how many clicks were recorded, 0 or 1
   */
  @SqlUpdate(
      """
      WITH counted AS (
        UPDATE click_counts
        SET clicks = clicks + 1, people = people + :people
        WHERE url_id = :link.id
              AND people < (SELECT COALESCE(max_clicks, 9223372036854775807)
                            FROM urls
                            WHERE id = :link.id)
        RETURNING url_id
      )
      INSERT INTO clicks (url_id, user_id, short_code, original_url, timestamp,
                          kind, referrer, browser, os, device, language, country)
      SELECT url_id, :link.userId, :link.shortCode, :link.originalUrl, :timestamp,
             CAST(:visitor.kind.word AS visitor_kind), :visitor.referrer, :visitor.browser, :visitor.os,
             :visitor.device, :visitor.language, :visitor.country
      FROM counted
      """)
  int record(
      @BindMethods("link") Link link,
      @BindMethods("visitor") Visitor visitor,
      int people,
      Instant timestamp);

  /** Whether a link's limit is reached; empty when there is no such link. */
  @SqlQuery(
      """
      SELECT COALESCE(people >= max_clicks, FALSE)
      FROM urls
      JOIN click_counts ON url_id = id
      WHERE id = :url
      """)
  Optional<Boolean> isUsedUp(long url);
}
