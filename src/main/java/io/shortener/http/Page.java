package io.shortener.http;

import com.google.common.math.LongMath;

/**
 * One page of a list.
 *
 * @param number from 1
 * @param size rows on a full page, from 1 to {@link #MAX_SIZE}
 */
public record Page(long number, int size) {
  /** The most rows that a client can ask for at once. */
  public static final int MAX_SIZE = 10_000;

  static final int DEFAULT_SIZE = 20;

  /** Rows before this page; as large as a long can be when there are more. */
  public long offset() {
    return LongMath.saturatedMultiply(number - 1, size);
  }

  /** Rows up to the end of this page; as large as a long can be when there are more. */
  public long end() {
    return LongMath.saturatedAdd(offset(), size);
  }
}
