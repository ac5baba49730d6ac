package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.testing.ConfigOverride;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that hold on every route, as far as proper clients meet them. */
class HttpRulesTest {
  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.empty(ConfigOverride.config("publicUrl", "https://s.example/base/"));

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/users/",
        "/users/1/",
        "/users;x=1",
        "/users/1;x=1",
        "/urls;",
        "/events/",
        "/health/",
        "/favicon.ico",
        "/abc",
        "/abcdefg",
        "/abcdef/",
        "/abcdef;x=1",
        "/abcde-",
        "/abcd%C3%A9f",
        "/users/1/urls",
        "/users/bulk/x",
        "/users/abc",
        "/users/-1",
        "/users/+1",
        "/users/1.5",
        "/users/1a",
        "/urls/abc",
        "/urls/-1",
        "/events/abc",
        "/events/-1",
        "/no/such/path",
        "/Users",
        "/shorten/x",
        "/application.wadl",
        "/metrics",
        "/logs",
        "/chaos",
        "/healthcheck",
        "/ping"
      })
  void unknownPathIsNotFound(String path) {
    for (String method : new String[] {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
      assertError(http.send(method, path, null, "Accept", "text/html"), 404, "Not found");
    }
    assertThat(http.send("HEAD", path, null).status()).isEqualTo(404);
    assertThat(http.send("HEAD", path, null).body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/users/9223372036854775808", "/users/99999999999999999999999",
        "/urls/9223372036854775808", "/events/9223372036854775808"
      })
  void idBeyond64BitsIsNotFound(String path) {
    assertError(http.get(path), 404, "Not found");
    assertError(http.delete(path), 404, "Not found");
    if (!path.startsWith("/events")) {
      assertError(http.put(path, "{\"title\": \"x\"}"), 404, "Not found");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /health     | GET, HEAD, OPTIONS",
        "GET    | /shorten    | OPTIONS, POST",
        "HEAD   | /shorten    | OPTIONS, POST",
        "PUT    | /users      | GET, HEAD, OPTIONS, POST",
        "DELETE | /users      | GET, HEAD, OPTIONS, POST",
        "PATCH  | /users/1    | DELETE, GET, HEAD, OPTIONS, PUT",
        "POST   | /users/1    | DELETE, GET, HEAD, OPTIONS, PUT",
        "GET    | /users/bulk | OPTIONS, POST",
        "PUT    | /users/bulk | OPTIONS, POST",
        "PATCH  | /urls       | GET, HEAD, OPTIONS, POST",
        "POST   | /urls/1     | DELETE, GET, HEAD, OPTIONS, PUT",
        "DELETE | /events     | GET, HEAD, OPTIONS, POST",
        "PUT    | /events/1   | DELETE, GET, HEAD, OPTIONS",
        "POST   | /abcdef     | GET, HEAD, OPTIONS",
        "DELETE | /abcdef     | GET, HEAD, OPTIONS",
        "TRACE  | /users      | GET, HEAD, OPTIONS, POST",
        "FOO    | /users      | GET, HEAD, OPTIONS, POST",
        "get    | /users      | GET, HEAD, OPTIONS, POST"
      })
  void wrongMethodIsNotAllowed(String method, String path, String allow) {
    Answer answer = http.send(method, path, null, "Accept", "text/html");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains(allow);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .isEqualTo(
            method.equals("HEAD") ? "" : "{\"error\":\"Method not allowed\",\"status\":405}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/health     | GET, HEAD",
        "/shorten    | POST",
        "/users      | GET, HEAD, POST",
        "/users/1    | DELETE, GET, HEAD, PUT",
        "/users/bulk | POST",
        "/urls       | GET, HEAD, POST",
        "/urls/1     | DELETE, GET, HEAD, PUT",
        "/events     | GET, HEAD, POST",
        "/events/1   | DELETE, GET, HEAD",
        "/abcdef     | GET, HEAD"
      })
  void optionsSaysWhatIsAllowed(String path, String methods) {
    Answer answer = http.send("OPTIONS", path, null, "Accept", "text/html");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Allow").orElseThrow().split(", ?"))
        .containsExactlyInAnyOrder((methods + ", OPTIONS").split(", "));
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Content-Type")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health", "/users", "/users?page=1", "/users?page=0", "/users/1", "/users/9000000",
        "/urls", "/urls?page=x", "/urls?is_active=true", "/urls/1", "/urls/9000000", "/events",
        "/events/1", "/events/9000000", "/zzzzzz"
      })
  void headAnswersStatusAndHeadersOfGet(String path) {
    some.urlOf(some.userId());

    Answer get = http.get(path);
    Answer head = http.send("HEAD", path, null);

    assertThat(head.status()).isEqualTo(get.status());
    assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
    assertThat(head.header("Content-Length").orElse("of a list"))
        .isIn(get.header("Content-Length").orElse(""), "of a list");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void headOfAnEmptyListIsFound() {
    assertThat(http.send("HEAD", "/urls?user_id=9000000", null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/png", "application/xml;q=0.9", "x", ";;;", "*/*"})
  void everythingIsJsonWhateverIsAccepted(String accept) {
    assertThat(http.get("/health", "Accept", accept).body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(http.get("/users?page=1", "Accept", accept).header("Content-Type"))
        .contains("application/json");
    assertError(http.get("/users/9000000", "Accept", accept), 404, "User not found");
    assertError(http.get("/nothing", "Accept", accept), 404, "Not found");
    assertError(
        http.send("POST", "/users", "x", "Accept", accept, "Content-Type", "application/json"),
        400,
        "Invalid JSON");
  }

  @ParameterizedTest
  @CsvSource({"Accept-Language,;;", "Accept-Encoding,;;", "Accept-Charset,x", "Cookie,;=;"})
  void otherHeadersDoNotMatter(String name, String value) {
    assertThat(http.get("/health", name, value).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users?page=%zz", "/urls?user_id=%"})
  void brokenQueryIsRefused(String path) {
    io.shortener.testing.RawHttp.Answer answer =
        io.shortener.testing.RawHttp.ask(
            http.port(), "GET " + path + " HTTP/1.1", "Host: a", "Connection: close");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"status\":400");
  }

  @Test
  void unforeseenFaultSaysNothingFromInside() {
    SERVICE
        .database()
        .useHandle(
            handle ->
                handle.execute(
                    "ALTER VIEW all_events RENAME TO hidden;"
                        + "ALTER VIEW click_events RENAME TO hidden_clicks"));
    try {
      assertError(http.get("/events/1"), 500, "Internal server error");
      assertError(http.get("/events"), 500, "Internal server error");
      assertError(http.get("/events?page=1"), 500, "Internal server error");
      assertThat(http.send("HEAD", "/events", null).status()).isEqualTo(500);
    } finally {
      SERVICE
          .database()
          .useHandle(
              handle ->
                  handle.execute(
                      "ALTER VIEW hidden RENAME TO all_events;"
                          + "ALTER VIEW hidden_clicks RENAME TO click_events"));
    }
    assertThat(http.get("/events").status()).isEqualTo(200);
  }

  @Test
  void requestIdComesBackWhenItIsHarmless() {
    String longest = "a.B_c-".repeat(21) + "12";
    assertThat(http.get("/health", "X-Request-ID", longest).header("X-Request-ID"))
        .contains(longest);
    assertThat(http.get("/zzzzzz", "X-Request-ID", "abc").header("X-Request-ID")).contains("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\"b", "<x>", "a/b"})
  void otherRequestIdIsReplaced(String id) {
    assertThat(http.get("/health", "X-Request-ID", id).header("X-Request-ID").orElseThrow())
        .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(http.get("/health", "X-Request-ID", "a".repeat(129)).header("X-Request-ID"))
        .get()
        .asString()
        .hasSize(36);
  }

  @Test
  void publicUrlIsTheSettingIfThereIsOne() {
    String shortUrl =
        http.post("/shorten", "{\"url\": \"http://a\"}").json().get("short_url").asText();

    assertThat(shortUrl).matches("https://s\\.example/base/[A-Za-z0-9]{6}");
  }

  @Test
  void metricsKnowTheRouteAndNeverThePath() {
    http.get("/users/9000000");
    http.get("/zzzzzz");
    http.get("/users");
    http.send("PATCH", "/users/5", null);
    http.get("/no/such/path");

    String metrics = SERVICE.admin().get("/metrics").body();

    assertThat(metrics)
        .contains("http_response_status_code=\"404\",http_route=\"/users/{id}\"")
        .contains("http_response_status_code=\"404\",http_route=\"/{short_code}\"")
        .contains("http_response_status_code=\"200\",http_route=\"/users\"")
        .contains("http_response_status_code=\"404\",http_route=\"unmatched\"")
        .doesNotContain("users/9000000")
        .doesNotContain("zzzzzz")
        .doesNotContain("no/such");
  }

  @Test
  void adminPortAnswersErrorsAsJson() {
    assertError(SERVICE.admin().get("/nothing", "Accept", "text/html"), 404, "Not found");
  }

  private static void assertError(Answer answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\",\"status\":" + status + "}");
  }
}
