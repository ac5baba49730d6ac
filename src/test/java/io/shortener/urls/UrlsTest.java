package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlsTest {
  private static final String EMOJI = "\uD83D\uDE00";

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @Test
  void newUrlIsAnsweredAndFoundAgain() {
    long user = some.userId();

    Answer created =
        http.post(
            "/urls",
            Json.of(
                "original_url",
                "https://example.com/a b?é",
                "user_id",
                user,
                "title",
                " A title "));

    assertThat(created.status()).isEqualTo(201);
    JsonNode url = created.json();
    assertThat(url.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "user_id",
            "short_code",
            "original_url",
            "title",
            "is_active",
            "click_count",
            "created_at",
            "updated_at",
            "valid_from",
            "expires_at",
            "max_clicks",
            "redirect_status",
            "forward_query",
            "tags",
            "domain");
    assertThat(url.get("user_id").asLong()).isEqualTo(user);
    assertThat(url.get("short_code").asText()).matches("[A-Za-z0-9]{6}");
    assertThat(url.get("original_url").asText()).isEqualTo("https://example.com/a b?é");
    assertThat(url.get("title").asText()).isEqualTo(" A title ");
    assertThat(url.get("is_active").isBoolean()).isTrue();
    assertThat(url.get("is_active").asBoolean()).isTrue();
    assertThat(url.get("click_count").isIntegralNumber()).isTrue();
    assertThat(url.get("click_count").asLong()).isZero();
    assertThat(url.get("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    assertThat(url.get("updated_at")).isEqualTo(url.get("created_at"));
    Answer found = http.get("/urls/" + url.get("id"));
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.json()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"original_url\": \"http://a\"}",
        "{\"original_url\": \"http://a\", \"title\": null, \"user_id\": null}",
        "{\"original_url\": \"http://a\", \"title\": \"\", \"unknown\": [1]}"
      })
  void ownerAndTitleMayBeLeftOut(String body) {
    Answer created = http.post("/urls", body);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().get("user_id").isNull()).isTrue();
    assertThat(created.json().get("title").asText()).isEmpty();
  }

  @Test
  void clickCountIsNotForClientsToSet() {
    JsonNode created =
        http.post("/urls", Json.of("original_url", "http://a", "click_count", 7, "id", 5)).json();
    JsonNode changed =
        http.put("/urls/" + created.get("id"), Json.of("title", "t", "click_count", 7)).json();

    assertThat(created.get("click_count").asLong()).isZero();
    assertThat(changed.get("click_count").asLong()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|Missing or invalid 'original_url'",
        "{\"url\": \"http://a\"}|Missing or invalid 'original_url'",
        "{\"original_url\": null}|Missing or invalid 'original_url'",
        "{\"original_url\": 1}|Missing or invalid 'original_url'",
        "{\"original_url\": {}}|Missing or invalid 'original_url'",
        "{\"original_url\": \"\"}|Missing or invalid 'original_url'",
        "{\"original_url\": \" \\u2003\"}|Missing or invalid 'original_url'",
        "{\"original_url\": \"ftp://a\"}|URL must start with http:// or https://",
        "{\"original_url\": \"javascript:alert(1)\"}|URL must start with http:// or https://",
        "{\"original_url\": \" http://a\"}|URL must start with http:// or https://",
        "{\"original_url\": \"http://\"}|URL must have a valid host",
        "{\"original_url\": \"http://a/\\r\\n\"}|URL must not have control characters",
        "{\"original_url\": \"http://a\", \"title\": 1}|'title' must be text",
        "{\"original_url\": \"http://a\", \"title\": {}}|'title' must be text",
        "{\"original_url\": \"http://a\", \"user_id\": true}|'user_id' must be a positive integer",
        "{\"original_url\": \"http://a\", \"user_id\": 1.5}|'user_id' must be a positive integer",
        "{\"original_url\": \"http://a\", \"user_id\": 1.0}|'user_id' must be a positive integer",
        "{\"original_url\": \"http://a\", \"user_id\": \"1\"}|'user_id' must be a positive integer",
        "{\"original_url\": \"http://a\", \"user_id\": 0}|'user_id' must be a positive integer",
        "{\"original_url\": \"http://a\", \"user_id\": -1}|'user_id' must be a positive integer",
        "{\"original_url\": \"http://a\", \"user_id\": []}|'user_id' must be a positive integer",
        "{\"original_url\": \"http://a\", \"user_id\": 9223372036854775808}"
            + "|'user_id' must be a positive integer"
      })
  void unusableUrlIsRefused(String body, String error) {
    Answer answer = http.post("/urls", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(longs = {9_000_000, Long.MAX_VALUE})
  void ownerMustExist(long owner) {
    Answer answer = http.post("/urls", Json.of("original_url", "http://a", "user_id", owner));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"error\":\"User not found\",\"status\":404}");
  }

  @Test
  void lengthsAreLimitedInCodePoints() {
    String url = "http://a/" + EMOJI.repeat(2_039);
    String title = EMOJI.repeat(255);

    Answer taken = http.post("/urls", Json.of("original_url", url, "title", title));

    assertThat(taken.status()).isEqualTo(201);
    assertThat(taken.json().get("original_url").asText()).isEqualTo(url);
    assertThat(taken.json().get("title").asText()).isEqualTo(title);
    assertRefused(
        http.post("/urls", Json.of("original_url", url + "x")),
        "'original_url' must be at most 2048 characters");
    assertRefused(
        http.post("/urls", Json.of("original_url", "http://a", "title", title + "x")),
        "'title' must be at most 255 characters");
    String path = "/urls/" + taken.json().get("id");
    assertRefused(
        http.put(path, Json.of("original_url", url + "x")),
        "'original_url' must be at most 2048 characters");
    assertRefused(
        http.put(path, Json.of("title", title + "x")), "'title' must be at most 255 characters");
    assertThat(http.put(path, Json.of("title", title, "original_url", url)).status())
        .isEqualTo(200);
  }

  @Test
  void madeUrlHasAnEventOfItsOwner() {
    long user = some.userId();
    JsonNode url = some.urlOf(user);

    JsonNode events = http.get("/events?url_id=" + url.get("id")).json();

    assertThat(events).hasSize(1);
    JsonNode event = events.get(0);
    assertThat(event.get("event_type").asText()).isEqualTo("created");
    assertThat(event.get("user_id").asLong()).isEqualTo(user);
    assertThat(event.get("timestamp")).isEqualTo(url.get("created_at"));
    assertThat(event.get("details").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("short_code", "original_url");
    assertThat(event.get("details").get("short_code")).isEqualTo(url.get("short_code"));
    assertThat(event.get("details").get("original_url")).isEqualTo(url.get("original_url"));
  }

  @Test
  void onlyGivenFieldsChangeAndTheChangeIsRecorded() {
    long user = some.userId();
    JsonNode url = some.urlOf(user);
    String path = "/urls/" + url.get("id");
    SERVICE
        .database()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE urls SET created_at = '2020-01-01Z', updated_at = '2020-01-01Z'"
                        + " WHERE id = ?",
                    url.get("id").asLong()));

    JsonNode titled = http.put(path, "{\"title\": \"New\", \"x\": 1}").json();
    JsonNode switchedOff = http.put(path, "{\"is_active\": false, \"title\": null}").json();
    JsonNode moved = http.put(path, "{\"original_url\": \"http://b\"}").json();

    assertThat(titled.get("title").asText()).isEqualTo("New");
    assertThat(titled.get("is_active").asBoolean()).isTrue();
    assertThat(titled.get("original_url")).isEqualTo(url.get("original_url"));
    assertThat(titled.get("created_at").asText()).isEqualTo("2020-01-01T00:00:00");
    assertThat(titled.get("updated_at").asText()).isGreaterThan("2026");
    assertThat(switchedOff.get("title").asText()).isEqualTo("New");
    assertThat(switchedOff.get("is_active").asBoolean()).isFalse();
    assertThat(moved.get("original_url").asText()).isEqualTo("http://b");
    assertThat(moved.get("is_active").asBoolean()).isFalse();
    assertThat(moved.get("short_code")).isEqualTo(url.get("short_code"));
    assertThat(http.get(path).json()).isEqualTo(moved);
    JsonNode events = http.get("/events?event_type=updated&url_id=" + url.get("id")).json();
    assertThat(events.findValues("details"))
        .extracting(details -> details.get("title") + " " + details.get("is_active"))
        .containsExactly("\"New\" false", "\"New\" false", "\"New\" true");
    assertThat(events.findValuesAsText("user_id")).containsOnly(Long.toString(user));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|Give 'title', 'is_active', 'original_url' or several of them",
        "{\"title\": 1}|'title' must be text",
        "{\"is_active\": null}|'is_active' must be true or false",
        "{\"is_active\": 1}|'is_active' must be true or false",
        "{\"is_active\": \"true\"}|'is_active' must be true or false",
        "{\"original_url\": null}|Missing or invalid 'original_url'",
        "{\"original_url\": 1}|Missing or invalid 'original_url'",
        "{\"original_url\": \"ftp://a\"}|URL must start with http:// or https://"
      })
  void unusableChangeIsRefused(String body, String error) {
    JsonNode url = some.url();

    assertRefused(http.put("/urls/" + url.get("id"), body), error);
    assertThat(http.get("/urls/" + url.get("id")).json()).isEqualTo(url);
    assertThat(http.get("/events?event_type=updated&url_id=" + url.get("id")).json()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9000000", "9223372036854775807"})
  void unknownUrlIsNotFound(String id) {
    String path = "/urls/" + id;

    assertThat(List.of(http.get(path), http.delete(path), http.put(path, Json.of("title", "t"))))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(404);
              assertThat(answer.error()).isEqualTo("URL not found");
            });
  }

  @Test
  void deletedUrlTakesItsEventsAlong() {
    JsonNode url = some.url();
    long id = url.get("id").asLong();

    Answer deleted = http.delete("/urls/" + id);

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    assertThat(http.get("/urls/" + id).status()).isEqualTo(404);
    assertThat(http.get("/events?url_id=" + id).json()).isEmpty();
    assertThat(http.get("/" + url.get("short_code").asText()).status()).isEqualTo(404);
    assertThat(http.delete("/urls/" + id).status()).isEqualTo(404);
  }

  private static void assertRefused(Answer answer, String error) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(error);
  }
}
