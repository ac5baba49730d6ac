package io.shortener.events;

import com.codahale.metrics.health.HealthCheck;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;

/**
 * Fails when no table awaits the events of the month after next: there are weeks to find out why,
 * before the first click finds no place in PostgreSQL.
 */
public final class EventMonthsHealthCheck extends HealthCheck {
  private static final int AHEAD = 2;

  private final Jdbi database;
  private final Clock clock;

  public EventMonthsHealthCheck(Jdbi database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  protected Result check() {
    var last = clock.instant().atZone(ZoneOffset.UTC).withDayOfMonth(1).plusMonths(AHEAD);
    return database.withExtension(MonthDao.class, months -> months.has(last.toInstant()))
        ? Result.healthy()
        : Result.unhealthy(
            "No table for the events of %04d-%02d", last.getYear(), last.getMonthValue());
  }
}
