package io.shortener.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangesTest {
  private static final String BY = "{\"address\":\"127.0.0.1\"}";

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @Test
  void lifeOfALinkIsRecordedWithWhoChangedWhat() {
    long user = some.userId();
    JsonNode url = some.urlOf(user);
    String path = "/urls/" + url.get("id");
    http.put(path, Json.of("title", "New", "expires_at", "2030-01-31T23:59:59"));
    http.put(path, Json.of("title", "New"));
    http.put(path, Json.of("is_active", false, "tags", new String[] {"a"}));
    http.delete(path);

    JsonNode changes = of("url", url.get("id").asLong());

    assertThat(changes.findValuesAsText("action"))
        .containsExactly("created", "updated", "updated", "deleted");
    assertThat(changes.findValues("by")).extracting(JsonNode::toString).containsOnly(BY);
    assertThat(changes.findValues("timestamp"))
        .extracting(JsonNode::asText)
        .allMatch(time -> time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d"));
    JsonNode made = changes.get(0);
    assertThat(made.fieldNames())
        .toIterable()
        .containsExactly("id", "kind", "subject_id", "action", "timestamp", "by", "changes");
    assertThat(made.get("changes").get("short_code").toString())
        .isEqualTo(Json.of("to", url.get("short_code").asText()));
    assertThat(made.get("changes").get("user_id").get("to").asLong()).isEqualTo(user);
    assertThat(made.get("changes").get("created_at").get("to")).isEqualTo(url.get("created_at"));
    assertThat(changes.get(1).get("changes"))
        .hasToString(
            "{\"title\":{\"to\":\"New\",\"from\":\"\"},"
                + "\"expires_at\":{\"to\":\"2030-01-31T23:59:59\",\"from\":null}}");
    assertThat(changes.get(2).get("changes"))
        .hasToString(
            "{\"tags\":{\"to\":[\"a\"],\"from\":[]},\"is_active\":{\"to\":false,\"from\":true}}");
    assertThat(changes.get(3).get("changes").get("original_url").toString())
        .isEqualTo(Json.of("from", "https://example.com/"));
  }

  @Test
  void lifeOfAUserIsRecorded() {
    JsonNode user = some.user();
    String path = "/users/" + user.get("id");
    http.put(path, Json.of("email", "b@example.com"));
    http.delete(path);

    JsonNode changes = of("user", user.get("id").asLong());

    assertThat(changes.findValuesAsText("action")).containsExactly("created", "updated", "deleted");
    assertThat(changes.findValues("by")).extracting(JsonNode::toString).containsOnly(BY);
    assertThat(changes.get(1).get("changes"))
        .hasToString("{\"email\":{\"to\":\"b@example.com\",\"from\":\"a@example.com\"}}");
    assertThat(changes.get(2).get("changes").get("username").get("from"))
        .isEqualTo(user.get("username"));
  }

  @Test
  void linksThatGoWithTheirOwnerAreRecorded() {
    long user = some.userId();
    long url = some.urlOf(user).get("id").asLong();

    http.delete("/users/" + user);

    JsonNode deleted = of("url", url).get(1);
    assertThat(deleted.get("action").asText()).isEqualTo("deleted");
    assertThat(deleted.get("by")).hasToString(BY);
  }

  @Test
  void eventOfAChangeSaysWhoChangedWhat() {
    JsonNode url = some.url();
    String path = "/urls/" + url.get("id");
    http.put(path, Json.of("title", "New"));
    http.put(path, Json.of("title", "New"));

    JsonNode events = http.get("/events?event_type=updated&url_id=" + url.get("id")).json();

    assertThat(events.get(1).get("details"))
        .isEqualTo(
            json(
                "{\"title\": \"New\", \"is_active\": true, \"by\": "
                    + BY
                    + ", \"changes\": {\"title\": {\"from\": \"\", \"to\": \"New\"}}}"));
    assertThat(events.get(0).get("details").get("changes")).isEmpty();
  }

  @Test
  void bulkImportsAreRecordedRowByRow() {
    JsonNode user = some.user();
    String csv =
        "username,email\n%s,new@example.com\n%s,c@example.com\n"
            .formatted(user.get("username").asText(), Some.name());
    String before = now();
    http.upload("/users/bulk", csv.getBytes(StandardCharsets.UTF_8));
    http.post("/urls/bulk", "[{\"original_url\":\"http://a\"},{\"original_url\":\"http://b\"}]");

    JsonNode changes = http.get("/changes?after=" + before).json();

    assertThat(changes.findValues("by")).extracting(JsonNode::toString).containsOnly(BY);
    assertThat(changes)
        .extracting(row -> row.get("kind").asText() + " " + row.get("action").asText())
        .containsExactlyInAnyOrder("user created", "user updated", "url created", "url created");
  }

  @Test
  void changesByHandAreRecorded() {
    long url = some.url().get("id").asLong();
    SERVICE
        .database()
        .useHandle(handle -> handle.execute("UPDATE urls SET title = 'x' WHERE id = ?", url));

    assertThat(of("url", url).get(1).get("by")).hasToString("{\"database_user\":\"postgres\"}");
  }

  @Test
  void refusedChangesAreNotRecorded() {
    JsonNode user = some.user();
    String name = some.user().get("username").asText();
    String before = now();

    assertThat(http.put("/users/" + user.get("id"), Json.of("username", name)).status())
        .isEqualTo(409);
    assertThat(http.post("/users", Json.of("username", name, "email", "e")).status())
        .isEqualTo(409);

    assertThat(http.get("/changes?after=" + before).json()).isEmpty();
  }

  @Test
  void changesAreFollowedFromTheOldest() {
    some.user();
    some.user();
    Answer oldest = http.get("/changes?limit=1");

    assertThat(oldest.json()).hasSize(1);
    String cursor = oldest.header("Next-Cursor").orElseThrow();
    assertThat(http.get("/changes?limit=1&after=" + cursor).json().get(0).get("id").asLong())
        .isEqualTo(oldest.json().get(0).get("id").asLong() + 1);
  }

  @Test
  void filtersOfTheWrongFormAreRefused() {
    assertThat(http.get("/changes?subject_id=x").error())
        .isEqualTo("'subject_id' must be a positive integer");
    assertThat(http.get("/changes?kind=user&subject_id=900000").body()).isEqualTo("[]");
    assertThat(http.get("/changes?after=x").status()).isEqualTo(400);
    assertThat(http.post("/changes", "{}").status()).isEqualTo(405);
  }

  @Test
  void changesAreKeptAsLongAsEvents() {
    long url = some.url().get("id").asLong();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(100));

    retention(later, 0).run();
    retention(later, 4).run();
    assertThat(of("url", url)).hasSize(1);
    retention(Clock.fixed(Instant.parse("2099-01-01T00:00:00Z"), ZoneOffset.UTC), 12).run();
    assertThat(of("url", url)).isEmpty();
  }

  private static ChangeRetention retention(Clock clock, int months) {
    return new ChangeRetention(SERVICE.database(), clock, months);
  }

  private String now() {
    return http.get("/changes?after=now").header("Next-Cursor").orElseThrow();
  }

  private JsonNode of(String kind, long id) {
    return http.get("/changes?kind=" + kind + "&subject_id=" + id).json();
  }

  private static JsonNode json(String text) {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
