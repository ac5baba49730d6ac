package io.shortener.http;

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
    long before = number - 1;
    return before > Long.MAX_VALUE / size ? Long.MAX_VALUE : before * size;
  }

  /** Rows up to the end of this page; as large as a long can be when there are more. */
  public long end() {
    return offset() > Long.MAX_VALUE - size ? Long.MAX_VALUE : offset() + size;
  }
}
