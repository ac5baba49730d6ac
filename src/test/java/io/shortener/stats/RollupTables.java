package io.shortener.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.database.DatabaseAddress;
import io.shortener.testing.TestPostgres;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** A database whose clicks nobody rolls up but a test; with a link and some months. */
final class RollupTables {
  private final Jdbi database;

  RollupTables() {
    DatabaseAddress address = TestPostgres.migratedDatabase();
    this.database =
        Jdbi.create(address.jdbcUrl(), address.user(), address.password())
            .installPlugin(new SqlObjectPlugin());
    execute("SELECT make_event_months('2026-02-01Z', '2026-03-01Z')");
  }

  Jdbi database() {
    return database;
  }

  void execute(String sql) {
    database.useHandle(handle -> handle.execute(sql));
  }

  long number(String sql) {
    return database.withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  /** Takes all back to a link that nobody has clicked. */
  void clear() {
    execute(
        "TRUNCATE urls, clicks, click_counts, visit_counts, visit_packs, block_sums, late_packs,"
            + " visit_changes, profiles, traits, retired_codes CASCADE");
    execute(
        "UPDATE rollup_progress SET rolled_up_to = 0, next_to = 0, next_xid = '0',"
            + " hours_packed_to = 0, days_packed_to = 0, blocks_packed_to = 0");
    execute(
        "INSERT INTO urls (id, short_code, original_url, created_at, updated_at)"
            + " VALUES (1, 'abcdef', 'http://a', now(), now())");
  }

  Rollups rollups(String now) {
    return new Rollups(database, Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
  }

  static String click(String time) {
    return "INSERT INTO clicks (url_id, short_code, original_url, timestamp, browser)"
        + " VALUES (1, 'abcdef', 'http://a', '"
        + time
        + "', 'Browser 0')";
  }

  void addClicksOfManyProfiles(String time, int count) {
    execute(
        "INSERT INTO clicks (url_id, short_code, original_url, timestamp, browser, referrer)"
            + " SELECT 1, 'abcdef', 'http://a', '"
            + time
            + "', 'Browser ' || i % 20, 'site' || i FROM generate_series(1, "
            + count
            + ") AS i");
  }

  long rolledUp() {
    return number(
        "SELECT (SELECT coalesce(sum(visits), 0) FROM visit_counts WHERE url_id = 1)"
            + " + (SELECT coalesce(sum(human), 0) FROM visit_packs WHERE url_id = 1)");
  }

  /** What a client is told, of the link and of all. */
  long clicks() {
    assertThat(clicks(0)).isEqualTo(clicks(1));
    return clicks(1);
  }

  long clicks(long urlId) {
    return stats(urlId, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z").totals().clicks();
  }

  Stats.Top top() {
    return top("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
  }

  Stats.Top top(String from, String to) {
    Stats.Top top = stats(1, from, to).top();
    assertThat(stats(0, from, to).top()).isEqualTo(top);
    return top;
  }

  Stats stats(long urlId, String from, String to) {
    TimeRange range =
        new TimeRange(
            Quarters.of(Instant.parse(from)),
            Quarters.of(Instant.parse(to)),
            Interval.MONTH,
            ZoneOffset.UTC);
    return stats(urlId, range);
  }

  /** What a client is told of a link, and of all. */
  Stats stats(TimeRange range) {
    Stats stats = stats(1, range);
    assertThat(stats(0, range)).isEqualTo(stats);
    return stats;
  }

  private Stats stats(long urlId, TimeRange range) {
    return new StatsReader(database, Clock.systemUTC()).of(urlId, range);
  }

  /** The first run finds out what there is, the second adds it. */
  static void twice(Rollups rollups) {
    rollups.update();
    rollups.update();
  }
}
