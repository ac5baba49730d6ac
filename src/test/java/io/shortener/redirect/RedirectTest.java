package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json", "image/png", "nonsense"})
  void visitorIsSentOnWhateverIsAccepted(String accept) {
    JsonNode url = some.url("https://example.com/x?y#z");

    Answer visit = http.get(path(url), "Accept", accept);

    assertThat(visit.status()).isEqualTo(302);
    assertThat(visit.header("Location")).contains("https://example.com/x?y#z");
    assertThat(visit.header("Cache-Control")).contains("no-store");
    assertThat(visit.header("Content-Type")).isEmpty();
    assertThat(visit.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/a b?q=[x]|^{}<>\"`,https://example.com/a%20b?q=[x]|^{}<>\"`",
    "https://example.com/é\uD83D\uDE00,https://example.com/%C3%A9%F0%9F%98%80",
    "https://bücher.example/,https://b%C3%BCcher.example/",
    "https://example.com/../%2e%2e//x,https://example.com/../%2e%2e//x",
    "HTTP://EXAMPLE.com,HTTP://EXAMPLE.com",
    "https://example.com/%zz%,https://example.com/%zz%"
  })
  void locationIsTheOriginalUrl(String originalUrl, String location) {
    assertThat(http.get(path(some.url(originalUrl))).header("Location")).contains(location);
  }

  @Test
  void queryOfTheVisitorIsNotPassedOn() {
    JsonNode url = some.url("https://example.com/");

    assertThat(http.get(path(url) + "?utm=1&x=%20").header("Location"))
        .contains("https://example.com/");
  }

  @Test
  void visitIsCountedAndRecorded() {
    long user = some.userId();
    JsonNode url = some.urlOf(user);

    http.get(path(url));

    assertThat(clickCount(url)).isEqualTo(1);
    JsonNode clicks = clicks(url);
    assertThat(clicks).hasSize(1);
    JsonNode click = clicks.get(0);
    assertThat(click.get("user_id").asLong()).isEqualTo(user);
    assertThat(click.get("timestamp").asText())
        .isGreaterThanOrEqualTo(url.get("created_at").asText());
    assertThat(click.get("details").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("short_code", "original_url", "kind");
    assertThat(click.get("details").get("short_code")).isEqualTo(url.get("short_code"));
    assertThat(click.get("details").get("original_url")).isEqualTo(url.get("original_url"));
    http.get(path(url));
    assertThat(clickCount(url)).isEqualTo(2);
    assertThat(clicks(url)).hasSize(2);
    assertThat(http.get("/urls/" + url.get("id")).json().get("updated_at"))
        .isEqualTo(url.get("updated_at"));
  }

  @Test
  void clickOfALinkWithoutOwnerHasNoUser() {
    JsonNode url = some.url();

    http.get(path(url));

    assertThat(clicks(url).get(0).get("user_id").isNull()).isTrue();
  }

  @Test
  void whoeverOnlyLooksIsToldTheSameAndNotCounted() {
    JsonNode url = some.url("https://example.com/ü");

    Answer look = http.send("HEAD", path(url), null);

    assertThat(look.status()).isEqualTo(302);
    assertThat(look.header("Location")).contains("https://example.com/%C3%BC");
    assertThat(look.header("Cache-Control")).contains("no-store");
    assertThat(clickCount(url)).isZero();
    assertThat(clicks(url)).isEmpty();
    Answer visit = http.get(path(url));
    assertThat(visit.status()).isEqualTo(302);
    assertThat(visit.header("Content-Length")).isEqualTo(look.header("Content-Length"));
  }

  @Test
  void inactiveLinkIsNotFoundAndNotCounted() {
    JsonNode url = some.inactiveUrl();

    assertNotFound(http.get(path(url)));
    assertThat(http.send("HEAD", path(url), null).status()).isEqualTo(404);
    assertThat(clickCount(url)).isZero();
    assertThat(clicks(url)).isEmpty();
  }

  @Test
  void linkSwitchedOnAgainLeadsOn() {
    JsonNode url = some.inactiveUrl();
    http.put("/urls/" + url.get("id"), Json.of("is_active", true));

    assertThat(http.get(path(url)).status()).isEqualTo(302);
  }

  @Test
  void changedLinkLeadsToItsNewTarget() {
    JsonNode url = some.url("http://a");
    http.get(path(url));
    http.put("/urls/" + url.get("id"), Json.of("original_url", "http://b"));

    assertThat(http.get(path(url)).header("Location")).contains("http://b");
    assertThat(clicks(url).get(0).get("details").get("original_url").asText())
        .isEqualTo("http://b");
  }

  @Test
  void codesDifferInCase() {
    String code = some.url().get("short_code").asText();
    String swapped =
        code.chars()
            .mapToObj(Character::toString)
            .map(
                c ->
                    c.equals(c.toUpperCase(java.util.Locale.ROOT))
                        ? c.toLowerCase(java.util.Locale.ROOT)
                        : c.toUpperCase(java.util.Locale.ROOT))
            .collect(java.util.stream.Collectors.joining());

    // A code of digits alone has one case; it is drawn once in seventy thousand times.
    assertThat(http.get("/" + swapped).status()).isEqualTo(swapped.equals(code) ? 302 : 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/zzzzzz", "/000000", "/EVENTS", "/Health"})
  void unknownCodeIsNotFound(String path) {
    assertNotFound(http.get(path));
    assertNotFound(http.get(path, "Accept", "text/html"));
  }

  @Test
  void eventsThatClientsPostOrDeleteDoNotCount() {
    JsonNode url = some.url();
    http.get(path(url));
    some.event("event_type", "click", "url_id", url.get("id").asLong());
    long click = clicks(url).get(1).get("id").asLong();

    assertThat(clickCount(url)).isEqualTo(1);
    http.delete("/events/" + click);
    assertThat(clicks(url)).hasSize(1);
    assertThat(clickCount(url)).isEqualTo(1);
  }

  private static void assertNotFound(Answer answer) {
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Short URL not found\",\"status\":404}");
    assertThat(answer.header("Content-Type")).contains("application/json");
  }

  private static String path(JsonNode url) {
    return "/" + url.get("short_code").asText();
  }

  private long clickCount(JsonNode url) {
    return http.get("/urls/" + url.get("id")).json().get("click_count").asLong();
  }

  private JsonNode clicks(JsonNode url) {
    return http.get("/events?event_type=click&url_id=" + url.get("id")).json();
  }
}
