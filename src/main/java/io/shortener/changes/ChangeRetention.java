package io.shortener.changes;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets changes that need not be kept, for as long as events are; to be run again and again by
 * one thread.
 */
public final class ChangeRetention implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ChangeRetention.class);

  private static final int AT_ONCE = 10_000;

  private final Jdbi database;
  private final Clock clock;
  private final int months;

  /**
   * @param database for long work
   * @param months how many whole months are kept beside the present one, 0 for all
   */
  public ChangeRetention(Jdbi database, Clock clock, int months) {
    this.database = database;
    this.clock = clock;
    this.months = months;
  }

  @Override
  public void run() {
    try {
      if (months > 0) {
        forget();
      }
    } catch (JdbiException e) {
      LOGGER.warn("Old changes were not deleted; it is tried again", e);
    }
  }

  private void forget() {
    Instant kept =
        clock
            .instant()
            .atZone(ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.DAYS)
            .withDayOfMonth(1)
            .minusMonths(months)
            .toInstant();
    int deleted;
    do {
      deleted = database.withExtension(ChangeDao.class, changes -> changes.forget(kept, AT_ONCE));
    } while (deleted == AT_ONCE);
  }
}
