package io.shortener.faults;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions, and for nothing longer than it may take. */
final class Patience {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Patience() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param expectation completes the sentence "it was not the case in time that ..."
   * @throws FaultException when it does not in time
   */
  static void await(Duration limit, String expectation, BooleanSupplier condition) {
    if (!holdsWithin(limit, condition)) {
      throw new FaultException(
          "It was not the case within " + limit.toSeconds() + " s that " + expectation);
    }
  }

  /** Returns true as soon as the condition holds, false when it does not in time. */
  static boolean holdsWithin(Duration limit, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        return false;
      }
      pass(PAUSE);
    }
    return true;
  }

  /** Lets time go by. */
  static void pass(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException("Interrupted", e);
    }
  }
}
