package io.shortener.stats;

import static io.shortener.stats.RollupTables.click;
import static io.shortener.stats.RollupTables.twice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When clicks are added to the rollups; nobody else does it here. */
class RollupsTest {
  private static final RollupTables TABLES = new RollupTables();

  private static final String WAITING_FOR_A_TABLE =
      """
      SELECT count(*)
      FROM pg_locks
      JOIN pg_database ON pg_database.oid = database
      WHERE datname = current_database() AND NOT granted
      """;

  private final Rollups rollups = TABLES.rollups("2026-03-03T12:05:00Z");

  @BeforeEach
  void clear() {
    TABLES.clear();
  }

  @Test
  void clickOfATransactionThatCommitsLateIsNotPassedOver() {
    try (Handle late = TABLES.database().open()) {
      late.begin();
      late.execute("UPDATE click_counts SET clicks = 1 WHERE url_id = 1");
      late.execute(click("2026-03-03 11:00Z"));
      TABLES.execute(click("2026-03-03 11:00Z"));

      twice(rollups);
      assertThat(TABLES.rolledUp()).isZero();
      assertThat(TABLES.clicks()).isEqualTo(1);
      late.commit();
    }
    assertThat(TABLES.clicks()).isEqualTo(2);
    twice(rollups);

    assertThat(TABLES.rolledUp()).isEqualTo(2);
    assertThat(TABLES.clicks()).isEqualTo(2);
  }

  @Test
  void newestTransactionIsWaitedForAsWell() {
    TABLES.execute(click("2026-03-03 11:00Z"));
    twice(rollups);
    try (Handle late = TABLES.database().open()) {
      late.begin();
      late.execute("UPDATE click_counts SET clicks = 1 WHERE url_id = 1");
      late.execute(click("2026-03-03 11:00Z"));

      twice(rollups);
      late.commit();
    }
    twice(rollups);

    assertThat(TABLES.rolledUp()).isEqualTo(2);
    assertThat(TABLES.clicks()).isEqualTo(2);
  }

  @Test
  void copyOnAServerWithFewerTransactionsGoesOn() {
    TABLES.execute(click("2026-03-03 11:00Z"));
    TABLES.execute(
        "UPDATE rollup_progress SET next_to = 9000, next_xid = '123456789012', rolled_up_to = 0");

    twice(rollups);

    assertThat(TABLES.rolledUp()).isEqualTo(1);
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
      assertThat(TABLES.rolledUp()).isZero();
      assertThat(TABLES.clicks()).isEqualTo(2);
      deleting.commit();
    }
    assertThat(TABLES.clicks()).isEqualTo(1);
    twice(rollups);
    assertThat(TABLES.clicks()).isEqualTo(1);
    TABLES.execute("DELETE FROM clicks");

    assertThat(TABLES.clicks()).isZero();
    twice(rollups);
    assertThat(TABLES.clicks()).isZero();
    assertThat(TABLES.rolledUp()).isZero();
  }

  @Test
  void whatIsSeenForTheFirstTimeIsToldBeforeItIsRolledUp() {
    TABLES.addClicksOfManyProfiles("2026-03-01 11:10Z", 20);
    twice(rollups);
    TABLES.execute(click("2026-03-03 11:00Z"));
    TABLES.execute(click("2026-03-03 11:00Z").replace("Browser 0", "Browser new"));
    TABLES.execute(click("2026-03-03 11:00Z").replace("Browser 0", "Browser new"));

    assertThat(TABLES.top().browsers())
        .startsWith(new Stats.Share("Browser 0", 2), new Stats.Share("Browser new", 2))
        .hasSize(10);
  }

  @Test
  void allChangesAreTakenBackAtOnce() {
    TABLES.addClicksOfManyProfiles("2026-03-03 11:10Z", 450);
    twice(rollups);
    TABLES
        .database()
        .useHandle(
            handle -> {
              for (int i = 0; i < 450; i++) {
                handle.execute("DELETE FROM clicks WHERE id = (SELECT min(id) FROM clicks)");
              }
            });
    assertThat(TABLES.number("SELECT count(*) FROM visit_changes")).isEqualTo(450);

    rollups.update();

    assertThat(TABLES.number("SELECT count(*) FROM visit_changes")).isZero();
    assertThat(TABLES.rolledUp()).isZero();
    assertThat(TABLES.clicks()).isZero();
  }

  @Test
  void deletedLinkTakesItsPacksAlong() {
    TABLES.addClicksOfManyProfiles("2026-03-01 11:10Z", 20);
    TABLES.execute("UPDATE click_counts SET clicks = 20 WHERE url_id = 1");
    twice(rollups);

    TABLES.execute("DELETE FROM urls");
    twice(rollups);

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE url_id = 1")).isZero();
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts WHERE url_id = 1")).isZero();
    assertThat(TABLES.clicks(0)).isZero();
  }

  @Test
  void whatMonthsAreDroppedForStaysCounted() {
    TABLES.execute(click("2026-02-01 11:10Z"));
    assertThat(TABLES.number("SELECT drop_event_months('2026-03-01Z')")).isEqualTo(1);
    TABLES.execute("SELECT make_event_months('2026-02-01Z', '2026-02-01Z')");
    twice(rollups);

    assertThat(TABLES.number("SELECT drop_event_months('2026-03-31Z')")).isEqualTo(2);

    assertThat(TABLES.number("SELECT count(*) FROM clicks")).isZero();
    assertThat(TABLES.clicks()).isEqualTo(1);
    TABLES.execute("SELECT make_event_months('2026-02-01Z', '2026-02-01Z')");
  }

  @Test
  void monthThatAClickIsComingIntoIsNotDropped() throws Exception {
    CompletableFuture<Long> dropped;
    try (Handle late = TABLES.database().open()) {
      late.begin();
      late.execute("UPDATE click_counts SET clicks = 1 WHERE url_id = 1");
      late.execute(click("2026-02-01 11:10Z"));
      dropped =
          CompletableFuture.supplyAsync(
              () -> TABLES.number("SELECT drop_event_months('2026-03-01Z')"));
      await().until(() -> TABLES.number(WAITING_FOR_A_TABLE) == 1);
      late.commit();
    }

    assertThat(dropped.get()).isEqualTo(1);
    assertThat(TABLES.clicks()).isEqualTo(1);
    TABLES.execute("SELECT make_event_months('2026-02-01Z', '2026-02-01Z')");
  }
}
