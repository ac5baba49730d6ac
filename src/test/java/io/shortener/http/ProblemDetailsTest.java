package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RawHttp;
import io.shortener.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors as RFC 9457 describes them, for who prefers that, and for nobody else. */
class ProblemDetailsTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private static final String PROBLEM = "application/problem+json";

  private final HttpClient http = SERVICE.http();

  @ParameterizedTest
  @CsvSource({
    "GET, /users/9000000, 404, Not Found, User not found",
    "GET, /nothing, 404, Not Found, Not found",
    "GET, /users/, 404, Not Found, Not found",
    "GET, /zzzzzz, 404, Not Found, Short URL not found",
    "GET, /users?page=0, 400, Bad Request, 'page' must be a positive integer",
    "POST, /users/bulk, 400, Bad Request, No file provided",
    "PATCH, /users, 405, Method Not Allowed, Method not allowed",
    "POST, /zzzzzz, 405, Method Not Allowed, Method not allowed"
  })
  void errorIsAProblem(String method, String path, int status, String title, String detail) {
    Answer answer = http.send(method, path, null, "Accept", PROBLEM, "X-Request-ID", "known-id");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).contains(PROBLEM);
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"instance\":\"#known-id\"}"
                .formatted(title, status, detail));
    assertThat(answer.header("Allow").isPresent()).isEqualTo(status == 405);
  }

  @Test
  void refusedBodyIsAProblem() {
    Answer answer =
        http.send("POST", "/users", "[]", "Content-Type", "application/json", "Accept", PROBLEM);

    assertThat(answer.json().get("detail").asText()).isEqualTo("Invalid JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/problem+json, application/json",
        "application/json;q=0.9, application/problem+json",
        "APPLICATION/Problem+JSON;charset=utf-8",
        "*/*;q=0.1, application/problem+json;q=0.2",
        "text/html, application/problem+json;q=0.5",
        "*/*, application/json;q=0.1, application/problem+json;q=0.5",
        "application/problem+json, */*"
      })
  void whoPrefersItGetsIt(String accept) {
    assertThat(http.get("/users/9000000", "Accept", accept).header("Content-Type"))
        .contains(PROBLEM);
    assertThat(http.get("/zzzzzz", "Accept", accept).header("Content-Type")).contains(PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json, application/problem+json",
        "application/json, application/problem+json;q=0.9",
        "*/*, application/problem+json;q=0.9",
        "application/problem+json;q=0, */*",
        "application/problem+json;q=0",
        "application/*",
        "application/problem+xml",
        "text/html",
        ";;;",
        "application/problem+json;q=x",
        "*/*"
      })
  void whoDoesNotGetsTheUsualShape(String accept) {
    for (String path : new String[] {"/users/9000000", "/zzzzzz"}) {
      Answer answer = http.get(path, "Accept", accept);

      assertThat(answer.header("Content-Type")).contains("application/json");
      assertThat(answer.body()).startsWith("{\"error\":\"").endsWith("\",\"status\":404}");
    }
  }

  @Test
  void successIsWhatItAlwaysWas() {
    Answer answer = http.get("/health", "Accept", PROBLEM);

    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(http.get("/users", "Accept", PROBLEM).header("Content-Type"))
        .contains("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /a%2Fb HTTP/1.1, 400, Bad Request, Bad request",
    "GET //users HTTP/1.1, 400, Bad Request, Bad request",
    "POST /users HTTP/1.1~Expect: nothing, 417, Expectation Failed, Expectation failed"
  })
  void whatTheServerRefusesItselfIsAProblem(String head, int status, String title, String detail) {
    RawHttp.Answer answer =
        RawHttp.send(
            http.port(),
            head.replace("~", "\r\n")
                + "\r\nHost: a\r\nAccept: application/problem+json\r\nX-Request-ID: x1\r\n"
                + "Connection: close\r\n\r\n");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).contains(PROBLEM);
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"instance\":\"#x1\"}"
                .formatted(title, status, detail));
  }

  @Test
  void headHasTheTypeOfTheProblemAlone() {
    for (String path : new String[] {"/users/9000000", "/zzzzzz"}) {
      Answer answer = http.send("HEAD", path, null, "Accept", PROBLEM);

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("Content-Type")).contains(PROBLEM);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void operatorsPortHasProblemsToo() {
    JsonNode unknown = SERVICE.admin().get("/nothing", "Accept", PROBLEM).json();
    Answer refused = SERVICE.admin().get("/chaos", "Accept", PROBLEM);

    assertThat(unknown.get("detail").asText()).isEqualTo("Not found");
    assertThat(refused.header("Content-Type")).contains(PROBLEM);
    assertThat(refused.json().get("detail").asText()).isEqualTo("Unauthorized");
  }
}
