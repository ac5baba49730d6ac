package io.shortener.clicks;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** What a click writes: one event, and one more on its link's count. */
interface ClickDao {
  @SqlQuery("SELECT id FROM users WHERE id = :id FOR KEY SHARE")
  Optional<Long> holdUser(long id);

  /**
   * Counts a click and records its event.
   *
   * @return 1, or 0 when the link is gone or switched off
   */
  @SqlUpdate(
      """
      WITH clicked AS (
        UPDATE urls
        SET click_count = click_count + 1
        WHERE id = :urlId AND is_active
        RETURNING id, user_id, short_code, original_url
      )
      INSERT INTO events (url_id, user_id, event_type, timestamp, details)
      SELECT id, user_id, 'click', :timestamp,
             jsonb_build_object('short_code', short_code, 'original_url', original_url)
      FROM clicked
      """)
  int count(long urlId, Instant timestamp);
}
