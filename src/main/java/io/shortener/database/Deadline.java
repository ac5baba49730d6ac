package io.shortener.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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
 */
final class Deadline implements ConnectionFactory {
  private static final Logger LOGGER = LoggerFactory.getLogger(Deadline.class);

  private final DataSource pool;
  private final BooleanSupplier schemaInPlace;
  private final ScheduledExecutorService clock;
  private final Executor aborts;
  private final Duration firstAnswer;
  private final Duration total;
  private final Map<Connection, ScheduledFuture<?>> running = new ConcurrentHashMap<>();

  /**
   * @param schemaInPlace while false nothing is opened
   * @param firstAnswer from asking for a connection, which may have to be waited for, to the
   *     database's first answer
   * @param total from then on; the same as {@code firstAnswer} where there is one limit for both
   */
  Deadline(
      DataSource pool,
      BooleanSupplier schemaInPlace,
      ScheduledExecutorService clock,
      Executor aborts,
      Duration firstAnswer,
      Duration total) {
    this.pool = pool;
    this.schemaInPlace = schemaInPlace;
    this.clock = clock;
    this.aborts = aborts;
    this.firstAnswer = firstAnswer;
    this.total = total;
  }

  @Override
  public Connection openConnection() throws SQLException {
    if (!schemaInPlace.getAsBoolean()) {
      throw new SQLTransientConnectionException("The schema is not in place yet");
    }
    long start = System.nanoTime();
    Connection connection = pool.getConnection();
    Duration left = firstAnswer.minusNanos(System.nanoTime() - start);
    running.put(connection, abortAfter(connection, left));
    if (!total.equals(firstAnswer)) {
      extend(connection);
    }
    return connection;
  }

  @Override
  public void closeConnection(Connection connection) throws SQLException {
    cancel(connection);
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
      cancel(connection);
      running.put(connection, abortAfter(connection, total));
    } catch (SQLException e) {
      closeConnection(connection);
      throw e;
    }
  }

  private ScheduledFuture<?> abortAfter(Connection connection, Duration limit) {
    return clock.schedule(() -> abort(connection), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void abort(Connection connection) {
    LOGGER.debug("The database did not answer in time, its connection is cut");
    try {
      connection.unwrap(PooledConnection.class).getConnection().abort(aborts);
    } catch (SQLException e) {
      LOGGER.warn("A connection could not be cut", e);
    }
  }

  private void cancel(Connection connection) {
    ScheduledFuture<?> abort = running.remove(connection);
    if (abort != null) {
      abort.cancel(false);
    }
  }
}
