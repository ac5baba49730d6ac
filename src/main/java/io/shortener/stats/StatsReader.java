package io.shortener.stats;

import io.shortener.http.QueryParameters;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Answers what a query string asks. Thread-safe. */
public final class StatsReader {
  private final Jdbi database;
  private final Clock clock;

  /**
   * @param database for what a client waits for
   */
  public StatsReader(Jdbi database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The statistics of one link. */
  Stats ofUrl(long id, QueryParameters query) {
    TimeRange range = TimeRange.from(query, clock.instant());
    return database.inTransaction(
        TransactionIsolationLevel.REPEATABLE_READ,
        handle -> read(handle.attach(StatsDao.class), id, range));
  }

  /** The statistics of all links. */
  Stats ofAll(QueryParameters query) {
    return ofUrl(StatsDao.ALL_URLS, query);
  }

  private static Stats read(StatsDao stats, long id, TimeRange range) {
    long rolledUpTo = stats.rolledUpTo();
    return Stats.of(
        range,
        stats.visits(id, list(range.borders()), rolledUpTo),
        stats.people(id, range.from(), range.to(), rolledUpTo));
  }

  private static String list(List<Integer> quarters) {
    return quarters.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
