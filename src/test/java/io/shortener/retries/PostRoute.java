package io.shortener.retries;

import io.shortener.testing.Json;
import io.shortener.testing.Some;
import org.jdbi.v3.core.Jdbi;

/** The routes that take a POST, each with a request that makes something. */
enum PostRoute {
  USERS("/users", "application/json"),
  USERS_BULK("/users/bulk", "multipart/form-data; boundary=b"),
  URLS("/urls", "application/json"),
  URLS_BULK("/urls/bulk", "application/json"),
  URLS_FORM("/urls/bulk", "multipart/form-data; boundary=b"),
  SHORTEN("/shorten", "application/json"),
  EVENTS("/events", "application/json");

  private final String path;
  private final String type;

  PostRoute(String path, String type) {
    this.path = path;
    this.type = type;
  }

  String path() {
    return path;
  }

  String type() {
    return type;
  }

  /** A body that has not been sent before, where that makes a difference. */
  String body() {
    return switch (this) {
      case USERS -> Json.of("username", Some.name(), "email", "e");
      case USERS_BULK -> form("username,email\n" + Some.name() + ",e\n");
      case URLS -> Json.of("original_url", "https://example.com/");
      case URLS_BULK -> "[" + Json.of("original_url", "https://example.com/") + "]";
      case URLS_FORM -> form("original_url\nhttps://example.com/\n");
      case SHORTEN -> Json.of("url", "https://example.com/");
      case EVENTS -> Json.of("event_type", "seen");
    };
  }

  /** How much there is of what these routes make. */
  static long rows(Jdbi database) {
    return database.withHandle(
        handle ->
            handle
                .select(
                    "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM urls)"
                        + " + (SELECT count(*) FROM all_events)")
                .mapTo(long.class)
                .one());
  }

  private static String form(String csv) {
    return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n"
        + "Content-Type: text/csv\r\n\r\n"
        + csv
        + "\r\n--b--\r\n";
  }
}
