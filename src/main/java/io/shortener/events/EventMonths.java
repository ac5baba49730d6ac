package io.shortener.events;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the tables of coming months and drops those that need not be kept; to be run again and
 * again by one thread.
 */
public final class EventMonths implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(EventMonths.class);

  private static final int AHEAD = 3;

  private final Jdbi database;
  private final Clock clock;
  private final int retention;

  /**
   * @param database for long work
   * @param retention how many whole months are kept beside the present one, 0 for all
   */
  public EventMonths(Jdbi database, Clock clock, int retention) {
    this.database = database;
    this.clock = clock;
    this.retention = retention;
  }

  /**
   * What does not work now is tried again long before it is needed; the health check tells when.
   */
  @Override
  public void run() {
    try {
      update();
    } catch (JdbiException e) {
      LOGGER.warn("The tables of events were not made or dropped; it is tried again", e);
    }
  }

  void update() {
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    int made = inTime(months -> months.make(now.toInstant(), now.plusMonths(AHEAD).toInstant()));
    if (made > 0) {
      LOGGER.info("Made {} tables for the events of the coming months", made);
    }
    if (retention > 0) {
      Instant kept = now.withDayOfMonth(1).minusMonths(retention).toInstant();
      int dropped = inTime(months -> months.drop(kept));
      if (dropped > 0) {
        LOGGER.info("Dropped {} tables of events older than {} months", dropped, retention);
      }
    }
  }

  /** Gives up when visitors would have to wait. */
  private int inTime(ToIntFunction<MonthDao> work) {
    return database.inTransaction(
        handle -> {
          MonthDao months = handle.attach(MonthDao.class);
          months.waitBriefly();
          return work.applyAsInt(months);
        });
  }
}
