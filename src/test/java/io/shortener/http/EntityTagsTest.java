package io.shortener.http;

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
import org.junit.jupiter.params.provider.ValueSource;

/** Entity tags, and what can be asked for by them. */
class EntityTagsTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private static final String NO_MATCH = "If-Match does not name the current version";

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  private final JsonNode url = some.url();
  private final String urlPath = "/urls/" + url.get("id");
  private final String userPath = "/users/" + some.userId();

  @Test
  void tagIsStrongAndTheSameOnEveryAnswer() {
    Answer made = http.post("/users", Json.of("username", Some.name(), "email", "e"));
    String path = "/users/" + made.json().get("id");

    assertThat(tag(made)).matches("\"[A-Za-z0-9_-]+\"");
    assertThat(tag(http.get(path))).isEqualTo(tag(made));
    assertThat(tag(http.send("HEAD", path, null))).isEqualTo(tag(made));
    Answer changed = http.put(path, Json.of("email", "f"));
    assertThat(tag(changed)).isNotEqualTo(tag(made)).isEqualTo(tag(http.get(path)));
  }

  @Test
  void tagOfAUrlIsTheSameOnEveryAnswer() {
    String body = Json.of("original_url", "https://example.com/tag", "reuse", true);
    Answer made = http.post("/urls", body);
    String path = "/urls/" + made.json().get("id");

    assertThat(tag(http.get(path))).isEqualTo(tag(made));
    assertThat(tag(http.post("/urls", body))).isEqualTo(tag(made));
    assertThat(tag(http.put(path, Json.of("title", "t"))))
        .isNotEqualTo(tag(made))
        .isEqualTo(tag(http.get(path)));
  }

  @Test
  void everyChangeMakesAnotherTag() {
    for (String change :
        List.of(
            "{\"title\": \"new\"}",
            "{\"is_active\": false}",
            "{\"original_url\": \"https://example.com/new\"}",
            "{\"expires_at\": \"2100-01-01T00:00:00\"}",
            "{\"max_clicks\": 5}",
            "{\"redirect_status\": 307}",
            "{\"forward_query\": true}",
            "{\"tags\": [\"a\"]}",
            "{\"tags\": [\"a\"]}")) {
      String before = tag(http.get(urlPath));
      assertThat(tag(http.put(urlPath, change))).as(change).isNotEqualTo(before);
    }
  }

  @Test
  void otherAnswersHaveNoTag() {
    assertThat(http.get("/users?page=1").header("ETag")).isEmpty();
    assertThat(http.get("/users/9000000").header("ETag")).isEmpty();
    assertThat(http.get("/health").header("ETag")).isEmpty();
  }

  @Test
  void whatIsKnownIsNotSentAgain() {
    for (String path : List.of(userPath, urlPath)) {
      String tag = tag(http.get(path));
      for (String method : List.of("GET", "HEAD")) {
        Answer answer = http.send(method, path, null, "If-None-Match", tag);
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Type")).isEmpty();
        assertThat(tag(answer)).isEqualTo(tag);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%s", "W/%s", "\"a\", %s", "\"a\",%s , \"b\"", ",, %s,", "*", "\"a,b\", %s"})
  void listsWeakTagsAndTheStarKnowIt(String sent) {
    String tag = tag(http.get(userPath));

    assertThat(http.get(userPath, "If-None-Match", sent.formatted(tag)).status()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"", "W/\"a\"", "w/%s", "a", "%s \"b\"", "%s, x", "*, %s", "\"", ","})
  void othersAndWhatNobodyCanReadDoNotKnowIt(String sent) {
    String tag = tag(http.get(userPath));

    assertThat(http.get(userPath, "If-None-Match", sent.formatted(tag)).status()).isEqualTo(200);
  }

  @Test
  void severalHeadersAreOneList() {
    String tag = tag(http.get(userPath));

    assertThat(http.get(userPath, "If-None-Match", "\"a\"", "If-None-Match", tag).status())
        .isEqualTo(304);
  }

  @Test
  void whatIsNotThereIsNotFoundWhateverIsAskedFor() {
    for (String path : List.of("/users/9000000", "/urls/9000000")) {
      assertThat(http.get(path, "If-None-Match", "*").status()).isEqualTo(404);
      assertThat(change(path, "{\"title\": \"t\", \"email\": \"e\"}", "If-Match", "*").status())
          .isEqualTo(404);
      assertThat(delete(path, "If-Match", "\"a\"").status()).isEqualTo(404);
    }
  }

  @Test
  void compressedAnswerHasATagThatIsTakenAsWell() {
    String email = "e".repeat(255);
    String path =
        "/users/"
            + http.post("/users", Json.of("username", Some.name(), "email", email))
                .json()
                .get("id");

    Answer packed = http.get(path, "Accept-Encoding", "gzip");

    assertThat(packed.header("Content-Encoding")).contains("gzip");
    String tag = tag(packed);
    assertThat(tag).startsWith("\"");
    assertThat(http.get(path, "Accept-Encoding", "gzip", "If-None-Match", tag).status())
        .isEqualTo(304);
    assertThat(change(path, Json.of("email", "new"), "If-Match", tag).status()).isEqualTo(200);
    assertThat(change(path, Json.of("email", "newer"), "If-Match", tag).status()).isEqualTo(412);
  }

  @Test
  void clickIsSeenButStandsInNobodysWay() {
    String before = tag(http.get(urlPath));

    http.get("/" + url.get("short_code").asText());

    Answer after = http.get(urlPath, "If-None-Match", before);
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.json().get("click_count").asInt()).isEqualTo(1);
    assertThat(tag(after)).isNotEqualTo(before);
    assertThat(change(urlPath, Json.of("title", "t"), "If-Match", before).status()).isEqualTo(200);
    assertThat(change(urlPath, Json.of("title", "u"), "If-Match", tag(after)).status())
        .isEqualTo(412);
  }

  @Test
  void outdatedChangeIsRefusedAndChangesNothing() {
    String userTag = tag(http.get(userPath));
    String urlTag = tag(http.get(urlPath));
    String user = http.put(userPath, Json.of("email", "first")).body();
    String changedUrl = http.put(urlPath, Json.of("title", "first")).body();

    assertError(change(userPath, Json.of("email", "second"), "If-Match", userTag), 412, NO_MATCH);
    assertError(change(urlPath, Json.of("title", "second"), "If-Match", urlTag), 412, NO_MATCH);
    assertError(delete(userPath, "If-Match", userTag), 412, NO_MATCH);
    assertError(delete(urlPath, "If-Match", urlTag), 412, NO_MATCH);

    assertThat(http.get(userPath).body()).isEqualTo(user);
    assertThat(http.get(urlPath).body()).isEqualTo(changedUrl);
    assertThat(http.get("/events?event_type=updated&url_id=" + url.get("id")).json()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "*", "\"a\", %s", "\"a\",,%s"})
  void changeOfTheCurrentVersionIsMade(String sent) {
    for (String path : List.of(userPath, urlPath)) {
      String body = Json.of("title", "t", "email", "f");
      assertThat(change(path, body, "If-Match", sent.formatted(tag(http.get(path)))).status())
          .isEqualTo(200);
      assertThat(delete(path, "If-Match", sent.formatted(tag(http.get(path)))).status())
          .isEqualTo(204);
      assertThat(http.get(path).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/%s", "\"a\"", "\"\"", "W/\"a\", \"b\"", ","})
  void weakTagsAndOthersMatchNothing(String sent) {
    for (String path : List.of(userPath, urlPath)) {
      String header = sent.formatted(tag(http.get(path)));
      String body = Json.of("title", "t", "email", "f");

      assertError(change(path, body, "If-Match", header), 412, NO_MATCH);
      assertError(delete(path, "If-Match", header), 412, NO_MATCH);
      assertError(http.get(path, "If-Match", header), 412, NO_MATCH);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "\"a", "%s %s", "*, %s", "w/%s", "%s;", "\"a b\""})
  void changeByWhatNobodyCanReadIsABadRequest(String sent) {
    for (String name : List.of("If-Match", "If-None-Match")) {
      String tag = tag(http.get(userPath));
      String header = sent.formatted(tag, tag);
      String error = "'" + name + "' must be * or entity tags like \\\"abc\\\"";

      assertError(change(userPath, Json.of("email", "f"), name, header), 400, error);
      assertError(delete(urlPath, name, header), 400, error);
      assertThat(http.get(userPath, name, header).status()).isEqualTo(200);
    }
  }

  @Test
  void changeOfAnythingButACertainVersionIsRefusedForThatOne() {
    String error = "If-None-Match names the current version";
    String body = Json.of("email", "f");

    assertError(change(userPath, body, "If-None-Match", "*"), 412, error);
    assertError(change(userPath, body, "If-None-Match", tag(http.get(userPath))), 412, error);
    assertError(delete(urlPath, "If-None-Match", "*"), 412, error);
    assertThat(change(userPath, body, "If-None-Match", "\"a\"").status()).isEqualTo(200);
  }

  @Test
  void bodyIsReadBeforeTheVersionIsCompared() {
    assertThat(change(userPath, "[]", "If-Match", "\"a\"").status()).isEqualTo(400);
    assertThat(change(urlPath, Json.of("title", 1), "If-Match", "\"a\"").status()).isEqualTo(400);
  }

  @Test
  void changeThatChangesNothingIsAChange() {
    String tag = tag(http.get(urlPath));
    String body = Json.of("title", url.get("title").asText());

    assertThat(change(urlPath, body, "If-Match", tag).status()).isEqualTo(200);
    assertThat(change(urlPath, body, "If-Match", tag).status()).isEqualTo(412);
  }

  @Test
  void otherWaysToChangeAUserCountAsWell() {
    JsonNode user = http.get(userPath).json();
    String tag = tag(http.get(userPath));

    http.upload(
        "/users/bulk",
        ("username,email\n" + user.get("username").asText() + ",imported\n")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(change(userPath, Json.of("email", "f"), "If-Match", tag).status()).isEqualTo(412);
  }

  private Answer change(String path, String body, String name, String value) {
    return http.send("PUT", path, body, "Content-Type", "application/json", name, value);
  }

  private Answer delete(String path, String name, String value) {
    return http.send("DELETE", path, null, name, value);
  }

  private static String tag(Answer answer) {
    return answer.header("ETag").orElseThrow();
  }

  private static void assertError(Answer answer, int status, String error) {
    assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\",\"status\":" + status + "}");
    assertThat(answer.status()).isEqualTo(status);
  }
}
