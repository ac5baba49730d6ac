package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shortener.clicks.ClickWriter.Outcome;
import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import io.shortener.visitors.Visitor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClickWriterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID JOURNAL = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-000000000002");

  /** Longer than any test waits. */
  private static final Duration LONG = Duration.ofMinutes(1);

  @RegisterExtension static final ClickTables TABLES = new ClickTables();

  private final AtomicLong nanoTime = new AtomicLong();
  private final ClickWriter writer = new ClickWriter(TABLES.database(), nanoTime::get);

  @Test
  void batchCounts() {
    assertThat(write(batch("owned1", "nobody", "owned1"))).isEqualTo(Outcome.COMPLETE);

    assertThat(TABLES.counts()).isEqualTo("2,1");
    assertThat(TABLES.clicks()).isEqualTo("3");
  }

  @Test
  void batchThatIsWrittenTwiceCountsOnce() {
    ClickBatch batch = batch("owned1", "nobody");
    assertThat(write(batch)).isEqualTo(Outcome.COMPLETE);

    assertThat(write(batch)).isEqualTo(Outcome.COMPLETE);
    assertThat(write(batch, OTHER)).isEqualTo(Outcome.COMPLETE);

    assertThat(TABLES.counts()).isEqualTo("1,1");
    assertThat(TABLES.clicks()).isEqualTo("2");
  }

  @Test
  void batchThatIsWrittenTwiceAtOnceCountsOnce() {
    ClickBatch batch = batch("owned1", "nobody");

    List<CompletableFuture<Outcome>> copies =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> write(batch))).limit(8).toList();

    assertThat(copies).allMatch(copy -> copy.join().equals(Outcome.COMPLETE));
    assertThat(TABLES.counts()).isEqualTo("1,1");
    assertThat(TABLES.clicks()).isEqualTo("2");
  }

  @Test
  void copyOfABatchThatIsUnderWayFailsAndMayBeWrittenAgain() throws SQLException {
    ClickBatch batch = batch("owned1");
    try (Handle first = TABLES.database().open()) {
      first.begin();
      assertThat(new RecordStatement(first.getConnection()).execute(batch, JOURNAL)).isPresent();
      assertThatThrownBy(() -> write(batch)).rootCause().hasMessageContaining("lock timeout");
      first.commit();
    }

    assertThat(write(batch)).isEqualTo(Outcome.COMPLETE);
    assertThat(TABLES.counts()).isEqualTo("1,0");
  }

  @Test
  void linkThatIsHeldForAMomentIsWaitedFor() {
    ClickWriter patient = new ClickWriter(TABLES.database(LONG), nanoTime::get);
    CompletableFuture<Outcome> waiting;
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");
      waiting = CompletableFuture.supplyAsync(() -> write(patient, batch("owned1", "nobody")));
      await().until(() -> waitingForALock() == 1);
      locking.rollback();
    }

    assertThat(waiting.join()).isEqualTo(Outcome.COMPLETE);
    assertThat(TABLES.counts()).isEqualTo("1,1");
  }

  @Test
  void whoHoldsALinkForTooLongIsNotWaitedForAgainForASecond() {
    AtomicBoolean patient = new AtomicBoolean();
    ClickWriter writer = new ClickWriter(Jdbi.create(() -> connect(patient.get())), nanoTime::get);
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");
      write(writer, batch("owned1"));

      patient.set(true);
      nanoTime.addAndGet(Duration.ofSeconds(1).minusNanos(1).toNanos());
      assertThat(write(writer, batch("owned1", "nobody")).locked()).containsExactly(1L);

      nanoTime.addAndGet(1);
      CompletableFuture<Outcome> waiting =
          CompletableFuture.supplyAsync(() -> write(writer, batch("owned1")));
      await().until(() -> waitingForALock() == 1);
      locking.rollback();
      assertThat(waiting.join()).isEqualTo(Outcome.COMPLETE);
    }
  }

  @Test
  void lockedLinkIsLeftOutAndNamedAlsoWhenTheBatchIsWrittenAgain() {
    ClickBatch batch = batch("owned1", "nobody", "owned1");
    Outcome outcome;
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");
      outcome = write(batch);
      locking.rollback();
    }

    assertThat(outcome).isEqualTo(new Outcome(Set.of(1L), Set.of()));
    assertThat(outcome.locked(batch)).containsExactly(batch.clicks().get(0), batch.clicks().get(2));
    assertThat(write(batch)).isEqualTo(outcome);
    assertThat(TABLES.counts()).isEqualTo("0,1");
    assertThat(TABLES.clicks()).isEqualTo("1");
  }

  @Test
  void batchOfLockedLinksAloneRecordsNothing() {
    ClickBatch batch = batch("owned1");
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");

      assertThat(write(batch)).isEqualTo(new Outcome(Set.of(1L), Set.of()));
      locking.rollback();
    }
    assertThat(TABLES.counts()).isEqualTo("0,0");
  }

  @Test
  void clicksOfLinksThatAreGoneGoWithThem() {
    ClickBatch batch = batch("owned1", "nobody", "owned1");
    TABLES.execute("DELETE FROM urls WHERE id = 1");

    Outcome outcome = write(batch);

    assertThat(outcome).isEqualTo(new Outcome(Set.of(), Set.of(1L)));
    assertThat(outcome.gone(batch)).containsExactly(batch.clicks().get(0), batch.clicks().get(2));
    assertThat(TABLES.counts()).isEqualTo("1");
    assertThat(TABLES.clicks()).isEqualTo("1");
  }

  @Test
  void lockedLinksAndThoseThatAreGoneAreToldApart() {
    ClickBatch batch = batch("owned1", "nobody");
    TABLES.execute("DELETE FROM urls WHERE id = 1");
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 2 FOR UPDATE");

      assertThat(write(batch)).isEqualTo(new Outcome(Set.of(2L), Set.of(1L)));
      locking.rollback();
    }
  }

  @Test
  void batchThatFailsRecordsNothingAndCanBeWrittenAgain() {
    ClickBatch batch = batch("owned1", "nobody");
    TABLES.execute("ALTER TABLE clicks ADD CONSTRAINT refusal CHECK (url_id <> 2)");
    try {
      assertThatThrownBy(() -> write(batch)).hasCauseInstanceOf(SQLException.class);
    } finally {
      TABLES.execute("ALTER TABLE clicks DROP CONSTRAINT refusal");
    }
    assertThat(TABLES.counts()).isEqualTo("0,0");
    assertThat(batches()).isZero();

    assertThat(write(batch)).isEqualTo(Outcome.COMPLETE);
    assertThat(TABLES.counts()).isEqualTo("1,1");
  }

  @Test
  void textsOfAnyKindAreRecorded() {
    Link link =
        new Link(
            2, null, "", "nobody", "http://b/{\"a,b\"}\\'NULL\u00e9\ud83d\ude00", LinkRules.USUAL);

    assertThat(write(ClickBatch.of(List.of(new Click(link, NOW, Visitor.UNKNOWN)), NOW)))
        .isEqualTo(Outcome.COMPLETE);
    assertThat(TABLES.text("SELECT original_url FROM clicks")).isEqualTo(link.originalUrl());
  }

  @Test
  void settledBatchesAreForgottenAfterTenMinutes() {
    write(batchAt(NOW.minus(Duration.ofMinutes(10)).minusMillis(1)), JOURNAL);
    write(batchAt(NOW.minus(Duration.ofMinutes(10))), JOURNAL);
    write(batchAt(NOW), JOURNAL);

    writer.forgetSettled(JOURNAL, NOW);

    assertThat(batches()).isEqualTo(2);
  }

  @Test
  void batchesOfOtherJournalsAreForgottenAfterThirtyDays() {
    write(batchAt(NOW.minus(Duration.ofDays(30)).minusMillis(1)), OTHER);
    ClickBatch remembered = batchAt(NOW.minus(Duration.ofDays(30)));
    write(remembered, OTHER);

    writer.forgetSettled(JOURNAL, NOW);

    assertThat(batches()).isEqualTo(1);
    write(remembered, OTHER);
    assertThat(TABLES.counts()).isEqualTo("2,0");
  }

  @Test
  void checkFailsWithoutADatabase() {
    writer.check();
    ClickWriter lost =
        new ClickWriter(Jdbi.create("jdbc:postgresql://localhost:1/nowhere"), nanoTime::get);

    assertThatThrownBy(lost::check).isInstanceOf(JdbiException.class);
  }

  private Outcome write(ClickBatch batch) {
    return write(batch, JOURNAL);
  }

  private Outcome write(ClickBatch batch, UUID journal) {
    return write(writer, batch, journal);
  }

  private static Outcome write(ClickWriter writer, ClickBatch batch) {
    return write(writer, batch, JOURNAL);
  }

  private static Outcome write(ClickWriter writer, ClickBatch batch, UUID journal) {
    try {
      return writer.write(batch, journal);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(boolean patient) {
    return (patient ? TABLES.database(LONG) : TABLES.database()).open().getConnection();
  }

  private static ClickBatch batch(String... codes) {
    return ClickBatch.of(
        Stream.of(codes).map(code -> new Click(TABLES.link(code), NOW, Visitor.UNKNOWN)).toList(),
        NOW);
  }

  private static ClickBatch batchAt(Instant time) {
    return ClickBatch.of(List.of(new Click(TABLES.link("owned1"), time, Visitor.UNKNOWN)), time);
  }

  private static int batches() {
    return Integer.parseInt(TABLES.text("SELECT count(*) FROM click_batches"));
  }

  private static int waitingForALock() {
    return Integer.parseInt(
        TABLES.text(
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'"));
  }
}
