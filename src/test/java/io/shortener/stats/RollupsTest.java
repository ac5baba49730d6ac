package io.shortener.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.database.DatabaseAddress;
import io.shortener.testing.TestPostgres;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When clicks are added to the rollups, and when rollups are packed; nobody else does it here. */
class RollupsTest {
  private static final Tables TABLES = new Tables();

  private final Rollups rollups = rollups("2026-03-03T12:05:00Z");

  @BeforeEach
  void clear() {
    TABLES.execute(
        "TRUNCATE urls, clicks, click_counts, visit_counts, visit_packs, trait_sums, visit_changes,"
            + " profiles, traits, retired_codes CASCADE");
    TABLES.execute(
        "UPDATE rollup_progress SET rolled_up_to = 0, next_to = 0, next_xid = '0',"
            + " hours_packed_to = 0, days_packed_to = 0");
    TABLES.execute(
        "INSERT INTO urls (id, short_code, original_url, created_at, updated_at)"
            + " VALUES (1, 'abcdef', 'http://a', now(), now())");
  }

  @Test
  void clickOfATransactionThatCommitsLateIsNotPassedOver() {
    try (Handle late = TABLES.database().open()) {
      late.begin();
      late.execute("UPDATE click_counts SET clicks = 1 WHERE url_id = 1");
      late.execute(click("2026-03-03 11:00Z"));
      TABLES.execute(click("2026-03-03 11:00Z"));

      twice();
      assertThat(rolledUp()).isZero();
      assertThat(clicks()).isEqualTo(1);
      late.commit();
    }
    assertThat(clicks()).isEqualTo(2);
    twice();

    assertThat(rolledUp()).isEqualTo(2);
    assertThat(clicks()).isEqualTo(2);
  }

  @Test
  void newestTransactionIsWaitedForAsWell() {
    TABLES.execute(click("2026-03-03 11:00Z"));
    twice();
    try (Handle late = TABLES.database().open()) {
      late.begin();
      late.execute("UPDATE click_counts SET clicks = 1 WHERE url_id = 1");
      late.execute(click("2026-03-03 11:00Z"));

      twice();
      late.commit();
    }
    twice();

    assertThat(rolledUp()).isEqualTo(2);
    assertThat(clicks()).isEqualTo(2);
  }

  @Test
  void copyOnAServerWithFewerTransactionsGoesOn() {
    TABLES.execute(click("2026-03-03 11:00Z"));
    TABLES.execute(
        "UPDATE rollup_progress SET next_to = 9000, next_xid = '123456789012', rolled_up_to = 0");

    twice();

    assertThat(rolledUp()).isEqualTo(1);
  }

  @Test
  void clickThatIsDeletedWhileOthersAreRolledUpIsTakenBack() {
    TABLES.execute(click("2026-03-03 11:00Z"));
    TABLES.execute(click("2026-03-03 11:00Z"));
    rollups.update();
    try (Handle deleting = TABLES.database().open()) {
      deleting.begin();
      deleting.execute("DELETE FROM clicks WHERE id = (SELECT min(id) FROM clicks)");

      rollups.update();
      assertThat(rolledUp()).isZero();
      assertThat(clicks()).isEqualTo(2);
      deleting.commit();
    }
    assertThat(clicks()).isEqualTo(1);
    twice();
    assertThat(clicks()).isEqualTo(1);
    TABLES.execute("DELETE FROM clicks");

    assertThat(clicks()).isZero();
    twice();
    assertThat(clicks()).isZero();
    assertThat(rolledUp()).isZero();
  }

  @Test
  void hourWithManyProfilesIsPackedWhenItIsOver() {
    clicksOfManyProfiles("2026-03-03 11:10Z", 150);
    Rollups meanwhile = rollups("2026-03-03T12:01:00Z");
    meanwhile.update();
    meanwhile.update();
    Stats.Top before = top();
    assertThat(TABLES.number("SELECT count(*) FROM visit_packs")).isZero();

    rollups.update();

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 4")).isEqualTo(2);
    assertThat(top()).isEqualTo(before);
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(clicks()).isEqualTo(150);

    TABLES.execute(click("2026-03-03 11:20Z"));
    twice();

    assertThat(clicks()).isEqualTo(151);
  }

  @Test
  void hoursOfADayThatIsOverBecomeOnePack() {
    clicksOfManyProfiles("2026-03-03 09:10Z", 150);
    clicksOfManyProfiles("2026-03-03 11:10Z", 150);
    TABLES.execute(click("2026-03-03 11:20Z"));
    twice();
    Stats.Top before = top();

    Rollups nextDay = rollups("2026-03-04T00:05:00Z");
    nextDay.update();

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 4")).isZero();
    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 96")).isEqualTo(2);
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(clicks()).isEqualTo(301);
    assertThat(top()).isEqualTo(before);
    assertThat(before.browsers()).hasSize(10);
  }

  @Test
  void clicksThatComeLateJoinThePackOfTheirDay() {
    clicksOfManyProfiles("2026-03-01 11:10Z", 20);
    twice();
    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 96")).isEqualTo(2);

    TABLES.execute(click("2026-03-01 11:10Z"));
    twice();
    assertThat(clicks()).isEqualTo(21);
    clicksOfManyProfiles("2026-03-01 12:10Z", 20);
    twice();

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs")).isEqualTo(2);
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(clicks()).isEqualTo(41);
  }

  @Test
  void whatMuchIsKnownOfIsSummedUpAndSummedUpAnewAfterAChange() {
    clicksOfManyProfiles("2026-02-10 11:10Z", 600);
    twice();
    Stats.Top before = top();
    Rollups later = rollups("2026-03-31T12:00:00Z");
    later.update();

    assertThat(TABLES.number("SELECT count(*) FROM trait_sums")).isEqualTo(2);
    assertThat(top()).isEqualTo(before);

    clicksOfManyProfiles("2026-02-11 11:10Z", 40);
    later.update();
    later.update();
    assertThat(TABLES.number("SELECT count(*) FROM trait_sums")).isZero();
    before = top();
    assertThat(before.browsers().get(0).clicks()).isEqualTo(32);
    rollups("2026-03-31T14:00:00Z").update();

    assertThat(TABLES.number("SELECT count(*) FROM trait_sums")).isEqualTo(2);
    assertThat(top()).isEqualTo(before);
  }

  @Test
  void dayThatIsCutIsAddedUpFromItsParts() {
    for (int hour = 0; hour < 24; hour++) {
      clicksOfManyProfiles("2026-03-01 %02d:50Z".formatted(hour), 20 + hour);
    }
    List<List<String>> cuts =
        List.of(
            List.of("2026-02-01T00:00:00Z", "2026-03-01T00:45:00Z"),
            List.of("2026-02-01T00:00:00Z", "2026-03-01T01:00:00Z"),
            List.of("2026-02-28T23:00:00Z", "2026-03-01T18:15:00Z"),
            List.of("2026-03-01T02:00:00Z", "2026-03-01T04:00:00Z"),
            List.of("2026-03-01T03:45:00Z", "2026-03-01T04:15:00Z"),
            List.of("2026-03-01T05:30:00Z", "2026-03-01T20:00:00Z"),
            List.of("2026-03-01T07:45:00Z", "2026-03-31T00:00:00Z"),
            List.of("2026-03-01T22:15:00Z", "2026-03-31T00:00:00Z"));
    List<Stats.Top> before = cuts.stream().map(cut -> top(cut.get(0), cut.get(1))).toList();
    assertThat(before).doesNotHaveDuplicates();
    twice();
    assertThat(
            TABLES.number(
                "SELECT count(*) FROM visit_packs WHERE span = 96 AND part_starts <> '{}'"))
        .isEqualTo(2);

    for (int i = 0; i < cuts.size(); i++) {
      assertThat(top(cuts.get(i).get(0), cuts.get(i).get(1))).isEqualTo(before.get(i));
    }
  }

  @Test
  void whatIsSeenForTheFirstTimeIsToldBeforeItIsRolledUp() {
    clicksOfManyProfiles("2026-03-01 11:10Z", 20);
    twice();
    TABLES.execute(click("2026-03-03 11:00Z"));
    TABLES.execute(click("2026-03-03 11:00Z").replace("Browser 0", "Browser new"));
    TABLES.execute(click("2026-03-03 11:00Z").replace("Browser 0", "Browser new"));

    assertThat(top().browsers())
        .startsWith(new Stats.Share("Browser 0", 2), new Stats.Share("Browser new", 2))
        .hasSize(10);
  }

  @Test
  void deletedLinkTakesItsPacksAlong() {
    clicksOfManyProfiles("2026-03-01 11:10Z", 20);
    TABLES.execute("UPDATE click_counts SET clicks = 20 WHERE url_id = 1");
    twice();

    TABLES.execute("DELETE FROM urls");
    twice();

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE url_id = 1")).isZero();
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts WHERE url_id = 1")).isZero();
    assertThat(clicks(0)).isZero();
  }

  @Test
  void whatMonthsAreDroppedForStaysCounted() {
    TABLES.execute(click("2026-02-01 11:10Z"));
    assertThat(TABLES.number("SELECT drop_event_months('2026-03-01Z')")).isEqualTo(1);
    TABLES.execute("SELECT make_event_months('2026-02-01Z', '2026-02-01Z')");
    twice();

    assertThat(TABLES.number("SELECT drop_event_months('2026-03-31Z')")).isEqualTo(2);

    assertThat(TABLES.number("SELECT count(*) FROM clicks")).isZero();
    assertThat(clicks()).isEqualTo(1);
    TABLES.execute("SELECT make_event_months('2026-02-01Z', '2026-02-01Z')");
  }

  private static Rollups rollups(String now) {
    return new Rollups(TABLES.database(), Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
  }

  /** The first run finds out what there is, the second adds it. */
  private void twice() {
    rollups.update();
    rollups.update();
  }

  private static String click(String time) {
    return "INSERT INTO clicks (url_id, short_code, original_url, timestamp, browser)"
        + " VALUES (1, 'abcdef', 'http://a', '"
        + time
        + "', 'Browser 0')";
  }

  private static void clicksOfManyProfiles(String time, int count) {
    TABLES.execute(
        "INSERT INTO clicks (url_id, short_code, original_url, timestamp, browser, referrer)"
            + " SELECT 1, 'abcdef', 'http://a', '"
            + time
            + "', 'Browser ' || i % 20, 'site' || i FROM generate_series(1, "
            + count
            + ") AS i");
  }

  private static long rolledUp() {
    return TABLES.number(
        "SELECT (SELECT coalesce(sum(visits), 0) FROM visit_counts WHERE url_id = 1)"
            + " + (SELECT coalesce(sum(human), 0) FROM visit_packs WHERE url_id = 1)");
  }

  /** What a client is told, of the link and of all. */
  private static long clicks() {
    assertThat(clicks(0)).isEqualTo(clicks(1));
    return clicks(1);
  }

  private static long clicks(long urlId) {
    return stats(urlId, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z").totals().clicks();
  }

  private static Stats.Top top() {
    return top("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
  }

  private static Stats.Top top(String from, String to) {
    Stats.Top top = stats(1, from, to).top();
    assertThat(stats(0, from, to).top()).isEqualTo(top);
    return top;
  }

  private static Stats stats(long urlId, String from, String to) {
    TimeRange range =
        new TimeRange(
            Quarters.of(Instant.parse(from)),
            Quarters.of(Instant.parse(to)),
            Interval.MONTH,
            ZoneOffset.UTC);
    return new StatsReader(TABLES.database(), Clock.systemUTC()).of(urlId, range);
  }

  /** A schema with these months. */
  private static final class Tables {
    private final Jdbi database;

    Tables() {
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
  }
}
