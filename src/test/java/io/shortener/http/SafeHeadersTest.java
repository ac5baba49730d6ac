package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told to make of answers. */
class SafeHeadersTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/users",
        "/users?page=1",
        "/users?page=0",
        "/stats",
        "/nothing",
        "/zzzzzz",
        "/a%2Fb",
        "/users/9000000"
      })
  void answerIsNothingButData(String path) {
    new Some(http).user();

    for (String method : List.of("GET", "HEAD", "OPTIONS", "PATCH")) {
      if (path.equals("/zzzzzz") && method.equals("OPTIONS")) {
        continue;
      }
      Answer answer = http.send(method, path, null);

      assertSafe(answer);
      assertThat(answer.response().headers().allValues("Cache-Control"))
          .as(method)
          .containsExactly("no-store");
    }
  }

  @Test
  void whatHasATagMayBeKeptAndAskedForAgain() {
    Answer found = http.get("/users/" + new Some(http).userId());
    Answer known =
        http.get(
            "/users/" + found.json().get("id"),
            "If-None-Match",
            found.header("ETag").orElseThrow());

    for (Answer answer : List.of(found, known)) {
      assertSafe(answer);
      assertThat(answer.response().headers().allValues("Cache-Control"))
          .containsExactly("private, no-cache");
    }
  }

  @Test
  void redirectHasWhatItAlwaysHad() {
    JsonNode url = new Some(http).url();

    Set<String> names =
        new TreeSet<>(
            http.get("/" + url.get("short_code").asText()).response().headers().map().keySet());

    assertThat(names)
        .containsExactly("cache-control", "content-length", "date", "location", "x-request-id");
  }

  private static void assertSafe(Answer answer) {
    assertThat(answer.response().headers().allValues("X-Content-Type-Options"))
        .containsExactly("nosniff");
    assertThat(answer.response().headers().allValues("Referrer-Policy"))
        .containsExactly("no-referrer");
    assertThat(answer.response().headers().allValues("Content-Security-Policy"))
        .containsExactly("default-src 'none'; frame-ancestors 'none'");
  }
}
