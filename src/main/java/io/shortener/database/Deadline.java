package io.shortener.database;

import io.shortener.startup.Repeated;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.apache.tomcat.jdbc.pool.PooledConnection;
import org.jdbi.v3.core.ConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections that cannot keep anyone waiting: when the time is up the connection is cut,
 * whatever it is doing, and whoever uses it gets an {@link SQLException}. A server that hangs
 * without closing anything looks like one that is gone. Thread-safe.
 *
 * <p>Whose time is up is looked for again and again: a timer for every use wakes a thread for each
 * batch of clicks.
 */
final class Deadline implements ConnectionFactory {
  private static final Logger LOGGER = LoggerFactory.getLogger(Deadline.class);

  /** By how much a limit may be exceeded. */
  private static final Duration PERIOD = Duration.ofMillis(50);

  private final DataSource pool;
  private final BooleanSupplier schemaInPlace;
  private final Executor aborts;
  private final Duration firstAnswer;
  private final Duration total;

  /** Until when each connection may be used, by {@link System#nanoTime}. */
  private final Map<Connection, Long> running = new ConcurrentHashMap<>();

  /**
   * @param schemaInPlace while false nothing is opened
   * @param timer looks for connections whose time is up
   * @param firstAnswer from asking for a connection, which may have to be waited for, to the
   *     database's first answer
   * @param total from then on; the same as {@code firstAnswer} where there is one limit for both
   */
  Deadline(
      DataSource pool,
      BooleanSupplier schemaInPlace,
      ScheduledExecutorService timer,
      Executor aborts,
      Duration firstAnswer,
      Duration total) {
    this.pool = pool;
    this.schemaInPlace = schemaInPlace;
    this.aborts = aborts;
    this.firstAnswer = firstAnswer;
    this.total = total;
    Repeated.every(PERIOD, "Late connections were not ended", this::abortLate, timer);
  }

  @Override
  public Connection openConnection() throws SQLException {
    if (!schemaInPlace.getAsBoolean()) {
      throw new SQLTransientConnectionException("The schema is not in place yet");
    }
    long start = System.nanoTime();
    Connection connection = pool.getConnection();
    running.put(connection, start + firstAnswer.toNanos());
    if (!total.equals(firstAnswer)) {
      extend(connection);
    }
    return connection;
  }

  @Override
  public void closeConnection(Connection connection) throws SQLException {
    running.remove(connection);
    if (connection.unwrap(PooledConnection.class).getConnection().isClosed()) {
      connection.unwrap(PooledConnection.class).setDiscarded(true);
    }
    connection.close();
  }

  /** What takes long by nature gets its time as soon as the database has shown that it is there. */
  private void extend(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      connection.setNetworkTimeout(aborts, Math.toIntExact(total.toMillis()));
      running.put(connection, System.nanoTime() + total.toNanos());
    } catch (SQLException e) {
      closeConnection(connection);
      throw e;
    }
  }

  private void abortLate() {
    long now = System.nanoTime();
    running.forEach(
        (connection, end) -> {
          if (now - end >= 0 && running.remove(connection, end)) {
            abort(connection);
          }
        });
  }

  private void abort(Connection connection) {
    LOGGER.debug("The database did not answer in time, its connection is cut");
    try {
      connection.unwrap(PooledConnection.class).getConnection().abort(aborts);
    } catch (SQLException | RuntimeException e) {
      LOGGER.warn("A connection could not be cut", e);
    }
  }
}
