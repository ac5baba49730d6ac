package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shortener.database.DatabaseAddress;
import io.shortener.http.ApiException;
import io.shortener.testing.TestPostgres;
import io.shortener.urls.Link;
import io.shortener.urls.UrlDao;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClickRecorderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final DatabaseAddress ADDRESS = TestPostgres.migratedDatabase();

  private final Jdbi database =
      Jdbi.create(ADDRESS.jdbcUrl(), ADDRESS.user(), ADDRESS.password())
          .installPlugin(new SqlObjectPlugin());
  private final ClickRecorder clicks =
      new ClickRecorder(database, Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void fill() {
    execute("TRUNCATE users, urls, events");
    execute("INSERT INTO users VALUES (7, 'ada', 'e', now())");
    execute(
        "INSERT INTO urls (id, user_id, short_code, original_url, created_at, updated_at)"
            + " VALUES (1, 7, 'owned1', 'http://a', now(), now()),"
            + " (2, NULL, 'nobody', 'http://b', now(), now())");
    clicks.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    clicks.stop();
  }

  @Test
  void clickIsCountedAndRecorded() {
    assertThat(clicks.record(link("owned1"))).isTrue();
    assertThat(clicks.record(link("nobody"))).isTrue();
    assertThat(clicks.record(link("nobody"))).isTrue();

    assertThat(text("SELECT string_agg(click_count::text, ',' ORDER BY id) FROM urls"))
        .isEqualTo("1,2");
    assertThat(
            text(
                "SELECT string_agg(concat_ws(' ', url_id, user_id, event_type,"
                    + " timestamp AT TIME ZONE 'UTC', details->>'original_url'),"
                    + " ',' ORDER BY id) FROM events"))
        .isEqualTo(
            "1 7 click 2026-03-01 12:00:00 http://a,"
                + "2 click 2026-03-01 12:00:00 http://b,"
                + "2 click 2026-03-01 12:00:00 http://b");
  }

  @Test
  void clickOfALinkDeletedMeanwhileIsNotRecorded() {
    Link link = link("owned1");
    execute("DELETE FROM urls WHERE id = 1");

    assertThat(clicks.record(link)).isFalse();
    assertThat(text("SELECT count(*) FROM events")).isEqualTo("0");
  }

  @Test
  void clickOfALinkWhoseOwnerIsDeletedMeanwhileIsNotRecorded() {
    Link link = link("owned1");
    execute("DELETE FROM users WHERE id = 7");

    assertThat(clicks.record(link)).isFalse();
    assertThat(text("SELECT count(*) FROM events")).isEqualTo("0");
  }

  @Test
  void clickOfALinkSwitchedOffMeanwhileIsNotRecorded() {
    Link link = link("nobody");
    execute("UPDATE urls SET is_active = false WHERE id = 2");

    assertThat(clicks.record(link)).isFalse();
    assertThat(text("SELECT click_count FROM urls WHERE id = 2")).isEqualTo("0");
    assertThat(text("SELECT count(*) FROM events")).isEqualTo("0");
  }

  @Test
  void clicksThatComeTogetherAreAllCounted() throws Exception {
    List<Link> links = List.of(link("owned1"), link("nobody"));
    ExecutorService visitors = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Boolean>> visits =
          IntStream.range(0, 200)
              .<Callable<Boolean>>mapToObj(i -> () -> clicks.record(links.get(i % 2)))
              .toList();

      for (Future<Boolean> visit : visitors.invokeAll(visits)) {
        assertThat(visit.get()).isTrue();
      }
    } finally {
      visitors.shutdown();
    }
    assertThat(text("SELECT string_agg(click_count::text, ',' ORDER BY id) FROM urls"))
        .isEqualTo("100,100");
    assertThat(text("SELECT count(*) FROM events WHERE url_id = 1")).isEqualTo("100");
  }

  @Test
  void clickOnALinkThatSomebodyChangesIsRecordedAfterwards() throws Exception {
    CompletableFuture<Boolean> visit;
    try (Handle changing = database.open()) {
      changing.begin();
      changing.execute("UPDATE urls SET title = 'new' WHERE id = 1");
      visit = CompletableFuture.supplyAsync(() -> clicks.record(link("owned1")));

      assertThat(clicks.record(link("nobody"))).isTrue();
      assertThat(visit).isNotDone();
      changing.commit();
    }
    assertThat(visit.get()).isTrue();
    assertThat(text("SELECT click_count FROM urls WHERE id = 1")).isEqualTo("1");
  }

  @Test
  void clickOnALinkThatIsBeingDeletedIsNotFoundAfterwards() throws Exception {
    Link link = link("owned1");
    CompletableFuture<Boolean> visit;
    try (Handle deleting = database.open()) {
      deleting.begin();
      deleting.execute("DELETE FROM users WHERE id = 7");
      visit = CompletableFuture.supplyAsync(() -> clicks.record(link));

      assertThat(clicks.record(link("nobody"))).isTrue();
      assertThat(visit).isNotDone();
      deleting.commit();
    }
    assertThat(visit.get()).isFalse();
    assertThat(text("SELECT count(*) FROM events WHERE url_id = 1")).isEqualTo("0");
  }

  @Test
  void clickThatIsGivenUpIsUnavailableAndInNoLaterBatch() {
    try (Handle changing = database.open()) {
      changing.begin();
      changing.execute("UPDATE urls SET title = 'new' WHERE id = 1");
      Link link = link("owned1");

      assertThatThrownBy(() -> clicks.record(link))
          .isInstanceOfSatisfying(
              ApiException.class,
              refusal -> assertThat(refusal.getResponse().getStatus()).isEqualTo(503));
      // A batch that begins after the click was given up is without it.
      assertThat(clicks.record(link("nobody"))).isTrue();
      changing.rollback();
    }
    assertThat(clicks.record(link("owned1"))).isTrue();
    assertThat(text("SELECT click_count FROM urls WHERE id = 1")).isEqualTo("1");
  }

  @Test
  void failureOfTheDatabaseReachesTheVisitorAndTheNextClickIsWritten() {
    Link link = link("owned1");
    execute("ALTER TABLE events RENAME TO away");
    try {
      assertThatThrownBy(() -> clicks.record(link)).isInstanceOf(JdbiException.class);
    } finally {
      execute("ALTER TABLE away RENAME TO events");
    }
    assertThat(clicks.record(link)).isTrue();
    assertThat(text("SELECT click_count FROM urls WHERE id = 1")).isEqualTo("1");
  }

  @Test
  void theEndWaitsForWhatWasAccepted() throws Exception {
    Link link = link("owned1");
    FutureTask<Boolean> visit = new FutureTask<>(() -> clicks.record(link));
    Thread visitor = new Thread(visit);
    Thread ending = new Thread(() -> assertThatCode(clicks::stop).doesNotThrowAnyException());
    try (Handle changing = database.open()) {
      changing.begin();
      changing.execute("UPDATE urls SET title = 'new' WHERE id = 1");
      visitor.start();
      await().until(() -> visitor.getState() == Thread.State.TIMED_WAITING);
      ending.start();

      await().until(() -> ending.getState() == Thread.State.WAITING);
      changing.commit();
    }
    ending.join();
    assertThat(visit.get()).isTrue();
    assertThat(text("SELECT click_count FROM urls WHERE id = 1")).isEqualTo("1");
  }

  @Test
  void nothingIsAcceptedAfterTheEnd() throws InterruptedException {
    Link link = link("owned1");
    clicks.stop();

    assertThatThrownBy(() -> clicks.record(link)).isInstanceOf(ApiException.class);
    assertThat(text("SELECT click_count FROM urls WHERE id = 1")).isEqualTo("0");
  }

  private Link link(String code) {
    return database.onDemand(UrlDao.class).findLink(code).orElseThrow();
  }

  private void execute(String sql) {
    database.useHandle(handle -> handle.execute(sql));
  }

  private String text(String sql) {
    return database.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }
}
