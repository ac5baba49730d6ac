package io.shortener.feed;

import io.shortener.http.ApiException;
import io.shortener.http.QueryParameters;
import java.time.Duration;

/**
 * From where on somebody follows a feed.
 *
 * @param after a cursor, {@code now}, or empty for all that there is
 * @param limit how many rows at most
 * @param patience for how long there may be none
 */
record FeedRequest(String after, int limit, Duration patience) {
  private static final String NOW = "now";
  static final int MOST_ROWS = 10_000;
  static final int USUAL_ROWS = 1_000;
  static final int MOST_SECONDS = 30;

  /**
   * Reads a query string.
   *
   * @throws ApiException 400 when it cannot be read, or asks for a page as well
   */
  static FeedRequest from(QueryParameters query) {
    if (query.page().isPresent()) {
      throw ApiException.badRequest("'after' goes with 'limit', not with 'page' or 'per_page'");
    }
    return new FeedRequest(
        query.text("after").orElse(""),
        query.integer("limit", 1, MOST_ROWS).orElse(USUAL_ROWS),
        wait(query));
  }

  private static Duration wait(QueryParameters query) {
    return Duration.ofSeconds(query.integer("wait", 0, MOST_SECONDS).orElse(0));
  }

  /**
   * Refuses to wait where nothing is followed.
   *
   * @throws ApiException 400
   */
  static void refuseWait(QueryParameters query) {
    if (wait(query).toSeconds() > 0) {
      throw ApiException.badRequest("'wait' needs 'after'");
    }
  }

  /**
   * The id behind which to begin.
   *
   * @param asked when the request came: what was looked at before it knows neither what is now nor
   *     each cursor that another instance gave
   * @throws ApiException 400 when it is nobody's cursor, or one of another database; 503 when
   *     nobody knows
   */
  long begin(Horizon.State state, long asked) {
    if (after.isEmpty()) {
      return 0;
    }
    if (after.equals(NOW)) {
      refuseWhatIsOlder(state, asked);
      return state.settled();
    }
    FeedCursor cursor =
        FeedCursor.parse(after)
            .orElseThrow(
                () ->
                    ApiException.badRequest(
                        "'after' must be a cursor that an answer gave, 'now' or empty"));
    if (cursor.mark() != state.mark() || cursor.id() < 0 || cursor.id() > state.newest()) {
      refuseWhatIsOlder(state, asked);
      throw ApiException.badRequest("'after' is a cursor of another database or another list");
    }
    return cursor.id();
  }

  private static void refuseWhatIsOlder(Horizon.State state, long asked) {
    if (!state.isSince(asked)) {
      throw ApiException.unavailable();
    }
  }
}
