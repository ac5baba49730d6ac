package io.shortener.clicks;

import com.google.common.base.Throwables;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether PostgreSQL takes clicks. Opened by the first batch that it did not take, so that only one
 * batch waits for a database that is gone; closed by the first that it takes again. Thread-safe.
 *
 * @see <a href="https://martinfowler.com/bliki/CircuitBreaker.html">Circuit Breaker</a>
 */
final class DatabaseCircuit {
  private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseCircuit.class);

  private final Set<String> causes = new HashSet<>();
  private volatile boolean open;

  boolean isOpen() {
    return open;
  }

  /** Tells of every cause once: what opened it may be over, and something else keep it open. */
  synchronized void open(Throwable reason) {
    open = true;
    if (causes.add(cause(reason))) {
      LOGGER.warn("PostgreSQL does not take clicks; they go to the journal", reason);
    }
  }

  synchronized void close() {
    if (open) {
      LOGGER.info("PostgreSQL takes clicks again");
    }
    open = false;
    causes.clear();
  }

  /** Without the message, which names the batch or the time that was waited. */
  private static String cause(Throwable reason) {
    return Throwables.getCausalChain(reason).stream()
        .filter(SQLException.class::isInstance)
        .map(failure -> String.valueOf(((SQLException) failure).getSQLState()))
        .findFirst()
        .orElse(reason.getClass().getName());
  }
}
