package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as CSV and as lines of JSON. */
class ListFormatsTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.seeded();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @Test
  void usersComeAsCsv() {
    Answer answer = http.get("/users", "Accept", "text/csv");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("text/csv;charset=utf-8");
    assertThat(answer.header("Content-Disposition")).contains("attachment; filename=\"users.csv\"");
    assertThat(answer.body())
        .startsWith("id,username,email,created_at\r\n1,hedy.boole25,hedy.boole25@example.org,");
    assertThat(answer.body().lines()).hasSizeGreaterThanOrEqualTo(401);
  }

  @Test
  void rowOfCsvHasTheFieldsOfTheJsonObject() {
    long user = some.userId();
    http.post(
        "/urls",
        Json.of("original_url", "https://example.com/", "title", "a, \"b\"", "user_id", user));
    JsonNode url = http.get("/urls?user_id=" + user).json().get(0);

    String csv = http.get("/urls?user_id=" + user, "Accept", "text/csv").body();

    String header = String.join(",", url.properties().stream().map(Map.Entry::getKey).toList());
    String time = url.get("created_at").asText();
    assertThat(csv)
        .startsWith(header + "\r\n" + url.get("id") + "," + user + ",")
        .contains(",https://example.com/,\"a, \"\"b\"\"\",true,0," + time + "," + time)
        .endsWith("\r\n")
        .hasLineCount(2);
  }

  @Test
  void detailsAreJsonTextAndWhatIsMissingIsEmpty() {
    long id = some.event("event_type", "seen", "details", Map.of("a", "1,2")).get("id").asLong();

    assertThat(http.get("/events?event_type=seen", "Accept", "text/csv").body())
        .startsWith("id,url_id,user_id,event_type,timestamp,details\r\n" + id + ",,,seen,")
        .endsWith(",\"{\"\"a\"\": \"\"1,2\"\"}\"\r\n");
  }

  @Test
  void filtersAndPagesHoldForEveryFormat() {
    String path = "/urls?is_active=false&page=2&per_page=3";
    String json = http.get(path).body();

    String lines = http.get(path, "Accept", "application/x-ndjson").body();

    assertThat("[" + lines.strip().replace("\n", ",") + "]").isEqualTo(json);
    assertThat(lines).endsWith("}\n");
    assertThat(http.get(path, "Accept", "text/csv").body()).hasLineCount(4);
  }

  @Test
  void emptyListIsAHeaderOrNothing() {
    String path = "/events?event_type=never";

    assertThat(http.get(path, "Accept", "text/csv").body())
        .isEqualTo("id,url_id,user_id,event_type,timestamp,details\r\n");
    Answer lines = http.get(path, "Accept", "application/x-ndjson");
    assertThat(lines.body()).isEmpty();
    assertThat(lines.header("Content-Type")).contains("application/x-ndjson");
  }

  @Test
  void headAnswersTheSameHeaders() {
    Answer answer = http.send("HEAD", "/events", null, "Accept", "text/csv");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Content-Type")).contains("text/csv;charset=utf-8");
    assertThat(answer.header("Content-Disposition"))
        .contains("attachment; filename=\"events.csv\"");
    assertThat(answer.response().headers().allValues("Vary")).contains("Accept");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/csv",
        "text/csv, */*",
        "Text/CSV",
        "text/csv;header=present, application/json;q=0.9",
        "application/json;q=0.1, text/csv;q=0.2"
      })
  void csvComesToWhoPrefersIt(String accept) {
    assertThat(http.get("/users?page=1", "Accept", accept).header("Content-Type"))
        .contains("text/csv;charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "text/*",
        "text/html",
        "text/html, text/csv;q=0.9",
        "application/json, text/csv",
        "text/csv;q=0",
        "text/csv;q=x",
        "text/csv, ,;",
        "csv"
      })
  void jsonComesToEverybodyElse(String accept) {
    Answer answer = http.get("/users?page=1", "Accept", accept);

    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("Content-Disposition")).isEmpty();
    assertThat(answer.response().headers().allValues("Vary")).contains("Accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/urls?user_id=x", "/users/9000000", "/nothing", "/users/1"})
  void whateverIsNoListIsJson(String path) {
    Answer answer = http.get(path, "Accept", "text/csv");

    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("Content-Disposition")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void listThatFailsBeforeItsFirstRowIsAnErrorAndNoFile(String method) {
    SERVICE.database().useHandle(handle -> handle.execute("ALTER TABLE users RENAME TO away"));
    try {
      Answer answer = http.send(method, "/users", null, "Accept", "text/csv");

      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.header("Content-Type")).contains("application/json");
      assertThat(answer.header("Content-Disposition")).isEmpty();
    } finally {
      SERVICE.database().useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO users"));
    }
  }
}
