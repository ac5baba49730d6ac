package io.shortener.transfer;

import io.shortener.events.NewEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Events, and among them the clicks, which have a table of their own. An event comes in without the
 * link that it names if that is not there; a click of such a link is refused.
 */
final class EventTable implements Table {
  private static final String CLICK = "click";

  /** Columns of clicks that are keys of their details as well, with texts, and of each click's. */
  private static final List<String> LINK_COLUMNS = List.of("short_code", "original_url");

  /**
   * The same for what may be known of a visitor, beside what kind it was: the name of a host, and
   * words of at most 40 characters. Statistics have them in an index, which takes no long ones.
   */
  private static final List<String> VISITOR_COLUMNS =
      List.of("referrer", "browser", "os", "device", "language", "country");

  /** Both together. */
  private static final List<String> CLICK_COLUMNS =
      Stream.of(LINK_COLUMNS, VISITOR_COLUMNS).flatMap(List::stream).toList();

  private static final String MAKE_MONTHS =
      """
      SELECT make_event_months(month, month)
      FROM (
        SELECT DISTINCT date_trunc('month', timestamp AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS month
        FROM staged_events
      ) AS months
      """;

  /** Whoever writes clicks holds the counts of their links, as redirects do. */
  private static final String HOLD_COUNTS =
      """
      SELECT count(*)
      FROM (
        SELECT FROM click_counts
        WHERE url_id IN (SELECT url_id FROM staged_events WHERE is_click)
        ORDER BY url_id
        FOR KEY SHARE
      ) AS held
      """;

  /**
   * A click that does not say of what kind its visitor was is of before anybody asked, and counts
   * as a person's.
   */
  private static final String NAME_KINDS =
      """
      UPDATE staged_events
      SET details = details || '{"kind": "human"}'
      WHERE is_recorded_click AND NOT details ? 'kind'
      """;

  /** Users that are not there, or did not come in. */
  private static final String LEAVE_OUT_USERS =
      """
      UPDATE staged_events AS staged
      SET user_id = NULL, ownerless = TRUE
      WHERE user_id IS NOT NULL
      AND (NOT EXISTS (SELECT FROM users WHERE users.id = staged.user_id)
           OR EXISTS (SELECT FROM refused_users AS refused WHERE refused.id = staged.user_id))
      """;

  /** A click is its link's owner's, among whose it would not be found else. */
  private static final String GIVE_TO_OWNERS =
      """
      UPDATE staged_events AS staged
      SET user_id = urls.user_id, ownerless = ownerless AND urls.user_id IS NULL
      FROM urls
      WHERE urls.id = staged.url_id AND is_recorded_click
      AND urls.user_id IS DISTINCT FROM staged.user_id
      """;

  /** Links that are not there, or did not come in: a click without one is refused. */
  private static final String LEAVE_OUT_LINKS =
      """
      UPDATE staged_events AS staged
      SET url_id = CASE WHEN is_click THEN url_id END,
          linkless = NOT is_click,
          verdict =
            CASE WHEN is_click THEN COALESCE(verdict, 'its link ' || url_id || ' is not there')
                 ELSE verdict END
      WHERE url_id IS NOT NULL
      AND (NOT EXISTS (SELECT FROM urls WHERE urls.id = staged.url_id)
           OR EXISTS (SELECT FROM refused_urls AS refused WHERE refused.id = staged.url_id))
      """;

  /** An event that is there already is no other, or refused. */
  private static final String COMPARE =
      """
      UPDATE staged_events AS staged
      SET verdict =
        CASE
          WHEN (there.url_id, there.user_id, there.event_type, there.timestamp, there.details,
                there.is_click)
               IS NOT DISTINCT FROM
               (staged.url_id, staged.user_id, staged.event_type, staged.timestamp,
                staged.details, staged.is_recorded_click) THEN ''
          ELSE 'another event has this id'
        END
      FROM all_events AS there
      WHERE there.id = staged.id AND verdict IS NULL
      """;

  /** Who follows the events must see that somebody writes before the sequence shows new ids. */
  private static final String ANNOUNCE = "LOCK TABLE events, clicks IN ROW EXCLUSIVE MODE";

  private static final String MOVE_IDS =
      """
      SELECT setval('events_id_seq', max(id))
      FROM staged_events
      WHERE verdict IS NULL
      HAVING max(id) >= (SELECT last_value FROM events_id_seq)
      """;

  private static final String INSERT_EVENTS =
      """
      INSERT INTO events (id, url_id, user_id, event_type, timestamp, details)
      SELECT id, url_id, user_id, event_type, timestamp, details
      FROM staged_events
      WHERE verdict IS NULL AND NOT is_recorded_click
      ORDER BY line
      """;

  private static final String INSERT_CLICKS =
      """
      INSERT INTO clicks (id, url_id, user_id, timestamp, kind, %s)
      SELECT id, url_id, user_id, timestamp, CAST(details ->> 'kind' AS visitor_kind), %s
      FROM staged_events
      WHERE verdict IS NULL AND is_recorded_click
      ORDER BY line
      """
          .formatted(
              String.join(", ", CLICK_COLUMNS),
              CLICK_COLUMNS.stream()
                  .map(column -> "details ->> '" + column + "'")
                  .collect(Collectors.joining(", ")));

  /** They may have counted beyond the ids of these clicks, and would never see them. */
  private static final String TELL_STATISTICS =
      """
      INSERT INTO visit_changes (changes)
      SELECT array_agg(ROW(url_id, floor(date_part('epoch', timestamp) / 900)::int, details ->> 'kind',
                           details ->> 'referrer', details ->> 'browser', details ->> 'os',
                           details ->> 'device', details ->> 'country', 1)::visit_change)
      FROM staged_events
      WHERE verdict IS NULL AND is_recorded_click
            AND id <= (SELECT rolled_up_to FROM rollup_progress FOR SHARE)
      HAVING count(*) > 0
      """;

  /** Only where the links came without their counts. */
  private static final String COUNT =
      """
      UPDATE click_counts
      SET clicks = clicks + times, people = people + people_times
      FROM (
        SELECT url_id, count(*) AS times,
               count(*) FILTER (
                 WHERE COALESCE(details ->> 'kind', 'human') = 'human'
               ) AS people_times
        FROM staged_events
        WHERE verdict IS NULL AND is_click
        GROUP BY url_id
        ORDER BY url_id
      ) AS clicked
      WHERE click_counts.url_id = clicked.url_id
      """;

  private final boolean countsClicks;
  private final JsonText json = new JsonText();

  /**
   * @param countsClicks whether each click that comes in counts for its link, because the links
   *     came without their counts
   */
  EventTable(boolean countsClicks) {
    this.countsClicks = countsClicks;
  }

  @Override
  public String file() {
    return "events.csv";
  }

  @Override
  public List<String> columns() {
    return List.of("id", "url_id", "user_id", "event_type", "timestamp", "details");
  }

  /** Clients may post events that call themselves clicks and are none. */
  @Override
  public List<String> additionalColumns() {
    return List.of("is_click");
  }

  @Override
  public String rows() {
    return """
        SELECT id, url_id, user_id, event_type,
               to_char(timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS timestamp,
               details,
               CASE WHEN is_click THEN 'True' ELSE 'False' END AS is_click
        FROM all_events
        ORDER BY id, is_click
        """;
  }

  @Override
  public List<String> preparation() {
    return List.of(
        """
        CREATE TEMPORARY TABLE staged_events (
          line BIGINT, verdict TEXT, ownerless BOOLEAN DEFAULT FALSE,
          linkless BOOLEAN DEFAULT FALSE,
          id BIGINT, url_id BIGINT, user_id BIGINT, event_type TEXT, timestamp TIMESTAMPTZ(0),
          details JSONB, is_click BOOLEAN,
          is_recorded_click BOOLEAN GENERATED ALWAYS AS (
            is_click
            AND details ?& '{%1$s}'
            AND details - '{kind,%1$s,%2$s}'::text[] = '{}'
            AND NOT jsonb_path_exists(details, '$.* ? (@.type() != "string")')
            AND NOT jsonb_path_exists(details, '$.referrer ? (@ like_regex "^.{254}" flag "s")')
            AND NOT jsonb_path_exists(details - '{referrer,%1$s}'::text[],
                                      '$.* ? (@ like_regex "^.{41}" flag "s")')
          ) STORED
        ) ON COMMIT DELETE ROWS
        """
            .formatted(String.join(",", LINK_COLUMNS), String.join(",", VISITOR_COLUMNS)));
  }

  @Override
  public String stage() {
    return "staged_events";
  }

  @Override
  public List<String> stagedColumns() {
    return List.of("url_id", "user_id", "event_type", "timestamp", "details", "is_click");
  }

  @Override
  public StagedRow read(Fields fields) {
    long id = fields.id("id");
    String urlId = fields.optionalId("url_id").map(String::valueOf).orElse(null);
    String type = fields.requiredText("event_type", NewEvent.TYPE_LIMIT);
    boolean canBeClick = type.equals(CLICK) && urlId != null;
    boolean isClick = fields.flag("is_click").orElse(canBeClick);
    if (isClick && !canBeClick) {
      throw new RefusedException("is_click needs the event_type click and a url_id");
    }
    return new StagedRow(
        id,
        Arrays.asList(
            urlId,
            fields.optionalId("user_id").map(String::valueOf).orElse(null),
            type,
            fields.time("timestamp"),
            json.object("details", fields.text("details", Integer.MAX_VALUE)),
            Boolean.toString(isClick)),
        Set.of("id:" + id));
  }

  @Override
  public List<String> moves() {
    List<String> moves =
        new ArrayList<>(
            List.of(
                MAKE_MONTHS,
                HOLD_COUNTS,
                NAME_KINDS,
                LEAVE_OUT_USERS,
                GIVE_TO_OWNERS,
                LEAVE_OUT_LINKS,
                COMPARE,
                ANNOUNCE,
                MOVE_IDS,
                INSERT_EVENTS,
                INSERT_CLICKS,
                TELL_STATISTICS));
    if (countsClicks) {
      moves.add(COUNT);
    }
    return moves;
  }
}
