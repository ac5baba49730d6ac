package io.shortener.stats;

import io.dropwizard.core.setup.Environment;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds what clicks have changed to the rollups, every second. Until then it is read where the
 * clicks left it: nothing is wrong while this does not run, only slower. For one thread.
 */
public final class Rollups {
  private static final Logger LOGGER = LoggerFactory.getLogger(Rollups.class);

  private static final long PAUSE_MILLIS = 1_000;

  /** A database that starts or restarts is told of by others. */
  private static final int TOLERATED = 60;

  /** Batches of clicks at once; one may have a thousand changes. */
  private static final int LIMIT = 200;

  private final Jdbi database;
  private int failures;

  Rollups(Jdbi database) {
    this.database = database;
  }

  /**
   * Keeps the rollups as long as the service runs.
   *
   * @param database for long work
   */
  public static void keep(Environment environment, Jdbi database) {
    Rollups rollups = new Rollups(database);
    ScheduledExecutorService thread =
        environment.lifecycle().scheduledExecutorService("stats-rollups").threads(1).build();
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            rollups::tryUpdate, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tryUpdate() {
    try {
      update();
      failures = 0;
    } catch (RuntimeException e) {
      failures++;
      if (failures == TOLERATED) {
        LOGGER.warn("The statistics are not rolled up; it is tried again", e);
      }
    }
  }

  /** Adds all that there is. */
  void update() {
    RollupDao rollups = database.onDemand(RollupDao.class);
    if (rollups.hasChanges()) {
      int taken = LIMIT;
      while (taken == LIMIT) {
        taken = rollups.takeChanges(LIMIT);
      }
    }
  }
}
