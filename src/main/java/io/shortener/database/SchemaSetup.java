package io.shortener.database;

import io.dropwizard.lifecycle.Managed;
import io.shortener.startup.StartupException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates and seeds when the server starts, or as soon as its database appears: a database that is
 * not there does not keep the server from starting, one that refuses it does. One that is slow is
 * waited for a little, because a server that serves before answers 503 to what another instance
 * could do.
 */
public final class SchemaSetup implements Managed {
  private static final Logger LOGGER = LoggerFactory.getLogger(SchemaSetup.class);
  private static final long RETRY_MILLIS = 500;
  private static final long PAUSE_MILLIS = 100;

  /** How long a start waits for a database that is there but slow. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Migrations migrations;
  private final DatabaseAddress address;
  private final boolean seed;
  private final ScheduledExecutorService retries;
  private volatile boolean done;
  private volatile Future<?> attempts = CompletableFuture.completedFuture(null);

  /** Why an attempt failed last, as far as it was told. */
  private String complaint = "";

  /**
   * @param seed whether an empty database gets the fixtures
   * @param retries runs the later attempts, one at a time
   */
  public SchemaSetup(
      Migrations migrations,
      DatabaseAddress address,
      boolean seed,
      ScheduledExecutorService retries) {
    this.migrations = migrations;
    this.address = address;
    this.seed = seed;
    this.retries = retries;
  }

  /** Whether the schema is what this version of the service needs. */
  public boolean isDone() {
    return done;
  }

  @Override
  public void start() {
    try {
      setUpPatiently();
    } catch (SQLException e) {
      if (!SqlStates.isUnavailable(e)) {
        throw SqlStates.explain(e, address);
      }
      LOGGER.warn(
          "The database at {} does not answer ({}); what needs it answers 503 until it does",
          address,
          e.getMessage());
      attempts =
          retries.scheduleWithFixedDelay(
              this::retry, RETRY_MILLIS, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void setUpPatiently() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        setUp();
        return;
      } catch (SQLException e) {
        boolean isSlow = SqlStates.isUnavailable(e) && !isAway(e);
        if (!isSlow || System.nanoTime() - start > PATIENCE.toNanos()) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("Interrupted while waiting for the database.", e);
    }
  }

  /** Whether nobody is there who could answer soon. */
  private static boolean isAway(SQLException failure) {
    return failure.getCause() instanceof ConnectException
        || failure.getCause() instanceof UnknownHostException;
  }

  private void setUp() throws SQLException {
    migrations.migrate();
    if (seed) {
      migrations.seed();
    }
    done = true;
  }

  @Override
  public void stop() {
    attempts.cancel(true);
  }

  private void retry() {
    try {
      setUp();
      attempts.cancel(false);
      LOGGER.info("The database at {} answers, its schema is in place", address);
    } catch (SQLException e) {
      if (!SqlStates.isUnavailable(e)) {
        complain(e);
      }
    } catch (RuntimeException e) {
      complain(e);
    }
  }

  /** Once for each cause: the next attempt mostly fails as this one did. */
  private void complain(Exception failure) {
    String cause = failure.toString();
    if (!cause.equals(complaint)) {
      LOGGER.error("The database at {} cannot be set up", address, failure);
    }
    complaint = cause;
  }
}
