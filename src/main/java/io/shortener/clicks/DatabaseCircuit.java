package io.shortener.clicks;

import java.util.concurrent.atomic.AtomicBoolean;
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

  private final AtomicBoolean open = new AtomicBoolean();

  boolean isOpen() {
    return open.get();
  }

  void open(Throwable reason) {
    if (open.compareAndSet(false, true)) {
      LOGGER.warn("PostgreSQL does not take clicks; they go to the journal", reason);
    }
  }

  void close() {
    if (open.compareAndSet(true, false)) {
      LOGGER.info("PostgreSQL takes clicks again");
    }
  }
}
