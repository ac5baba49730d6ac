package io.shortener.events;

import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import io.shortener.http.Text;
import java.util.Optional;

/**
 * An event to be recorded.
 *
 * @param eventType not blank, at most {@link #TYPE_LIMIT} code points
 * @param details the text of a JSON object
 */
public record NewEvent(
    String eventType, Optional<Long> urlId, Optional<Long> userId, String details) {
  /** The most code points of a type. */
  public static final int TYPE_LIMIT = 50;

  /**
   * Reads a body.
   *
   * @throws ApiException 400 when a field is missing or not usable
   */
  static NewEvent from(JsonObject body) {
    String eventType =
        body.nonBlankText("event_type")
            .orElseThrow(() -> ApiException.badRequest("Missing or invalid 'event_type'"));
    return new NewEvent(
        Text.limited("event_type", eventType, TYPE_LIMIT),
        body.optionalPositive("url_id"),
        body.optionalPositive("user_id"),
        body.optionalObject("details").orElse("{}"));
  }
}
