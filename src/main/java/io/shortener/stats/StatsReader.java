package io.shortener.stats;

import io.shortener.http.QueryParameters;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Answers what a query string asks. Thread-safe. */
public final class StatsReader {
  private final StatsDao stats;
  private final Clock clock;

  /**
   * @param database for what a client waits for
   */
  public StatsReader(Jdbi database, Clock clock) {
    this.stats = database.onDemand(StatsDao.class);
    this.clock = clock;
  }

  /** The statistics of one link. */
  Stats ofUrl(long id, QueryParameters query) {
    return read(id, query, time -> stats.people(id, time));
  }

  /** The statistics of all links. */
  Stats ofAll(QueryParameters query) {
    return read(StatsDao.ALL_URLS, query, stats::people);
  }

  private Stats read(
      long id, QueryParameters query, Function<TimeRange, List<StatsDao.TraitPeople>> people) {
    TimeRange range = TimeRange.from(query, clock.instant());
    return Stats.of(
        range,
        stats.visits(id, list(range.borders()), list(range.brokenHours())),
        people.apply(range));
  }

  private static String list(List<Integer> quarters) {
    return quarters.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
