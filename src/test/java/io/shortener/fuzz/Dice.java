package io.shortener.fuzz;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** All chance of a run; the same seed decides the same. */
final class Dice {
  private final Random random;
  private int serial;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }

  <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  void shuffle(List<?> values) {
    Collections.shuffle(values, random);
  }

  /** A name that no other call of this run returns. */
  String unique() {
    serial++;
    return "fuzz" + serial + "x" + Integer.toString(random.nextInt(1 << 20), 36);
  }
}
