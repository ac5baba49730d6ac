package io.shortener.faults;

import java.time.Duration;

/** A span of a round, from its making until it is ended. */
final class Phase {
  private final String name;
  private long from = System.nanoTime();
  private long to = Long.MAX_VALUE;

  Phase(String name) {
    this.name = name;
  }

  /** Leaves out its beginning. */
  Phase after(Duration time) {
    from += time.toNanos();
    return this;
  }

  void end() {
    to = System.nanoTime();
  }

  String name() {
    return name;
  }

  /** As {@link System#nanoTime} has it. */
  long from() {
    return from;
  }

  long to() {
    return to;
  }
}
