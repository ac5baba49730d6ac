package io.shortener.clicks;

import io.shortener.urls.Link;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Writes clicks to PostgreSQL, a batch in a transaction. Thread-safe. */
final class ClickWriter {
  /** Longer than any copy of a batch can be on its way to a database that was frozen or cut off. */
  private static final Duration SETTLED = Duration.ofMinutes(10);

  /** How long a journal may wait for its instance to come back. */
  private static final Duration FORGOTTEN = Duration.ofDays(30);

  /** How long nobody is waited for after somebody has held a link for too long. */
  private static final Duration IMPATIENCE = Duration.ofSeconds(1);

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Jdbi database;
  private final LongSupplier nanoTime;
  private volatile long patientFrom;

  /**
   * @param database whose connections wait for a lock as long as a visitor may wait for it, and not
   *     longer
   */
  ClickWriter(Jdbi database, LongSupplier nanoTime) {
    this.database = database.registerArrayType(Long.class, "bigint");
    this.nanoTime = nanoTime;
    this.patientFrom = nanoTime.getAsLong();
  }

  /**
   * Records a batch, unless it is in already.
   *
   * @param journal where the batch is kept if this fails
   * @throws SQLException when nothing of the batch was recorded, or nobody knows; in both cases the
   *     same batch may be written again; so after a {@link JdbiException}
   */
  Outcome write(ClickBatch batch, UUID journal) throws SQLException {
    try (Handle handle = database.open()) {
      return record(new RecordStatement(handle.getConnection()), batch, journal)
          .map(recorded -> Outcome.of(batch, recorded))
          .orElseGet(
              () -> Outcome.ofEarlier(handle.attach(ClickDao.class).findLeftOut(batch.id())));
    }
  }

  /**
   * Records a batch that has waited: its months may be such that are not kept any more, or not yet.
   * Those between them are left alone: a clock that was wrong may have put decades there.
   */
  Outcome writeLate(ClickBatch batch, UUID journal) throws SQLException {
    database.useExtension(ClickDao.class, clicks -> months(batch).forEach(clicks::makeMonth));
    return write(batch, journal);
  }

  private static Set<Instant> months(ClickBatch batch) {
    return batch.clicks().stream()
        .map(click -> YearMonth.from(click.timestamp().atOffset(ZoneOffset.UTC)))
        .map(month -> month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Optional<RecordStatement.Recorded> record(
      RecordStatement statement, ClickBatch batch, UUID journal) throws SQLException {
    if (nanoTime.getAsLong() - patientFrom >= 0) {
      try {
        return statement.execute(batch, journal);
      } catch (SQLException e) {
        if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
          throw e;
        }
        patientFrom = nanoTime.getAsLong() + IMPATIENCE.toNanos();
      }
    }
    return statement.executeLeavingOut(batch, journal);
  }

  /** Fails when the database does not answer. */
  void check() {
    database.useExtension(ClickDao.class, ClickDao::answers);
  }

  /**
   * Forgets which batches are in, once nobody can come with them again.
   *
   * @param journal of which all batches are settled
   */
  void forgetSettled(UUID journal, Instant now) {
    database.useExtension(
        ClickDao.class,
        clicks -> {
          clicks.forget(ClickBatch.oldestId(now, SETTLED), journal);
          clicks.forgetAll(ClickBatch.oldestId(now, FORGOTTEN));
        });
  }

  /**
   * What became of a batch.
   *
   * @param locked its links that somebody else held: their clicks have to be written again
   * @param gone its links that are no more: their clicks went with them
   */
  record Outcome(Set<Long> locked, Set<Long> gone) {
    static final Outcome COMPLETE = new Outcome(Set.of(), Set.of());

    static Outcome of(ClickBatch batch, RecordStatement.Recorded recorded) {
      if (recorded.isAll()) {
        return COMPLETE;
      }
      Set<Long> locked = recorded.leftOut();
      return new Outcome(
          locked,
          batch.clicks().stream()
              .map(click -> click.link().id())
              .filter(id -> !recorded.held().contains(id) && !locked.contains(id))
              .collect(Collectors.toUnmodifiableSet()));
    }

    /** Which links were gone then is not known any more, and nobody waits for it. */
    static Outcome ofEarlier(Optional<ClickDao.LeftOut> earlier) {
      return new Outcome(
          earlier.map(batches -> Set.copyOf(batches.leftOut())).orElse(Set.of()), Set.of());
    }

    boolean isLocked(Link link) {
      return locked.contains(link.id());
    }

    boolean isGone(Link link) {
      return gone.contains(link.id());
    }

    List<Click> locked(ClickBatch batch) {
      return locked.isEmpty()
          ? List.of()
          : batch.clicks().stream().filter(click -> isLocked(click.link())).toList();
    }

    List<Click> gone(ClickBatch batch) {
      return gone.isEmpty()
          ? List.of()
          : batch.clicks().stream().filter(click -> isGone(click.link())).toList();
    }
  }
}
