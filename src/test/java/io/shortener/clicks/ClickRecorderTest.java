package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shortener.clicks.ClickSettings.Durability;
import io.shortener.http.ApiException;
import io.shortener.urls.Link;
import io.shortener.visitors.VisitorHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClickRecorderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @RegisterExtension static final ClickTables TABLES = new ClickTables();

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private ClickRecorder clicks = recorder(Durability.COMMITTED, clock);

  @BeforeEach
  void start() {
    clicks.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    clicks.stop();
  }

  @Test
  void clickIsCountedAndRecorded() {
    assertThat(record("owned1")).isTrue();
    assertThat(record("nobody")).isTrue();
    assertThat(record("nobody")).isTrue();

    assertThat(TABLES.counts()).isEqualTo("1,2");
    assertThat(
            TABLES.text(
                "SELECT string_agg(concat_ws(' ', url_id, user_id, event_type,"
                    + " timestamp AT TIME ZONE 'UTC', details->>'original_url'),"
                    + " ',' ORDER BY id) FROM all_events"))
        .isEqualTo(
            "1 7 click 2026-03-01 12:00:00 http://a,"
                + "2 click 2026-03-01 12:00:00 http://b,"
                + "2 click 2026-03-01 12:00:00 http://b");
  }

  @Test
  void clickOfALinkDeletedMeanwhileIsNotRecorded() {
    Link link = TABLES.link("owned1");
    TABLES.execute("DELETE FROM urls WHERE id = 1");

    assertThat(record(link)).isFalse();
    assertThat(TABLES.clicks()).isEqualTo("0");
  }

  @Test
  void clickOfALinkWhoseOwnerIsDeletedMeanwhileIsNotRecorded() {
    Link link = TABLES.link("owned1");
    TABLES.execute("DELETE FROM users WHERE id = 7");

    assertThat(record(link)).isFalse();
    assertThat(TABLES.clicks()).isEqualTo("0");
  }

  @Test
  void clickOfALinkSwitchedOffMeanwhileIsRecordedBecauseItsVisitorIsSentOn() {
    Link link = TABLES.link("nobody");
    TABLES.execute("UPDATE urls SET is_active = false WHERE id = 2");

    assertThat(record(link)).isTrue();
    assertThat(TABLES.counts()).isEqualTo("0,1");
  }

  @Test
  void clicksThatComeTogetherAreAllCounted() {
    List<Link> links = List.of(TABLES.link("owned1"), TABLES.link("nobody"));

    List<CompletableFuture<Boolean>> visits =
        IntStream.range(0, 2_500)
            .mapToObj(
                i -> clicks.record(links.get(i % 2), VisitorHeaders.NONE).toCompletableFuture())
            .toList();

    assertThat(visits).allMatch(CompletableFuture::join);
    assertThat(TABLES.counts()).isEqualTo("1250,1250");
    assertThat(TABLES.clicks()).isEqualTo("2500");
  }

  @Test
  void clickDoesNotWaitForSomebodyWhoChangesItsLink() {
    try (Handle changing = TABLES.database().open()) {
      changing.begin();
      changing.execute("UPDATE urls SET title = 'new' WHERE id = 1");

      assertThat(record("owned1")).isTrue();
      changing.rollback();
    }
    assertThat(TABLES.counts()).isEqualTo("1,0");
  }

  @Test
  void clickOnALinkWhoseCountIsLockedWaitsAndHoldsUpNoOther() {
    CompletableFuture<Boolean> visit;
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");
      visit = clicks.record(TABLES.link("owned1"), VisitorHeaders.NONE).toCompletableFuture();

      assertThat(record("nobody")).isTrue();
      assertThat(visit).isNotDone();
      locking.commit();
    }
    assertThat(visit.join()).isTrue();
    assertThat(TABLES.counts()).isEqualTo("1,1");
  }

  @Test
  void clickOnALinkThatIsBeingDeletedIsNotFoundAfterwards() {
    Link link = TABLES.link("owned1");
    CompletableFuture<Boolean> visit;
    try (Handle deleting = TABLES.database().open()) {
      deleting.begin();
      deleting.execute("DELETE FROM users WHERE id = 7");
      visit = clicks.record(link, VisitorHeaders.NONE).toCompletableFuture();

      assertThat(record("nobody")).isTrue();
      assertThat(visit).isNotDone();
      deleting.commit();
    }
    assertThat(visit.join()).isFalse();
    assertThat(TABLES.clicks()).isEqualTo("1");
  }

  @Test
  void clickOnALinkThatStaysLockedGoesToTheJournal() {
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");

      assertThat(record("owned1")).isTrue();
      assertThat(TABLES.journal().clicks()).isEqualTo(1);
      assertThat(TABLES.counts()).isEqualTo("0,0");
      locking.commit();
    }
    assertThat(TABLES.store().replayOldest(TABLES.journal())).isTrue();
    assertThat(TABLES.counts()).isEqualTo("1,0");
    assertThat(TABLES.journal().clicks()).isZero();
  }

  @Test
  void clicksOnALockedLinkThatFillABatchGoToTheJournalAtOnce() throws InterruptedException {
    clicks.stop();
    clicks = recorder(Durability.COMMITTED, clock);
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");
      List<CompletableFuture<Boolean>> visits = visits("owned1", 1_000);
      CompletableFuture<Boolean> other = visits("nobody", 1).get(0);
      clicks.start();

      assertThat(other.join()).isTrue();
      assertThat(TABLES.journal().clicks()).isEqualTo(1_000);
      assertThat(visits).allMatch(CompletableFuture::isDone);
      locking.commit();
    }
    assertThat(TABLES.store().replayOldest(TABLES.journal())).isTrue();
    assertThat(TABLES.counts()).isEqualTo("1000,1");
  }

  @Test
  void clicksThatPostgresDoesNotTakeGoToTheJournalAndFromThereToPostgres() {
    Link link = TABLES.link("owned1");
    TABLES.execute("ALTER TABLE clicks RENAME TO away");
    try {
      assertThat(record(link)).isTrue();
      assertThat(record(link)).isTrue();
      assertThat(TABLES.store().isJournaling()).isTrue();
      assertThat(TABLES.store().replayOldest(TABLES.journal())).isFalse();
    } finally {
      TABLES.execute("ALTER TABLE away RENAME TO clicks");
    }
    assertThat(TABLES.journal().clicks()).isEqualTo(2);
    assertThat(TABLES.counts()).isEqualTo("0,0");

    // The first one may be in; the second was never sent.
    assertThat(TABLES.store().replayOldest(TABLES.journal())).isTrue();
    assertThat(TABLES.store().replayOldest(TABLES.journal())).isTrue();

    assertThat(TABLES.store().isJournaling()).isFalse();
    assertThat(TABLES.journal().clicks()).isZero();
    assertThat(TABLES.counts()).isEqualTo("2,0");
    assertThat(TABLES.metric("committed", "journaled", "replayed", "lost")).isEqualTo("0 2 2 0");
  }

  @Test
  void visitorIsSentOnEvenWhenTheJournalFailsToo() {
    Link link = TABLES.link("owned1");
    TABLES.execute("ALTER TABLE clicks RENAME TO away");
    TABLES.journal().close();
    try {
      assertThat(record(link)).isTrue();
    } finally {
      TABLES.execute("ALTER TABLE away RENAME TO clicks");
    }
    assertThat(TABLES.metric("committed", "journaled", "replayed", "lost")).isEqualTo("0 0 0 1");
  }

  @Test
  void relaxedVisitorDoesNotWait() throws InterruptedException {
    clicks.stop();
    clicks = recorder(Durability.RELAXED, clock);
    Link link = TABLES.link("owned1");

    // Nobody writes yet.
    assertThat(clicks.record(link, VisitorHeaders.NONE)).isCompletedWithValue(true);
    clicks.start();
    await().until(() -> TABLES.counts().equals("1,0"));
  }

  @Test
  void theEndWaitsForWhatWasAccepted() throws Exception {
    Link link = TABLES.link("owned1");
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    CompletableFuture<Boolean> visit;
    Thread ending = new Thread(() -> assertThatCode(clicks::stop).doesNotThrowAnyException());
    ending.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");
      visit = clicks.record(link, VisitorHeaders.NONE).toCompletableFuture();
      ending.start();

      await().until(() -> ending.getState() == Thread.State.WAITING);
      assertThat(visit).isNotDone();
      locking.commit();
    }
    ending.join();
    assertThat(failures).isEmpty();
    assertThat(visit.join()).isTrue();
    assertThat(TABLES.counts()).isEqualTo("1,0");
  }

  @Test
  void nothingIsAcceptedAfterTheEnd() throws InterruptedException {
    Link link = TABLES.link("owned1");
    clicks.stop();

    assertThatThrownBy(() -> record(link))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ApiException.class);
    assertThat(TABLES.counts()).isEqualTo("0,0");
  }

  private static ClickRecorder recorder(Durability durability, Clock clock) {
    return TABLES.recorder(durability, clock);
  }

  private List<CompletableFuture<Boolean>> visits(String code, int number) {
    Link link = TABLES.link(code);
    return Stream.generate(() -> clicks.record(link, VisitorHeaders.NONE).toCompletableFuture())
        .limit(number)
        .toList();
  }

  private boolean record(String code) {
    return record(TABLES.link(code));
  }

  private boolean record(Link link) {
    return clicks.record(link, VisitorHeaders.NONE).toCompletableFuture().join();
  }
}
