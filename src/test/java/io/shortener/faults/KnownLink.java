package io.shortener.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.Json;
import io.shortener.testing.Some;
import java.util.List;
import java.util.stream.Stream;

/** A link that was made for a round. */
record KnownLink(long id, String code) {
  /** Makes one. */
  static KnownLink of(long userId, HttpClient http) {
    return made(new Some(http).urlOf(userId));
  }

  /** Makes one that leads only so many people on. */
  static KnownLink limited(long userId, long maxClicks, HttpClient http) {
    String url =
        Json.of("original_url", "https://example.com/", "user_id", userId, "max_clicks", maxClicks);
    return made(http.post("/urls", url).json());
  }

  private static KnownLink made(JsonNode url) {
    if (!url.has("short_code")) {
      throw new FaultException("No link was made: " + url);
    }
    return new KnownLink(url.get("id").asLong(), url.get("short_code").asText());
  }

  /** Makes some. */
  static List<KnownLink> of(long userId, int count, HttpClient http) {
    return Stream.generate(() -> of(userId, http)).limit(count).toList();
  }
}
