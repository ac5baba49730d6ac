package io.shortener.feed;

/**
 * What a client follows: a table, or what matches its filters there.
 *
 * @param <T> the rows' type
 */
@FunctionalInterface
public interface Source<T> {
  /**
   * Reads the oldest rows behind an id. Of rows that hardly ever match it may look through some
   * only, and say how far it came.
   *
   * @param to the last id that may be given out, greater than {@code after}
   * @param limit how many rows at most
   */
  FeedStretch<T> read(long after, long to, int limit);
}
