package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

/** What becomes of the own journal; see {@link JournalHousekeepingTest} for those of others. */
class JournalReplayTest extends ReplayFixture {
  @Test
  void ownJournalIsReplayedInOrder() {
    journal.append(batch("nobody"));
    journal.append(batch("owned1", "owned1"));
    journal.append(batch("nobody"));

    replay.replayOwn();

    assertThat(TABLES.text("SELECT string_agg(short_code, ' ' ORDER BY id) FROM clicks"))
        .isEqualTo("nobody owned1 owned1 nobody");
    assertThat(TABLES.counts()).isEqualTo("2,2");
    assertThat(TABLES.kinds()).isEqualTo("1 human 2,2 human 2");
    assertThat(journal.batches()).isZero();
  }

  @Test
  void clicksOfAMonthThatIsNotKeptAnyMoreComeInAllTheSame() {
    TABLES.execute("DROP TABLE clicks_2026_03");
    assertThat(store.keep(batch("owned1"))).isEqualTo(ClickWriter.Outcome.COMPLETE);
    assertThat(store.isJournaling()).isTrue();

    replay.replayOwn();

    assertThat(TABLES.counts()).isEqualTo("1,0");
    assertThat(TABLES.clicks()).isEqualTo("1");
    assertThat(store.isJournaling()).isFalse();
  }

  @Test
  void clicksOfAWrongClockMakeTheirMonthAndNoneInBetween() {
    journal.appendUnsent(batchAt(Instant.parse("2024-01-15T12:00:00Z"), "owned1"));
    journal.appendUnsent(batch("nobody"));

    replay.replayOwn();

    assertThat(TABLES.counts()).isEqualTo("1,1");
    assertThat(TABLES.text("SELECT count(*) FROM clicks_2024_01")).isEqualTo("1");
    assertThat(TABLES.text("SELECT to_regclass('clicks_2024_02') IS NULL")).isEqualTo("t");
  }

  @Test
  void batchThatPostgresHasAlreadyIsNotCountedAgain() {
    ClickBatch batch = batch("owned1");
    assertThat(store.keep(batch)).isEqualTo(ClickWriter.Outcome.COMPLETE);
    journal.append(batch);

    replay.replayOwn();

    assertThat(TABLES.counts()).isEqualTo("1,0");
    assertThat(journal.batches()).isZero();
  }

  @Test
  void clickOnALockedLinkStaysInTheJournal() {
    journal.append(batch("owned1", "nobody"));
    replayWhileTheFirstLinkIsLocked();
    assertThat(TABLES.counts()).isEqualTo("0,1");
    assertThat(journal.clicks()).isEqualTo(1);

    replay.replayOwn();
    assertThat(TABLES.counts()).isEqualTo("1,1");
    assertThat(journal.batches()).isZero();
  }

  @Test
  void replayEndsTheOutageAlsoWhenTheJournalIsEmpty() {
    TABLES.execute("ALTER TABLE clicks RENAME TO away");
    ClickBatch batch = batch("owned1");
    try {
      assertThat(store.replayOldest(journalWith(batch))).isFalse();
      assertThat(store.isJournaling()).isTrue();
      journal.settle(batch, Optional.empty());
    } finally {
      TABLES.execute("ALTER TABLE away RENAME TO clicks");
    }

    replay.replayOwn();

    assertThat(store.isJournaling()).isFalse();
  }

  @Test
  void replayThatDiesIsTriedAgain() {
    begin(new DyingClock(Clock.systemUTC(), 1));
    journal.append(batch("owned1", "nobody"));
    assertThatThrownBy(this::replayWhileTheFirstLinkIsLocked).hasMessage("as if");
    assertThat(journal.clicks()).isEqualTo(2);

    replay.replayOwn();
    replay.replayOwn();
    assertThat(TABLES.counts()).isEqualTo("1,1");
    assertThat(journal.batches()).isZero();
  }

  @Test
  void replayStopsAtTheFirstBatchThatPostgresDoesNotTake() {
    journal.append(batch("owned1"));
    journal.append(batch("nobody"));
    TABLES.execute("ALTER TABLE clicks RENAME TO away");
    try {
      replay.replayOwn();
    } finally {
      TABLES.execute("ALTER TABLE away RENAME TO clicks");
    }

    assertThat(journal.batches()).isEqualTo(2);
    assertThat(store.isJournaling()).isTrue();
  }

  @Test
  void replayThatIsStoppedEndsWithItsBatch() {
    journal.append(batch("owned1"));
    journal.append(batch("owned1"));
    journal.append(batch("owned1"));
    replay.stop();

    replay.replayOwn();

    assertThat(TABLES.counts()).isEqualTo("1,0");
    assertThat(journal.batches()).isEqualTo(2);
  }

  @Test
  void journalThatFailsDoesNotKeepClicksFromPostgres() {
    journal.append(batch("owned1"));
    sqlite("CREATE TRIGGER refusal BEFORE DELETE ON batches BEGIN SELECT RAISE(ABORT, 'no'); END");

    assertThatThrownBy(replay::replayOwn).isInstanceOf(UnableToExecuteStatementException.class);

    assertThat(store.isJournaling()).isFalse();
    assertThat(store.keep(batch("nobody"))).isEqualTo(ClickWriter.Outcome.COMPLETE);
    assertThat(TABLES.counts()).isEqualTo("1,1");
    sqlite("DROP TRIGGER refusal");
    replay.replayOwn();
    assertThat(TABLES.counts()).isEqualTo("1,1");
    assertThat(journal.batches()).isZero();
  }

  @Test
  void journalThatFailsDoesNotProlongTheOutage() {
    TABLES.execute("ALTER TABLE clicks RENAME TO away");
    try {
      store.keep(batch("owned1")).locked();
    } finally {
      TABLES.execute("ALTER TABLE away RENAME TO clicks");
    }
    assertThat(store.isJournaling()).isTrue();
    sqlite("ALTER TABLE batches RENAME TO away");

    assertThatThrownBy(replay::replayOwn).isInstanceOf(UnableToExecuteStatementException.class);

    assertThat(store.isJournaling()).isFalse();
    sqlite("ALTER TABLE away RENAME TO batches");
    replay.replayOwn();
    assertThat(TABLES.counts()).isEqualTo("1,0");
  }

  private void replayWhileTheFirstLinkIsLocked() {
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");
      replay.replayOwn();
      locking.rollback();
    }
  }

  private ClickJournal journalWith(ClickBatch batch) {
    journal.append(batch);
    return journal;
  }

  private void sqlite(String statement) {
    Jdbi.create("jdbc:sqlite:" + mine.path().resolve("clicks.db"))
        .useHandle(handle -> handle.execute(statement));
  }
}
