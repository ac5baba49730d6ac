package io.shortener.events;

import io.shortener.http.QueryParameters;
import org.jspecify.annotations.Nullable;

/** Which events to list; what is null does not matter. */
public record EventFilter(@Nullable Long urlId, @Nullable Long userId, @Nullable String eventType) {
  /** Reads a query string. */
  static EventFilter from(QueryParameters query) {
    return new EventFilter(
        query.id("url_id").orElse(null),
        query.id("user_id").orElse(null),
        query.text("event_type").orElse(null));
  }

  /** Whether every event matches. */
  boolean isAll() {
    return urlId == null && userId == null && eventType == null;
  }
}
