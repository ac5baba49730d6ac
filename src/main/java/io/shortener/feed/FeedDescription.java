package io.shortener.feed;

import io.shortener.reference.Operation;
import io.shortener.reference.Schema;

/** What there is to say of a list that clients follow. */
public final class FeedDescription {
  private FeedDescription() {}

  /** How far the list was followed, and for how long to wait for more. */
  public static Operation followed(Operation operation) {
    return operation
        .query(
            "after",
            "Behind what: a `Next-Cursor`, `now`, or empty for the oldest that is kept.",
            Schema.text(),
            "")
        .query(
            "wait",
            "For how many seconds the answer may wait for something to come.",
            Schema.integer(0, FeedRequest.MOST_SECONDS).orElse(0),
            0)
        .refuses(
            400,
            "'after' must be a cursor that an answer gave, 'now' or empty",
            "'after' is a cursor of another database or another list",
            "'after' goes with 'limit', not with 'page' or 'per_page'",
            "'wait' must be an integer from 0 to " + FeedRequest.MOST_SECONDS);
  }

  /** At most how many rows. */
  public static Schema limit() {
    return Schema.integer(1, FeedRequest.MOST_ROWS).orElse(FeedRequest.USUAL_ROWS);
  }

  /** Of {@link Feed#NEXT}. */
  public static Schema next() {
    return Schema.text()
        .matching("^[A-Za-z0-9_-]+$")
        .says("Where the next answer begins, as `after` takes it.");
  }
}
