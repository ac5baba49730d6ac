package io.shortener.clicks;

import com.google.common.util.concurrent.RateLimiter;
import io.shortener.clicks.ClickMetrics.Outcome;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clicks are kept: in PostgreSQL, or while that does not take them in the journal, from where
 * they are replayed. Thread-safe.
 */
final class ClickStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClickStore.class);

  private final ClickWriter writer;
  private final ClickJournal journal;
  private final ClickMetrics metrics;
  private final Clock clock;

  /** Whoever loses clicks loses many; the metric counts them all. */
  private final RateLimiter losses = RateLimiter.create(0.2);

  private final DatabaseCircuit circuit = new DatabaseCircuit();

  ClickStore(ClickWriter writer, ClickJournal journal, ClickMetrics metrics, Clock clock) {
    this.writer = writer;
    this.journal = journal;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Whether clicks go to the journal. */
  boolean isJournaling() {
    return circuit.isOpen();
  }

  /**
   * Makes a batch durable, but for clicks whose link is locked in PostgreSQL.
   *
   * @return what became of its links
   */
  ClickWriter.Outcome keep(ClickBatch batch) {
    metrics.batch(batch.clicks().size());
    if (circuit.isOpen()) {
      journal(batch, journal::appendUnsent);
      return ClickWriter.Outcome.COMPLETE;
    }
    try {
      return count(Outcome.COMMITTED, batch, timed(batch));
    } catch (SQLException | RuntimeException e) {
      circuit.open(e);
      journal(batch, journal::append);
      return ClickWriter.Outcome.COMPLETE;
    }
  }

  /** Puts a batch into the journal that PostgreSQL may have or not; its id will tell. */
  void journal(ClickBatch batch) {
    journal(batch, journal::append);
  }

  /** When not even the journal takes a batch, its clicks are lost. */
  private void journal(ClickBatch batch, Consumer<ClickBatch> append) {
    int clicks = batch.clicks().size();
    try {
      append.accept(batch);
      metrics.count(Outcome.JOURNALED, clicks);
    } catch (RuntimeException e) {
      metrics.count(Outcome.LOST, clicks);
      if (losses.tryAcquire()) {
        LOGGER.error(
            "Clicks are lost, {} of them just now: the journal cannot be written", clicks, e);
      }
    }
  }

  /**
   * Brings the oldest batch of a journal to PostgreSQL.
   *
   * @param source the store's own journal, or one that another instance left behind
   * @return whether it was taken; true when the journal is empty and PostgreSQL answers
   * @throws RuntimeException when the journal fails, which tells nothing of PostgreSQL
   */
  boolean replayOldest(ClickJournal source) {
    Optional<ClickBatch> oldest;
    try {
      oldest = source.oldest();
    } catch (RuntimeException e) {
      ask(this::check);
      throw e;
    }
    Optional<ClickWriter.Outcome> outcome =
        ask(() -> oldest.isPresent() ? writer.writeLate(oldest.get(), source.id()) : check());
    if (oldest.isPresent() && outcome.isPresent()) {
      settle(source, oldest.get(), outcome.get());
    }
    return outcome.isPresent();
  }

  /** Forgets which batches are in, as far as nobody can come with them again. */
  void forgetSettled() {
    if (journal.batches() == 0 && !circuit.isOpen()) {
      try {
        writer.forgetSettled(journal.id(), clock.instant());
      } catch (RuntimeException e) {
        LOGGER.debug("The settled batches stay for now", e);
      }
    }
  }

  /** Empty when PostgreSQL does not answer; from this it is known whether it takes clicks. */
  private Optional<ClickWriter.Outcome> ask(Callable<ClickWriter.Outcome> question) {
    try {
      ClickWriter.Outcome answer = question.call();
      circuit.close();
      return Optional.of(answer);
    } catch (Exception e) {
      circuit.open(e);
      return Optional.empty();
    }
  }

  private ClickWriter.Outcome check() {
    writer.check();
    return ClickWriter.Outcome.COMPLETE;
  }

  private void settle(ClickJournal source, ClickBatch batch, ClickWriter.Outcome outcome) {
    List<Click> locked = outcome.locked(batch);
    source.settle(
        batch,
        locked.isEmpty() ? Optional.empty() : Optional.of(ClickBatch.of(locked, clock.instant())));
    count(Outcome.REPLAYED, batch, outcome);
  }

  private ClickWriter.Outcome timed(ClickBatch batch) throws SQLException {
    long start = System.nanoTime();
    ClickWriter.Outcome outcome = writer.write(batch, journal.id());
    metrics.commit((System.nanoTime() - start) / 1e9);
    return outcome;
  }

  private ClickWriter.Outcome count(
      Outcome recorded, ClickBatch batch, ClickWriter.Outcome outcome) {
    int locked = outcome.locked(batch).size();
    int gone = outcome.gone(batch).size();
    metrics.count(recorded, batch.clicks().size() - locked - gone);
    metrics.count(Outcome.DROPPED, gone);
    return outcome;
  }
}
