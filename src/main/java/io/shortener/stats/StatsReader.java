package io.shortener.stats;

import io.shortener.database.Daos;
import io.shortener.http.QueryParameters;
import java.time.Clock;
import java.util.List;
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
    this.database =
        database
            .registerArrayType(Integer.class, "integer")
            .registerArrayType(String.class, "text")
            .registerRowMapper(VisitSums.class, (row, context) -> VisitSums.read(row))
            .registerRowMapper(TraitSums.class, (row, context) -> TraitSums.read(row));
    Daos.learn(database, StatsDao.class);
    this.clock = clock;
  }

  /** The statistics of one link. */
  Stats ofUrl(long id, QueryParameters query) {
    return of(id, TimeRange.from(query, clock.instant()));
  }

  /** The statistics of one link, or of {@link StatsDao#ALL_URLS}. */
  Stats of(long id, TimeRange range) {
    return database.inTransaction(
        TransactionIsolationLevel.REPEATABLE_READ,
        handle -> read(handle.attach(StatsDao.class), id, range));
  }

  /** The statistics of all links. */
  Stats ofAll(QueryParameters query) {
    return ofUrl(StatsDao.ALL_URLS, query);
  }

  private static Stats read(StatsDao stats, long id, TimeRange range) {
    StatsDao.Progress progress = stats.progress();
    Series series = new Series(range);
    stats.visits(id, series.cut(), series::add);
    People people = new People(stats);
    stats.people(id, range.from(), range.to(), people::add);
    if (progress.isBehind()) {
      List<StatsDao.RecentVisits> recent = stats.recentVisits(id, progress.rolledUpTo());
      recent.forEach(some -> series.add(some.quarter(), some.byKind()));
      people.add(recent.stream().filter(some -> range.contains(some.quarter())).toList());
    }
    return Stats.of(range, series, people.top());
  }
}
