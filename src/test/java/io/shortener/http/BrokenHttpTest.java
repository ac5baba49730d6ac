package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.testing.RawHttp;
import io.shortener.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP server refuses by itself is answered in the shape of every other error. */
class BrokenHttpTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final int port = SERVICE.http().port();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a%2Fb",
        "/users%2F1",
        "//users",
        "/users//1",
        "/%2e%2e/users",
        "/a|b",
        "/%00",
        "/%zz",
        "/%",
        "/a%5Cb",
        "/a\\b",
        "/users/%FF",
        "/.;/users",
        "/users/..;/x"
      })
  void ambiguousPathIsABadRequest(String path) {
    assertAnswer(ask("GET " + path + " HTTP/1.1", "Host: a"), 400, "Bad request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GARBAGE|400|Bad request",
        "GET|400|Bad request",
        "GET /users HTTP/9.9|505|HTTP version not supported",
        "GET /users HTTP/1.1~No-Host: a|400|Bad request",
        "GET /users HTTP/1.1~Host: a~Host: b|400|Bad request",
        "GET /users HTTP/1.1~Host: a b|400|Bad request",
        "GET /users HTTP/1.1~Host: a~No colon|400|Bad request",
        "GET /users HTTP/1.1~Host: a~: nameless|400|Bad request",
        "POST /users HTTP/1.1~Host: a~Content-Length: abc|400|Bad request",
        "POST /users HTTP/1.1~Host: a~Content-Length: -1|400|Bad request",
        "POST /users HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2|400|Bad request",
        "POST /users HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked|400|"
            + "Bad request",
        "POST /users HTTP/1.1~Host: a~Transfer-Encoding: nonsense|400|Bad request",
        "POST /users HTTP/1.1~Host: a~Expect: nothing|417|Expectation failed"
      })
  void brokenRequestIsRefused(String head, int status, String error) {
    assertAnswer(
        RawHttp.send(port, head.replace("~", "\r\n") + "\r\nConnection: close\r\n\r\n"),
        status,
        error);
  }

  @Test
  void brokenChunkIsRefused() {
    assertThat(
            RawHttp.send(
                    port,
                    "POST /users HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")
                .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /users/bulk HTTP/1.1~Content-Length: 5",
        "POST /users/bulk HTTP/1.1~Transfer-Encoding: chunked",
        "POST /nothing HTTP/1.1~Content-Length: 5",
        "PATCH /users HTTP/1.1~Content-Length: 5",
        "POST /users/bulk HTTP/1.1~Content-Type: multipart/form-data; boundary=b~"
            + "Content-Length: 999999999"
      })
  void connectionEndsWhenABodyIsNotRead(String head) {
    RawHttp.Answer answer = RawHttp.send(port, head.replace("~", "\r\n") + "\r\nHost: a\r\n\r\n");

    assertThat(answer.status()).isBetween(400, 413);
    assertThat(answer.header("Connection")).contains("close");
  }

  @Test
  void connectionStaysWhenTheBodyIsReadOrThereIsNone() {
    String bad = "POST /users HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

    RawHttp.Answer answers =
        RawHttp.send(
            port,
            (bad + "Content-Length: 2\r\n\r\n{}")
                + (bad + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
                + "POST /users/bulk HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                + "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(answers.text())
        .containsSubsequence("400", "400", "400", "404", "{\"status\":\"ok\"}");
    assertThat(answers.text()).containsOnlyOnce("Connection: close");
  }

  @Test
  void overlongUriIsRefused() {
    assertAnswer(ask("GET /" + "a".repeat(9_000) + " HTTP/1.1", "Host: a"), 414, "URI too long");
  }

  @Test
  void tooLargeHeadersAreRefused() {
    assertAnswer(
        ask("GET /users HTTP/1.1", "Host: a", "X: " + "a".repeat(9_000)),
        431,
        "Request header fields too large");
  }

  @Test
  void longQueryIsRead() {
    assertThat(ask("GET /users?page=1&x=" + "a".repeat(7_000) + " HTTP/1.1", "Host: a").status())
        .isEqualTo(200);
  }

  @Test
  void refusedHeadHasNoBody() {
    RawHttp.Answer answer = ask("HEAD /a%2Fb HTTP/1.1", "Host: a");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void expectedContinueIsSent() {
    String body = "{\"username\": \"expecting\", \"email\": \"e\"}";

    RawHttp.Answer answer =
        RawHttp.send(
            port,
            "POST /users HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nExpect: 100-continue\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);

    assertThat(answer.text()).contains("HTTP/1.1 201");
  }

  @Test
  void oldProtocolIsUnderstood() {
    assertThat(RawHttp.send(port, "GET /health HTTP/1.0\r\n\r\n").body())
        .isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  void adminPortRefusesInTheSameShape() {
    RawHttp.Answer answer =
        RawHttp.ask(
            SERVICE.admin().port(), "GET /%2e%2e/x HTTP/1.1", "Host: a", "Connection: close");

    assertAnswer(answer, 400, "Bad request");
  }

  private RawHttp.Answer ask(String... lines) {
    return RawHttp.send(port, String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
  }

  private static void assertAnswer(RawHttp.Answer answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\",\"status\":" + status + "}");
  }
}
