package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortenTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();

  @Test
  void shortUrlIsAnswered() {
    Answer answer = http.post("/shorten", Json.of("url", "https://example.com/ü", "title", "t"));

    assertThat(answer.status()).isEqualTo(201);
    JsonNode made = answer.json();
    assertThat(made.fieldNames())
        .toIterable()
        .containsExactly("short_code", "short_url", "original_url");
    assertThat(made.get("short_code").asText()).matches("[A-Za-z0-9]{6}");
    assertThat(made.get("short_url").asText())
        .isEqualTo("http://localhost:" + http.port() + "/" + made.get("short_code").asText());
    assertThat(made.get("original_url").asText()).isEqualTo("https://example.com/ü");
    assertThat(http.get(made.get("short_url").asText().replaceFirst("^.*/", "/")).status())
        .isEqualTo(302);
  }

  @Test
  void shortUrlIsAUrlWithoutOwnerAndTitleAndHasAnEvent() {
    JsonNode made = http.post("/shorten", Json.of("url", "http://a", "title", "t")).json();

    JsonNode url = http.get("/urls?page=1&per_page=1").json().get(0);

    assertThat(url.get("short_code")).isEqualTo(made.get("short_code"));
    assertThat(url.get("user_id").isNull()).isTrue();
    assertThat(url.get("title").asText()).isEmpty();
    JsonNode events = http.get("/events?url_id=" + url.get("id")).json();
    assertThat(events.findValuesAsText("event_type")).containsExactly("created");
    assertThat(events.get(0).get("user_id").isNull()).isTrue();
    assertThat(events.get(0).get("details").get("short_code")).isEqualTo(made.get("short_code"));
    assertThat(events.get(0).get("details").get("original_url").asText()).isEqualTo("http://a");
  }

  @Test
  void sameUrlShortenedTwiceGetsTwoCodes() {
    String body = Json.of("url", "https://example.com/twice");

    assertThat(http.post("/shorten", body).json().get("short_code"))
        .isNotEqualTo(http.post("/shorten", body).json().get("short_code"));
  }

  @Test
  void forwardedHostOfStrangersIsIgnored() {
    JsonNode made =
        http.send(
                "POST",
                "/shorten",
                Json.of("url", "http://a"),
                "Content-Type",
                "application/json",
                "X-Forwarded-Host",
                "evil.example",
                "X-Forwarded-Proto",
                "https")
            .json();

    assertThat(made.get("short_url").asText()).startsWith("http://localhost:" + http.port() + "/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|Missing 'url' field",
        "{\"original_url\": \"http://a\"}|Missing 'url' field",
        "{\"url\": null}|Missing 'url' field",
        "{\"url\": 1}|Missing 'url' field",
        "{\"url\": [\"http://a\"]}|Missing 'url' field",
        "{\"url\": \"\"}|Missing 'url' field",
        "{\"url\": \" \\u3000\"}|Missing 'url' field",
        "{\"url\": \"example.com\"}|URL must start with http:// or https://",
        "{\"url\": \"data:text/html,x\"}|URL must start with http:// or https://",
        "{\"url\": \"https://?\"}|URL must have a valid host",
        "{\"url\": \"https://a/\\u0000\"}|Invalid JSON",
        "{\"url\": \"https://a/\\u0001\"}|URL must not have control characters"
      })
  void unusableUrlIsRefused(String body, String error) {
    Answer answer = http.post("/shorten", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(error);
  }

  @Test
  void lengthIsLimited() {
    String longest = "http://a/" + "x".repeat(2_039);

    assertThat(http.post("/shorten", Json.of("url", longest)).status()).isEqualTo(201);
    Answer refused = http.post("/shorten", Json.of("url", longest + "x"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("'url' must be at most 2048 characters");
  }
}
