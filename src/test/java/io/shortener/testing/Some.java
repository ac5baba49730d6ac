package io.shortener.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicLong;

/** Makes, through the API, users, urls and events of which only what a test says matters. */
public final class Some {
  private static final AtomicLong NAMES = new AtomicLong();

  private final HttpClient http;

  public Some(HttpClient http) {
    this.http = http;
  }

  /** A name that no other user of this JVM has. */
  public static String name() {
    return "user" + NAMES.incrementAndGet();
  }

  public JsonNode user() {
    return http.post("/users", Json.of("username", name(), "email", "a@example.com")).json();
  }

  /** A new user's id. */
  public long userId() {
    return user().get("id").asLong();
  }

  public JsonNode url() {
    return url("https://example.com/");
  }

  public JsonNode url(String originalUrl) {
    return http.post("/urls", Json.of("original_url", originalUrl)).json();
  }

  public JsonNode urlOf(long userId) {
    return http.post("/urls", Json.of("original_url", "https://example.com/", "user_id", userId))
        .json();
  }

  public JsonNode inactiveUrl() {
    long id = url().get("id").asLong();
    return http.put("/urls/" + id, Json.of("is_active", false)).json();
  }

  public JsonNode event(Object... namesAndValues) {
    return http.post("/events", Json.of(namesAndValues)).json();
  }
}
