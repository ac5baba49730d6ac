package io.shortener.feed;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A part of a feed.
 *
 * @param rows the oldest first
 * @param to the id up to which these are all rows there are
 */
public record FeedStretch<T>(List<T> rows, long to) {
  /**
   * What a query has found.
   *
   * @param limit so many rows at most: there may be more behind the last
   * @param to the id up to which it has looked, unless it found as many
   */
  public static <T> FeedStretch<T> of(List<T> rows, int limit, ToLongFunction<T> id, long to) {
    return new FeedStretch<>(
        rows, rows.size() == limit ? id.applyAsLong(rows.get(rows.size() - 1)) : to);
  }

  /** Nothing behind an id, so far. */
  static <T> FeedStretch<T> nothing(long after) {
    return new FeedStretch<>(List.of(), after);
  }
}
