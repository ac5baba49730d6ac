package io.shortener.faults;

import java.io.Closeable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends, at random moments, the connection on which a process of the service hears of changes; it
 * misses what happens until it has another.
 */
final class Deafening implements Closeable {
  private static final Duration RETURN_LIMIT = Duration.ofSeconds(10);
  private static final int MOST_PAUSE_MILLIS = 400;

  private final Round round;
  private final Connection connection;
  private final Array spared;
  private final int times;
  private final Thread thread = new Thread(this::run, "deafening");
  private final AtomicInteger done = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * Begins.
   *
   * @param spared server processes, as {@link #listeners} names them, that are left alone
   */
  Deafening(Round round, List<Integer> spared, int times) {
    this.round = round;
    this.times = times;
    try {
      this.connection = round.installation().postgres().connect();
      this.spared = connection.createArrayOf("integer", spared.toArray());
    } catch (SQLException e) {
      throw new FaultException("The database cannot be reached", e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** The server's processes behind all such connections. */
  static List<Integer> listeners(FragilePostgres postgres) {
    try (Connection connection = postgres.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT pid FROM pg_stat_activity
                WHERE application_name = 'shortener link changes'
                ORDER BY pid
                """);
        ResultSet rows = statement.executeQuery()) {
      List<Integer> pids = new ArrayList<>();
      while (rows.next()) {
        pids.add(rows.getInt(1));
      }
      return pids;
    } catch (SQLException e) {
      throw new FaultException("The database cannot be reached", e);
    }
  }

  /** How often it has happened. */
  int done() {
    return done.get();
  }

  boolean isOver() {
    return !thread.isAlive();
  }

  private void run() {
    try {
      while (done.get() < times && !stopped) {
        Patience.pass(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, MOST_PAUSE_MILLIS)));
        Patience.await(RETURN_LIMIT, "changes are heard again", () -> stopped || end() > 0);
        done.incrementAndGet();
      }
    } catch (RuntimeException e) {
      round.breach(e.toString());
    }
  }

  /** Returns how many connections it has ended. */
  private int end() {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE application_name = 'shortener link changes' AND pid <> ALL (?)
            """)) {
      statement.setArray(1, spared);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      throw new FaultException("A connection could not be ended", e);
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException("Interrupted", e);
    } catch (SQLException e) {
      throw new FaultException("The database cannot be reached", e);
    }
  }
}
