package io.shortener.events;

import io.shortener.feed.FeedStretch;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.DefineNamedBindings;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.jdbi.v3.stringtemplate4.UseStringTemplateEngine;
import org.jspecify.annotations.Nullable;

/** Events and clicks in the order of their ids, for those who follow them. */
@RegisterConstructorMapper(Event.class)
public interface EventFeedDao {
  /** Through so many events those that match are looked for at once. */
  int LOOKED_THROUGH = 20_000;

  /** The oldest that match behind an id, as far as they are found soon. */
  @Transaction
  default FeedStretch<Event> read(EventFilter filter, long after, long to, int limit) {
    planAnew();
    long end = filter.isAll() ? to : reach(after, to, LOOKED_THROUGH - 1).orElse(to);
    List<Event> found =
        between(filter.urlId(), filter.userId(), filter.eventType(), after, end, limit);
    return FeedStretch.of(found, limit, Event::id, end);
  }

  /** A plan for any ids would read all of a link's events, and sort them. */
  @SqlUpdate("SET LOCAL plan_cache_mode = force_custom_plan")
  void planAnew();

  /** The id that has so many others before it; empty when there are less. */
  @SqlQuery(
      """
      SELECT id
      FROM all_events
      WHERE id > :after AND id <= :to
      ORDER BY id
      LIMIT 1 OFFSET :others
      """)
  Optional<Long> reach(long after, long to, int others);

  /** A filter that is null does not matter. */
  @UseStringTemplateEngine
  @DefineNamedBindings
  @AllowUnusedBindings
  @SqlQuery(
      """
      SELECT id, url_id, user_id, event_type, timestamp, details
      FROM all_events
      WHERE id > :after AND id \\<= :to
      <if(urlId)> AND url_id = :urlId <endif>
      <if(userId)> AND user_id = :userId <endif>
      <if(eventType)> AND event_type = :eventType <endif>
      ORDER BY id
      LIMIT :limit
      """)
  List<Event> between(
      @Nullable Long urlId,
      @Nullable Long userId,
      @Nullable String eventType,
      long after,
      long to,
      int limit);
}
