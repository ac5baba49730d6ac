package io.shortener.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RawHttp;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReadingTest {
  private static final String OBJECT = "{\"event_type\": \"x\", \"details\": %s}";

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "true",
        "1",
        "\"x\"",
        "[]",
        "[{}]",
        "{",
        "}",
        "{\"a\"}",
        "{\"a\":}",
        "{'a': 1}",
        "{a: 1}",
        "{\"a\": 1,}",
        "{\"a\": NaN}",
        "{\"a\": Infinity}",
        "{\"a\": -Infinity}",
        "{\"a\": +1}",
        "{\"a\": 01}",
        "{\"a\": .5}",
        "{\"a\": 0x1}",
        "{} {}",
        "{}x",
        "{}]",
        "{}\u0000",
        "{\"a\": 1} // comment",
        "/* */ {}",
        "\uFEFF{}",
        "{\"a\": \"\n\"}",
        "{\"a\": \"\\u0000\"}",
        "{\"\\u0000\": 1}",
        "{\"a\": \"\\ud83d\"}",
        "{\"a\": \"\\ude00\"}",
        "{\"a\": [\"\\ud83dx\"]}",
        "{\"a\": {\"b\": \"\\u0000\"}}",
        "{\"a\": {\"\\ud83d\": 1}}",
        "{\"a\": \"\\x\"}",
        "undefined"
      })
  void anythingButOneWholeObjectIsInvalid(String body) {
    for (String path : new String[] {"/users", "/urls", "/events", "/shorten"}) {
      assertInvalid(http.post(path, body));
    }
    assertInvalid(http.put("/users/1", body));
    assertInvalid(http.put("/urls/1", body));
  }

  @Test
  void absentBodyIsInvalid() {
    assertInvalid(http.send("POST", "/users", null));
    assertInvalid(http.send("POST", "/users", null, "Content-Type", "application/json"));
    assertInvalid(http.send("PUT", "/urls/1", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/json",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "application/octet-stream",
        "application/jsonx",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "*/*"
      })
  void otherContentTypeIsInvalid(String type) {
    RawHttp.Answer answer = post(type);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Invalid JSON\",\"status\":400}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "nonsense/", ";", "application/json; charset"})
  void unreadableContentTypeIsABadRequest(String type) {
    RawHttp.Answer answer = post(type);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"error\":\"Bad request\",\"status\":400}");
  }

  @Test
  void bodyWithoutContentTypeIsInvalid() {
    assertInvalid(http.send("POST", "/users", Json.of("username", Some.name(), "email", "e")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON; Charset=UTF-8",
        "application/json; charset=\"utf-8\"",
        "application/merge-patch+json",
        "application/json; other=x"
      })
  void jsonMayBeCalledByItsNames(String type) {
    assertThat(post(type).status()).isEqualTo(201);
  }

  @Test
  void otherEncodingIsInvalid() {
    String body = "{\"username\": \"é\", \"email\": \"e\"}";

    assertInvalid(http.post("/users", body.getBytes(ISO_8859_1)));
    assertInvalid(http.post("/users", body.getBytes(UTF_16)));
    assertThat(http.post("/users", body.getBytes(UTF_8)).status()).isEqualTo(201);
  }

  @Test
  void bodyMayHaveOneMebibyte() {
    byte[] largest = user((1 << 20));
    byte[] tooLarge = user((1 << 20) + 1);

    assertThat(http.post("/users", largest).status()).isEqualTo(201);
    assertTooLarge(http.post("/users", tooLarge));
    assertTooLarge(http.postChunked("/users", tooLarge));
    assertThat(http.postChunked("/users", user(1 << 20)).status()).isEqualTo(201);
  }

  @Test
  void bodyThatIsSaidToHaveGigabytesIsTooLarge() {
    RawHttp.Answer answer =
        RawHttp.send(
            http.port(),
            "POST /shorten HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 3000000000\r\n\r\n"
                + " ".repeat((1 << 20) + 1));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Request body too large\",\"status\":413}");
  }

  @Test
  void nestingMayBeFiveHundredDeep() {
    assertThat(http.post("/events", OBJECT.formatted(nested(499))).status()).isEqualTo(201);
    assertInvalid(http.post("/events", OBJECT.formatted(nested(500))));
    assertInvalid(http.post("/events", OBJECT.formatted(nested(100_000))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "1e-999", "-1.5E+300", "0e0"})
  void numbersMayHaveAThousandDigits(String number) {
    assertThat(http.post("/events", OBJECT.formatted("{\"n\": " + number + "}")).status())
        .isEqualTo(201);
  }

  @Test
  void longestNumbersAreTaken() {
    String digits = "1".repeat(1_000);

    assertThat(http.post("/events", OBJECT.formatted("{\"n\": " + digits + "}")).status())
        .isEqualTo(201);
    assertInvalid(http.post("/events", OBJECT.formatted("{\"n\": " + digits + "1}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e1000", "1e-1000", "1e2147483647", "1e-2147483648", "1e99999999999"})
  void hugeNumbersAreInvalid(String number) {
    assertInvalid(http.post("/events", OBJECT.formatted("{\"n\": " + number + "}")));
    assertInvalid(http.post("/events", OBJECT.formatted("{\"n\": [1, {\"m\": " + number + "}]}")));
  }

  @Test
  void lastOfEqualFieldsCounts() {
    String name = Some.name();

    assertThat(
            http.post(
                    "/users", "{\"username\": 1, \"username\": \"" + name + "\", \"email\": \"e\"}")
                .json()
                .get("username")
                .asText())
        .isEqualTo(name);
  }

  private RawHttp.Answer post(String type) {
    String body = Json.of("username", Some.name(), "email", "e");
    return RawHttp.send(
        http.port(),
        "POST /users HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  private static byte[] user(int bytes) {
    String start = "{\"username\": \"" + Some.name() + "\", \"email\": \"e\", \"x\": \"";
    return (start + "x".repeat(bytes - start.length() - 2) + "\"}").getBytes(UTF_8);
  }

  private static void assertInvalid(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Invalid JSON\",\"status\":400}");
    assertThat(answer.header("Content-Type")).contains("application/json");
  }

  private static void assertTooLarge(Answer answer) {
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Request body too large\",\"status\":413}");
  }

  @Test
  void clientThatSentAllOfARefusedBodyReadsWhyAndGoesOn() {
    String body = "x".repeat(9 << 20);

    RawHttp.Answer answers =
        RawHttp.send(
            http.port(),
            "POST /shorten HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body
                + "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(answers.status()).isEqualTo(413);
    assertThat(answers.header("Connection")).isEmpty();
    assertThat(answers.text()).endsWith("{\"status\":\"ok\"}");
  }
}
