package io.shortener.events;

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

class EventsTest {
  private static final String EMOJI = "\uD83D\uDE00";

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @Test
  void newEventIsAnsweredAndFoundAgain() {
    long user = some.userId();
    long url = some.url().get("id").asLong();

    Answer created =
        http.post(
            "/events",
            "{\"event_type\": \"seen\", \"url_id\": %d, \"user_id\": %d,".formatted(url, user)
                + " \"details\": {\"a\": [1, null, {\"b\": \"é\"}]}, \"timestamp\": \"x\"}");

    assertThat(created.status()).isEqualTo(201);
    JsonNode event = created.json();
    assertThat(event.fieldNames())
        .toIterable()
        .containsExactly("id", "url_id", "user_id", "event_type", "timestamp", "details");
    assertThat(event.get("id").asLong()).isPositive();
    assertThat(event.get("url_id").asLong()).isEqualTo(url);
    assertThat(event.get("user_id").asLong()).isEqualTo(user);
    assertThat(event.get("event_type").asText()).isEqualTo("seen");
    assertThat(event.get("timestamp").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    assertThat(event.get("details").toString()).isEqualTo("{\"a\":[1,null,{\"b\":\"é\"}]}");
    Answer found = http.get("/events/" + event.get("id"));
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.json()).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event_type\": \"seen\"}",
        "{\"event_type\": \"seen\", \"url_id\": null, \"user_id\": null}",
        "{\"event_type\": \"seen\", \"details\": {}, \"unknown\": 1}"
      })
  void allButTheTypeMayBeLeftOut(String body) {
    Answer created = http.post("/events", body);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().get("url_id").isNull()).isTrue();
    assertThat(created.json().get("user_id").isNull()).isTrue();
    assertThat(created.json().get("details").toString()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":9007199254740993}",
        "{\"n\":12345678901234567890123}",
        "{\"n\":0.1000000000000000055511151231257827}",
        "{\"n\":-0.5}",
        "{\"s\":\"\\\"\\\\\\n\"}",
        "{\"\":{}}"
      })
  void detailsKeepTheirValues(String details) {
    String path =
        "/events/"
            + http.post("/events", "{\"event_type\":\"x\",\"details\":" + details + "}")
                .json()
                .get("id");

    assertThat(http.get(path).body().replace(" ", "")).contains("\"details\":" + details + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|Missing or invalid 'event_type'",
        "{\"event_type\": null}|Missing or invalid 'event_type'",
        "{\"event_type\": 1}|Missing or invalid 'event_type'",
        "{\"event_type\": false}|Missing or invalid 'event_type'",
        "{\"event_type\": [\"x\"]}|Missing or invalid 'event_type'",
        "{\"event_type\": \"\"}|Missing or invalid 'event_type'",
        "{\"event_type\": \"\\u00a0 \"}|Missing or invalid 'event_type'",
        "{\"event_type\": \"x\", \"details\": null}|'details' must be a JSON object",
        "{\"event_type\": \"x\", \"details\": []}|'details' must be a JSON object",
        "{\"event_type\": \"x\", \"details\": \"{}\"}|'details' must be a JSON object",
        "{\"event_type\": \"x\", \"details\": 1}|'details' must be a JSON object",
        "{\"event_type\": \"x\", \"url_id\": 0}|'url_id' must be a positive integer",
        "{\"event_type\": \"x\", \"url_id\": -1}|'url_id' must be a positive integer",
        "{\"event_type\": \"x\", \"url_id\": \"1\"}|'url_id' must be a positive integer",
        "{\"event_type\": \"x\", \"url_id\": 1.5}|'url_id' must be a positive integer",
        "{\"event_type\": \"x\", \"url_id\": true}|'url_id' must be a positive integer",
        "{\"event_type\": \"x\", \"user_id\": {}}|'user_id' must be a positive integer",
        "{\"event_type\": \"x\", \"user_id\": 9223372036854775808}"
            + "|'user_id' must be a positive integer"
      })
  void unusableEventIsRefused(String body, String error) {
    Answer answer = http.post("/events", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(error);
  }

  @Test
  void typeIsLimitedInCodePointsAndKeptAsItIs() {
    String longest = " " + EMOJI.repeat(48) + " ";

    Answer taken = http.post("/events", Json.of("event_type", longest));
    Answer refused = http.post("/events", Json.of("event_type", longest + "x"));

    assertThat(taken.status()).isEqualTo(201);
    assertThat(taken.json().get("event_type").asText()).isEqualTo(longest);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("'event_type' must be at most 50 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "url_id,9000000,URL not found",
    "user_id,9000000,User not found",
    "url_id,9223372036854775807,URL not found"
  })
  void eventOfSomethingUnknownIsNotFound(String field, long id, String error) {
    Answer answer = http.post("/events", Json.of("event_type", "lost", field, id));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo(error);
    assertThat(http.get("/events?event_type=lost").body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9000000", "9223372036854775807"})
  void unknownEventIsNotFound(String id) {
    assertThat(List.of(http.get("/events/" + id), http.delete("/events/" + id)))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(404);
              assertThat(answer.error()).isEqualTo("Event not found");
            });
  }

  @Test
  void deletedEventIsGone() {
    String path = "/events/" + some.event("event_type", "x").get("id");

    Answer deleted = http.delete(path);

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    assertThat(http.get(path).status()).isEqualTo(404);
    assertThat(http.delete(path).status()).isEqualTo(404);
  }

  @Test
  void everyCombinationOfFiltersFindsWhatMatches() {
    long user = some.userId();
    long url = some.url().get("id").asLong();
    String both = id(some.event("event_type", "seen", "url_id", url, "user_id", user));
    String ofUrl = id(some.event("event_type", "seen", "url_id", url));
    String ofUser = id(some.event("event_type", "seen", "user_id", user));
    String click = id(some.event("event_type", "click", "url_id", url, "user_id", user));
    String created =
        http.get("/events?event_type=created&url_id=" + url).json().findValuesAsText("id").get(0);

    assertFound("url_id=" + url, click, ofUrl, both, created);
    assertFound("user_id=" + user, click, ofUser, both);
    assertFound("url_id=" + url + "&user_id=" + user, click, both);
    assertFound("url_id=" + url + "&event_type=seen", ofUrl, both);
    assertFound("user_id=" + user + "&event_type=seen", ofUser, both);
    assertFound("url_id=" + url + "&user_id=" + user + "&event_type=seen", both);
    assertFound("url_id=" + url + "&user_id=" + user + "&event_type=click", click);
    assertFound("event_type=click&user_id=" + user, click);
    assertFound("url_id=" + url + "&user_id=9000000");
    assertFound("event_type=see&url_id=" + url);
    assertFound("event_type=Seen&url_id=" + url);
    assertFound("event_type=&url_id=" + url);
  }

  private void assertFound(String query, String... ids) {
    assertThat(http.get("/events?" + query).json().findValuesAsText("id"))
        .as(query)
        .containsExactly(ids);
    assertThat(http.get("/events?page=1&" + query).json().findValuesAsText("id"))
        .as("page of " + query)
        .containsExactly(ids);
  }

  private static String id(JsonNode event) {
    return event.get("id").asText();
  }
}
