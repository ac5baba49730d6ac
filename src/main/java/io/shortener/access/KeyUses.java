package io.shortener.access;

import io.dropwizard.lifecycle.Managed;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When keys were used last. Requests only leave word; {@link #run} takes it to the database, a
 * statement for each key that was used meanwhile. Thread-safe.
 */
final class KeyUses implements Runnable, Managed {
  private static final Logger LOGGER = LoggerFactory.getLogger(KeyUses.class);

  private final Map<Long, Instant> waiting = new ConcurrentHashMap<>();
  private final KeyDao keys;

  KeyUses(KeyDao keys) {
    this.keys = keys;
  }

  void note(long keyId, Instant now) {
    waiting.put(keyId, now);
  }

  /** What cannot be written now waits for the next time. */
  @Override
  public void run() {
    Map<Long, Instant> uses = new TreeMap<>(waiting);
    if (uses.isEmpty()) {
      return;
    }
    try {
      keys.noteUses(uses.keySet(), uses.values());
      uses.forEach(waiting::remove);
    } catch (RuntimeException e) {
      LOGGER.debug("The last uses of keys are not in the database yet", e);
    }
  }

  /** Takes along what has come since the last time. */
  @Override
  public void stop() {
    run();
  }
}
