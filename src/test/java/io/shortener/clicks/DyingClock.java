package io.shortener.clicks;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;

/** Throws at one of its calls, as a JVM without memory does anywhere. */
final class DyingClock extends Clock {
  private final Clock clock;
  private final int deadly;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param deadly the call that fails, the first is 1
   */
  DyingClock(Clock clock, int deadly) {
    this.clock = clock;
    this.deadly = deadly;
  }

  @Override
  public Instant instant() {
    if (calls.incrementAndGet() == deadly) {
      throw new OutOfMemoryError("as if");
    }
    return clock.instant();
  }

  @Override
  public ZoneId getZone() {
    return clock.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return clock.withZone(zone);
  }
}
