package io.shortener.events;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.shortener.http.Cursor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code events}, as clients see it.
 *
 * @param details the text of a JSON object
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Event(
    long id,
    @Nullable Long urlId,
    @Nullable Long userId,
    String eventType,
    Instant timestamp,
    @JsonRawValue String details) {
  /** Where in the order of lists it is. */
  Cursor cursor() {
    return new Cursor(timestamp, id);
  }
}
