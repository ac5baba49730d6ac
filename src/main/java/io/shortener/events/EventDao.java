package io.shortener.events;

import io.shortener.http.Cursor;
import io.shortener.http.Page;
import io.shortener.http.Stretch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.DefineNamedBindings;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.jdbi.v3.stringtemplate4.UseStringTemplateEngine;
import org.jspecify.annotations.Nullable;

/**
 * What happened: the table {@code events}, and with it the clicks, which the view {@code
 * all_events} shows as events.
 */
@RegisterConstructorMapper(Event.class)
public interface EventDao {
  /** The constraint that an event of an unknown user violates. */
  String KNOWN_USER = "events_user_id_fkey";

  /** The constraint that an event of an unknown url violates. */
  String KNOWN_URL = "events_url_id_fkey";

  /**
   * Records what a client tells.
   *
   * <p>Both rows that it names are locked first, the user before the url, in the order in which a
   * deletion goes: left to the foreign keys, the order is theirs and may end in a deadlock.
   */
  @Transaction
  default Event record(NewEvent event, Instant timestamp) {
    event.userId().ifPresent(this::holdUser);
    event.urlId().ifPresent(this::holdUrl);
    return insert(event, timestamp);
  }

  @SqlQuery("SELECT id FROM users WHERE id = :id FOR KEY SHARE")
  Optional<Long> holdUser(long id);

  @SqlQuery("SELECT id FROM urls WHERE id = :id FOR KEY SHARE")
  Optional<Long> holdUrl(long id);

  @SqlQuery(
      """
      INSERT INTO events (url_id, user_id, event_type, timestamp, details)
      VALUES (:urlId, :userId, :eventType, :timestamp, CAST(:details AS jsonb))
      RETURNING id, url_id, user_id, event_type, timestamp, details
      """)
  Event insert(@BindMethods NewEvent event, Instant timestamp);

  /** Records that a url was made, with what it is now. */
  @SqlUpdate(
      """
      INSERT INTO events (url_id, user_id, event_type, timestamp, details)
      SELECT id, user_id, 'created', :timestamp,
             jsonb_build_object('short_code', short_code, 'original_url', original_url)
      FROM urls
      WHERE id = :urlId
      """)
  void recordCreated(long urlId, Instant timestamp);

  /**
   * Records that a url was changed, with what it is now, who changed it and what was there before,
   * which the same transaction has noted in {@code changes}.
   */
  @SqlUpdate(
      """
      INSERT INTO events (url_id, user_id, event_type, timestamp, details)
      SELECT id, user_id, 'updated', :timestamp,
             jsonb_build_object(
               'title', title, 'is_active', is_active, 'by', change_author(),
               'changes', COALESCE((SELECT fields
                                    FROM changes
                                    WHERE subject_id = :urlId AND kind = 'url'
                                          AND changes.xmin = CAST(pg_current_xact_id() AS xid)
                                    ORDER BY changes.id DESC
                                    LIMIT 1),
                                   '{}'))
      FROM urls
      WHERE id = :urlId
      """)
  void recordUpdated(long urlId, Instant timestamp);

  @SqlQuery(
      """
      SELECT id, url_id, user_id, event_type, timestamp, details FROM all_events WHERE id = :id
      """)
  Optional<Event> find(long id);

  /** A page of what matches, newest first. */
  default List<Event> page(EventFilter filter, Page page) {
    return page(
        filter.urlId(),
        filter.userId(),
        filter.eventType(),
        null,
        null,
        page.end(),
        page.size(),
        page.offset());
  }

  /** A stretch of what matches, newest first. */
  default List<Event> stretch(EventFilter filter, Stretch stretch) {
    return page(
        filter.urlId(),
        filter.userId(),
        filter.eventType(),
        stretch.after().map(Cursor::time).orElse(null),
        stretch.after().map(Cursor::id).orElse(null),
        stretch.sought(),
        stretch.sought(),
        0);
  }

  /** All that match, newest first, read while they are consumed. */
  @Transaction
  default void forEach(EventFilter filter, Consumer<Event> consumer) {
    readInIndexOrder();
    forEach(filter.urlId(), filter.userId(), filter.eventType(), consumer);
  }

  /** Sorting would read everything, and much beside it, before the first row. */
  @SqlUpdate("SET LOCAL enable_sort = off")
  void readInIndexOrder();

  /**
   * What a filter leaves of events, behind a row that was shown. A filter that is null does not
   * matter.
   *
   * <p>PostgreSQL takes a link and a user for independent of each other. For a pair of which it
   * expects many, and of which there are few, it would look through months in the order of time;
   * the sums make it expect few, and go by the pair's index.
   */
  String MATCHING_EVENTS =
      """
      FROM events
      WHERE TRUE
      <if(urlId)> AND url_id = :urlId <endif>
      <if(userId)> AND user_id = :userId <endif>
      <if(urlId && userId)> AND url_id + 0 = :urlId AND user_id + 0 = :userId <endif>
      <if(eventType)> AND event_type = :eventType <endif>
      """;

  /**
   * What it leaves of clicks. A click's user is its link's owner: who asks for the clicks of a link
   * and another user need not look through them, and who asks for its owner gets nearly all. That
   * PostgreSQL cannot know: it would look for the few that it takes them for in two indexes, so the
   * sum keeps it from the user's.
   */
  String MATCHING_CLICKS =
      """
      WHERE TRUE
      <if(urlId)> AND url_id = :urlId <endif>
      <if(urlId && userId)>
      AND user_id + 0 = :userId
      AND EXISTS (SELECT FROM urls WHERE id = :urlId AND user_id = :userId)
      <elseif(userId)> AND user_id = :userId
      <endif>
      <if(eventType)> AND :eventType = 'click' <endif>
      """;

  /**
   * A comparison of rows finds its place in an index; the one of times alone tells which months
   * need not be looked at.
   */
  String NEWEST_BEHIND =
      """
      <if(afterId)>
      AND :afterTime >= timestamp AND (:afterTime, :afterId) > (timestamp, id)
      <endif>
      ORDER BY timestamp DESC, id DESC
      """;

  /**
   * The ids are found in an index before a row is read, which its time then leads to.
   *
   * @param end how many rows there are up to the end of the page
   */
  @UseStringTemplateEngine
  @DefineNamedBindings
  @AllowUnusedBindings
  @SqlQuery(
      """
      WITH page AS MATERIALIZED (
        SELECT id, timestamp, is_click
        FROM (
          (
            SELECT id, timestamp, FALSE AS is_click
      """
          + MATCHING_EVENTS
          + NEWEST_BEHIND
          + """
            LIMIT :end
          )
          UNION ALL
          (
            SELECT id, timestamp, TRUE
            FROM clicks
      """
          + MATCHING_CLICKS
          + NEWEST_BEHIND
          + """
            LIMIT :end
          )
        ) AS newest
        ORDER BY timestamp DESC, id DESC
        LIMIT :limit OFFSET :offset
      )
      SELECT id, url_id, user_id, event_type, timestamp, details
      FROM page
      JOIN events USING (id, timestamp)
      WHERE NOT is_click
      UNION ALL
      SELECT id, url_id, user_id, event_type, timestamp, details
      FROM page
      JOIN click_events USING (id, timestamp)
      WHERE is_click
      ORDER BY timestamp DESC, id DESC
      """)
  List<Event> page(
      @Nullable Long urlId,
      @Nullable Long userId,
      @Nullable String eventType,
      @Nullable Instant afterTime,
      @Nullable Long afterId,
      long end,
      int limit,
      long offset);

  @FetchSize(1_000)
  @UseStringTemplateEngine
  @DefineNamedBindings
  @AllowUnusedBindings
  @SqlQuery(
      """
      SELECT id, url_id, user_id, event_type, timestamp, details
      """
          + MATCHING_EVENTS
          + """
      UNION ALL
      SELECT id, url_id, user_id, event_type, timestamp, details
      FROM click_events
      """
          + MATCHING_CLICKS
          + """
      ORDER BY timestamp DESC, id DESC
      """)
  void forEach(
      @Nullable Long urlId,
      @Nullable Long userId,
      @Nullable String eventType,
      Consumer<Event> consumer);

  /**
   * Deletes one event; no link's click count changes.
   *
   * @return how many there were, 0 or 1
   */
  @SqlUpdate("DELETE FROM all_events WHERE id = :id")
  int delete(long id);
}
