package io.shortener.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.testing.ConfigOverride;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RawHttp;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who makes something is told where it is. Settings of a service are system properties, which the
 * first one must not see.
 */
class LocationTest {
  @Order(1)
  @RegisterExtension
  static final RunningService SERVICE = RunningService.empty();

  @Order(2)
  @RegisterExtension
  static final RunningService PUBLIC =
      RunningService.empty(ConfigOverride.config("publicUrl", "https://kürz.example/ä|c/"));

  private static final String URL = "{\"original_url\": \"https://example.com/\"}";

  private final HttpClient http = SERVICE.http();

  @Test
  void locationIsWhereTheUserIs() {
    assertIsLocated(http.post("/users", Json.of("username", Some.name(), "email", "e")), "/users/");
  }

  @Test
  void locationIsWhereTheUrlIs() {
    assertIsLocated(http.post("/urls", URL), "/urls/");
  }

  @Test
  void locationIsWhereTheEventIs() {
    assertIsLocated(http.post("/events", Json.of("event_type", "seen")), "/events/");
  }

  @Test
  void locationOfAShortenedUrlIsTheUrlItself() {
    Answer made = http.post("/shorten", "{\"url\": \"https://example.com/\"}");

    JsonNode found = http.get(path(made)).json();

    assertThat(found.get("short_code")).isEqualTo(made.json().get("short_code"));
  }

  @Test
  void whatWasThereHasNoLocation() {
    String body = Json.of("original_url", "https://example.com/again", "reuse", true);

    assertThat(http.post("/urls", body).header("Location")).isPresent();
    Answer again = http.post("/urls", body);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Location")).isEmpty();
  }

  @Test
  void manyAtOnceHaveNoLocation() {
    Answer answer = http.upload("/users/bulk", "username,email\na,b\n".getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEmpty();
  }

  @Test
  void locationBeginsAsShortUrlsDo() {
    Answer answer = PUBLIC.http().post("/urls", URL);

    assertThat(answer.header("Location"))
        .contains("https://k%C3%BCrz.example/%C3%A4%7Cc/urls/" + answer.json().get("id").asLong());
  }

  @ParameterizedTest
  @CsvSource({
    "s.example, http://s.example/urls/",
    "s.example:81, http://s.example:81/urls/",
    "[::1]:9, http://[::1]:9/urls/",
    "a_b, http://a_b/urls/"
  })
  void locationHasTheHostThatWasAsked(String host, String begin) {
    assertThat(ask(host).header("Location").orElseThrow()).startsWith(begin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a|b", "a\"b", "a%zz", "a[b", "a\\b", "a<b", "ä", "a^b", "{a}", "[::1"})
  void strangeHostIsNoFault(String host) {
    assertThat(ask(host).status()).isIn(201, 400);
  }

  private static RawHttp.Answer ask(String host) {
    return RawHttp.ask(
        SERVICE.http().port(),
        "POST /urls HTTP/1.1",
        "Host: " + host,
        "Content-Type: application/json",
        "Connection: close",
        "Content-Length: " + URL.length(),
        "",
        URL);
  }

  private void assertIsLocated(Answer made, String path) {
    assertThat(made.status()).isEqualTo(201);
    assertThat(path(made)).isEqualTo(path + made.json().get("id").asLong());
    assertThat(http.get(path(made)).body()).isEqualTo(made.body());
  }

  private String path(Answer made) {
    String location = made.header("Location").orElseThrow();
    String base = "http://localhost:" + http.port();
    assertThat(location).startsWith(base);
    return location.substring(base.length());
  }
}
