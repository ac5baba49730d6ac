package io.shortener.clicks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Clicks that are recorded together or not at all.
 *
 * @param id goes with them wherever they are written, so that they count once; ids grow with time
 * @param clicks at least one
 */
record ClickBatch(UUID id, List<Click> clicks) {
  ClickBatch {
    clicks = List.copyOf(clicks);
  }

  /** A batch with an id of its own. */
  static ClickBatch of(List<Click> clicks, Instant now) {
    return new ClickBatch(idAt(now), clicks);
  }

  /**
   * An id that is greater than all of earlier milliseconds.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>
   */
  static UUID idAt(Instant time) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long version7 = 0x7000L | random.nextLong(0x1000L);
    long variant = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
    return new UUID((time.toEpochMilli() << 16) | version7, variant);
  }

  /** The smallest id of all that are given out from an age ago on. */
  static UUID oldestId(Instant now, Duration age) {
    return new UUID((now.minus(age).toEpochMilli() << 16) | 0x7000L, 0x8000_0000_0000_0000L);
  }
}
