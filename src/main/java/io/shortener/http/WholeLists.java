package io.shortener.http;

import java.util.concurrent.Semaphore;

/**
 * Lists that are read from the database while they are sent. Each holds a connection for as long as
 * its client takes to read it, so only some may be read at a time. Thread-safe.
 */
public final class WholeLists {
  private final Semaphore places;

  /**
   * @param limit of lists at a time
   */
  public WholeLists(int limit) {
    this.places = new Semaphore(limit);
  }

  /** The same rows; while too many lists are read, reading them throws what answers 503. */
  public <T> Rows<T> limited(Rows<T> rows) {
    return consumer -> {
      if (!places.tryAcquire()) {
        throw ApiException.unavailable();
      }
      try {
        rows.forEach(consumer);
      } finally {
        places.release();
      }
    };
  }
}
