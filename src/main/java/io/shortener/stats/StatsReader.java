package io.shortener.stats;

import io.shortener.http.QueryParameters;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
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
    this.database =
        database
            .registerArrayType(Integer.class, "integer")
            .registerArrayType(String.class, "text")
            .registerRowMapper(
                StatsDao.TraitSums.class, (row, context) -> StatsDao.TraitSums.read(row));
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
    List<Integer> borders = range.borders();
    List<StatsDao.StepVisits> visits = new ArrayList<>(stats.visits(id, list(borders)));
    People people = new People(stats);
    stats.people(id, range.from(), range.to(), people::add);
    if (progress.isBehind()) {
      List<StatsDao.RecentVisits> recent = stats.recentVisits(id, progress.rolledUpTo());
      recent.forEach(some -> visits.add(some.in(step(some.quarter(), borders))));
      people.add(recent.stream().filter(some -> range.contains(some.quarter())).toList());
    }
    return Stats.of(range, visits, people.top());
  }

  /** The step that a quarter is in, as {@link StatsDao#visits} counts them. */
  private static int step(int quarter, List<Integer> borders) {
    int place = Collections.binarySearch(borders, quarter);
    return place < 0 ? -place - 1 : place + 1;
  }

  private static String list(List<Integer> quarters) {
    return quarters.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
