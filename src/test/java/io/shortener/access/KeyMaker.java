package io.shortener.access;

import io.shortener.http.Scope;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Makes keys in the tables of a service, and asks the service with them. */
public record KeyMaker(HttpClient http, Jdbi database) {
  public static KeyMaker of(RunningService service) {
    return new KeyMaker(service.http(), service.database().registerArrayType(String.class, "text"));
  }

  /** The text of a new key. */
  public String key(Scope... scopes) {
    return make(Optional.empty(), Optional.empty(), scopes).text();
  }

  String keyOf(long owner, Scope... scopes) {
    return make(Optional.of(owner), Optional.empty(), scopes).text();
  }

  String keyUntil(Instant end, Scope... scopes) {
    return make(Optional.empty(), Optional.of(end), scopes).text();
  }

  KeySecret make(Optional<Long> owner, Optional<Instant> end, Scope... scopes) {
    KeySecret secret = KeySecret.draw(new SecureRandom());
    NewKey key = new NewKey("test", List.of(scopes), owner, end);
    database.useExtension(KeyDao.class, keys -> keys.insert(key, secret, Instant.now()));
    return secret;
  }

  /** A new user. */
  long user() {
    return ask(
            key(Scope.WRITE),
            "POST",
            "/users",
            "{\"username\": \"%s\", \"email\": \"a@example.com\"}".formatted(Some.name()))
        .json()
        .get("id")
        .asLong();
  }

  Answer ask(String key, String method, String path, @Nullable String json) {
    return http.send(
        method, path, json, "Authorization", "Bearer " + key, "Content-Type", "application/json");
  }

  Answer get(String key, String path) {
    return ask(key, "GET", path, null);
  }
}
