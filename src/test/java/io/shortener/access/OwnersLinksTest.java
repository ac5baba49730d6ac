package io.shortener.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.testing.ConfigOverride;
import io.shortener.http.Scope;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key with the scope {@code create} sees and changes: its owner's links, nothing else. */
class OwnersLinksTest {
  private static final String URL = "https://example.com/";

  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.empty(ConfigOverride.config("access", "keys"));

  private final KeyMaker keys = KeyMaker.of(SERVICE);
  private final String write = keys.key(Scope.WRITE);
  private final long owner = keys.user();
  private final long other = keys.user();
  private final String key = keys.keyOf(owner, Scope.CREATE);
  private final long own = urlOf(owner);
  private final long others = urlOf(other);
  private final long nobodys =
      keys.ask(write, "POST", "/urls", Json.of("original_url", URL)).json().get("id").asLong();

  @Test
  void linksThatAreMadeGetTheOwner() {
    assertThat(keys.ask(key, "POST", "/urls", Json.of("original_url", URL)).json().get("user_id"))
        .hasToString(Long.toString(owner));
    String code =
        keys.ask(key, "POST", "/shorten", Json.of("url", URL)).json().get("short_code").asText();
    assertThat(keys.get(key, "/urls").json().findValuesAsText("short_code")).contains(code);
    JsonNode bulk =
        keys.ask(key, "POST", "/urls/bulk", "[{\"original_url\": \"" + URL + "\"}]").json();
    assertThat(bulk.get(0).get("url").get("user_id").asLong()).isEqualTo(owner);
  }

  @Test
  void linkIsNotMadeForAnother() {
    Answer answer = keys.ask(key, "POST", "/urls", Json.of("original_url", URL, "user_id", other));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("User not found");
    JsonNode bulk =
        keys.ask(
                key,
                "POST",
                "/urls/bulk",
                "[{\"original_url\": \"%s\", \"user_id\": %d}]".formatted(URL, other))
            .json();
    assertThat(bulk.get(0).get("status").asInt()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/qr", "/stats"})
  void anothersLinkIsNotFound(String view) {
    assertThat(keys.get(key, "/urls/" + own + view).status()).isEqualTo(200);
    for (long hidden : new long[] {others, nobodys}) {
      Answer answer = keys.get(key, "/urls/" + hidden + view);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("URL not found");
    }
  }

  @Test
  void anothersLinkIsNotChanged() {
    String title = Json.of("title", "mine");
    for (long hidden : new long[] {others, nobodys}) {
      assertThat(keys.ask(key, "PUT", "/urls/" + hidden, title).status()).isEqualTo(404);
      assertThat(keys.ask(key, "DELETE", "/urls/" + hidden, null).status()).isEqualTo(404);
      assertThat(keys.get(write, "/urls/" + hidden).json().get("title").asText()).isEmpty();
    }
    assertThat(keys.ask(key, "PUT", "/urls/" + own, title).status()).isEqualTo(200);
    assertThat(keys.ask(key, "DELETE", "/urls/" + own, null).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({"/urls", "/urls?page=1&per_page=100", "/urls?sort=clicks", "/urls?q=example"})
  void listsHaveTheOwnersLinksAlone(String list) {
    assertThat(keys.get(key, list).json().findValuesAsText("id"))
        .contains(Long.toString(own))
        .doesNotContain(Long.toString(others), Long.toString(nobodys));
  }

  @Test
  void listOfAnotherIsEmpty() {
    assertThat(keys.get(key, "/urls?user_id=" + other).json()).isEmpty();
    assertThat(keys.get(key, "/urls?user_id=" + owner).json()).isNotEmpty();
    assertThat(keys.get(key, "/urls?page=1&user_id=" + other).json()).isEmpty();
  }

  @Test
  void reuseFindsTheOwnersLinksAlone() {
    String wanted = Json.of("url", URL, "reuse", true);

    assertThat(keys.ask(write, "POST", "/shorten", wanted).status()).isEqualTo(200);
    Answer first = keys.ask(key, "POST", "/shorten", wanted);

    String code = first.json().get("short_code").asText();
    assertThat(keys.get(key, "/urls").json().findValuesAsText("short_code")).contains(code);
  }

  @Test
  void onlyTheOwnerIsSeenOfAllUsers() {
    assertThat(keys.get(key, "/users/" + owner).status()).isEqualTo(200);
    assertThat(keys.get(key, "/users/" + other).status()).isEqualTo(404);
    assertThat(keys.get(key, "/users").status()).isEqualTo(403);
    assertThat(keys.get(key, "/events").status()).isEqualTo(403);
    assertThat(keys.get(key, "/stats").status()).isEqualTo(403);
  }

  @Test
  void moreScopesNeverNarrow() {
    String both = keys.keyOf(owner, Scope.READ, Scope.CREATE);

    assertThat(keys.get(both, "/urls/" + others).status()).isEqualTo(200);
    assertThat(keys.get(both, "/users").status()).isEqualTo(200);
    assertThat(keys.ask(both, "DELETE", "/urls/" + others, null).status()).isEqualTo(404);
    assertThat(keys.ask(both, "POST", "/urls", Json.of("original_url", URL)).json().get("user_id"))
        .hasToString(Long.toString(owner));
    String all = keys.keyOf(owner, Scope.CREATE, Scope.WRITE);
    assertThat(keys.ask(all, "DELETE", "/urls/" + others, null).status()).isEqualTo(204);
  }

  private long urlOf(long user) {
    return keys.ask(write, "POST", "/urls", Json.of("original_url", URL, "user_id", user))
        .json()
        .get("id")
        .asLong();
  }
}
