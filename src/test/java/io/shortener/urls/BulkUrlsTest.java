package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkUrlsTest {
  private static final String COLLIDING =
      """
      CREATE OR REPLACE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM urls
                   WHERE title = 'collides' AND id <> NEW.id
                   AND xmin = CAST(pg_current_xact_id() AS xid)) THEN
          RAISE deadlock_detected;
        END IF;
        RETURN NULL;
      END
      $$;
      CREATE OR REPLACE TRIGGER urls_collide AFTER INSERT ON urls
      FOR EACH ROW WHEN (NEW.title = 'collides') EXECUTE FUNCTION collide();
      """;

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @Test
  void eachRowHasItsResultInOrder() {
    long user = some.userId();
    String code = Some.name();
    Answer answer =
        http.post(
            "/urls/bulk",
            """
            [{"original_url": "https://a.example/", "user_id": %d, "tags": ["x"]},
             {"original_url": "ftp://a.example/"},
             {"original_url": "https://b.example/", "user_id": 9000000},
             {"original_url": "https://c.example/", "short_code": "%2$s"},
             {"original_url": "https://d.example/", "short_code": "%2$s"},
             7,
             {"original_url": "https://e.example/", "title": "é"},
             {"original_url": "http://localhost:%3$d/"}]
            """
                .formatted(user, code, http.port()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .extracting(row -> row.get("row").asInt())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(answer.json())
        .extracting(row -> row.get("status").asInt())
        .containsExactly(201, 400, 404, 201, 409, 400, 201, 400);
    assertThat(answer.json())
        .extracting(row -> row.path("error").asText())
        .containsExactly(
            "",
            "URL must start with http:// or https://",
            "User not found",
            "",
            "Short code already taken",
            "Invalid JSON",
            "",
            "URL must not lead back to this service");
    JsonNode first = answer.json().get(0).get("url");
    assertThat(http.get("/urls/" + first.get("id")).json()).isEqualTo(first);
    assertThat(http.get("/" + code).header("Location")).contains("https://c.example/");
    assertThat(http.get("/events?event_type=created&url_id=" + first.get("id")).json()).hasSize(1);
  }

  @Test
  void numberThatIsTooLongSpoilsItsOwnRowAlone() {
    String row = "{\"original_url\": \"https://a.example/\", \"user_id\": %s}";
    String json = "[" + row.formatted("9".repeat(4_000)) + "," + row.formatted("null") + "]";

    assertThat(http.post("/urls/bulk", json).json())
        .extracting(result -> result.get("status").asInt())
        .containsExactly(400, 201);
  }

  @Test
  void linesOfJsonAreRows() {
    Answer answer =
        send(
            "application/x-ndjson",
            """
            {"original_url": "https://a.example/"}

            {"original_url":
            {"original_url": "https://b.example/"} x
            {"original_url": "https://c.example/"}""");

    assertThat(answer.json())
        .extracting(row -> row.get("status").asInt())
        .containsExactly(201, 400, 400, 201);
  }

  @Test
  void rowsOfCsvAreRows() {
    long user = some.userId();
    Answer answer =
        send(
            "text/csv; charset=utf-8",
            """
            title,original_url,user_id,tags,forward_query,max_clicks,other
            "a, ""b\""",https://a.example/,%d,"[""x"", ""y""]",True,7,z
            ,https://b.example/,,,,,
            ,https://c.example/,x,,,,
            ,https://d.example/,,x,,,
            ,https://e.example/,,,maybe,,
            ,,,,,,
            """
                .formatted(user));

    assertThat(answer.json())
        .extracting(row -> row.get("status").asInt())
        .containsExactly(201, 201, 400, 400, 400, 400);
    JsonNode url = answer.json().get(0).get("url");
    assertThat(url.get("title").asText()).isEqualTo("a, \"b\"");
    assertThat(url.get("user_id").asLong()).isEqualTo(user);
    assertThat(url.get("tags")).hasSize(2);
    assertThat(url.get("forward_query").asBoolean()).isTrue();
    assertThat(url.get("max_clicks").asInt()).isEqualTo(7);
    assertThat(answer.json())
        .extracting(row -> row.path("error").asText())
        .contains(
            "'user_id' must be a positive integer",
            "'tags' must be an array of texts",
            "'forward_query' must be true or false",
            "Missing or invalid 'original_url'");
  }

  @Test
  void largestNumbersAreNumbers() {
    JsonNode rows =
        send(
                "text/csv",
                """
                original_url,user_id,max_clicks
                https://a.example/,9223372036854775807,
                https://b.example/,,9223372036854775807
                https://c.example/,,9223372036854775808
                """)
            .json();

    assertThat(rows).extracting(row -> row.get("status").asInt()).containsExactly(404, 201, 400);
  }

  @Test
  void numberThatNoDoubleHoldsIsNoTag() {
    Answer answer = send("text/csv", "original_url,tags\nhttps://a.example/,[1e400]\n");

    assertThat(answer.json().get(0).path("error").asText())
        .isEqualTo("'tags' must be an array of texts");
  }

  @Test
  void fileOfAFormIsCsv() {
    byte[] csv = "original_url\nhttps://a.example/\n".getBytes(StandardCharsets.UTF_8);

    assertThat(http.upload("/urls/bulk", csv).json().get(0).get("status").asInt()).isEqualTo(201);
  }

  @Test
  void manyRowsGoInBatches() {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 1_201; i++) {
      lines.append("{\"original_url\": \"https://example.com/").append(i).append("\"");
      lines.append(i == 700 ? ", \"user_id\": 9000000}\n" : "}\n");
    }

    JsonNode rows = send("application/x-ndjson", lines.toString()).json();

    assertThat(rows).hasSize(1_201);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).get("row").asInt()).isEqualTo(i + 1);
      assertThat(rows.get(i).get("status").asInt()).isEqualTo(i == 699 ? 404 : 201);
    }
    assertThat(rows.get(1_200).get("url").get("original_url").asText())
        .isEqualTo("https://example.com/1201");
  }

  /** The database takes back every transaction that makes a second of these, as in a deadlock. */
  @Test
  void rowsThatOthersMakeInAnotherOrderAreMadeOneByOne() {
    SERVICE.database().useHandle(handle -> handle.execute(COLLIDING));
    String row = "{\"original_url\": \"https://a.example/\", \"title\": \"collides\"}\n";

    Answer answer = send("application/x-ndjson", row + row + "{}\n");

    assertThat(answer.json())
        .extracting(result -> result.get("status").asInt())
        .containsExactly(201, 201, 400);
  }

  @Test
  void noRowsAreNoResults() {
    assertThat(http.post("/urls/bulk", "[]").body()).isEqualTo("[]");
    assertThat(send("text/csv", "original_url\n").body()).isEqualTo("[]");
    assertThat(send("application/x-ndjson", "").body()).isEqualTo("[]");
  }

  @Test
  void moreThanTheLimitIsRefusedAsAWhole() {
    String lines = "{\"original_url\": \"https://limit.example/\"}\n".repeat(100_001);

    Answer answer = send("application/x-ndjson", lines);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.error()).isEqualTo("There are more than 100000 rows");
    assertThat(http.get("/urls").body()).doesNotContain("limit.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"original_url\": \"https://whole.example/\"}",
        "[{\"original_url\": \"https://whole.example/\"}",
        "[{\"original_url\": \"https://whole.example/\"}] 1",
        "[{\"original_url\": \"https://whole.example/\"},]",
        "[{\"original_url\": \"https://whole.example/\"",
        "7",
        "",
      })
  void whatIsNoArrayIsRefusedAsAWhole(String json) {
    Answer answer = http.post("/urls/bulk", json);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("Invalid JSON");
    assertThat(http.get("/urls").body()).doesNotContain("whole.example");
  }

  @Test
  void rowThatIsLargerThanABodyMayBeIsRefused() {
    String large = "{\"original_url\": \"https://a.example/\", \"x\": \"%s\"}";

    JsonNode rows =
        http.post("/urls/bulk", "[{}," + large.formatted("y".repeat(1 << 20)) + "]").json();

    assertThat(rows).extracting(row -> row.get("status").asInt()).containsExactly(400, 413);
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "application/xml", "application/octet-stream", "*/*", "multipart/*"})
  void otherTypesAreRefused(String type) {
    Answer answer = send(type, "[]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).startsWith("Send application/json, application/x-ndjson, text/csv");
  }

  @Test
  void csvThatIsNoneIsRefusedAsAWhole() {
    assertThat(send("text/csv", "original_url\n\"https://open.example/\n").status()).isEqualTo(400);
    assertThat(send("text/csv", "").error()).isEqualTo("The file has no header line");
  }

  @Test
  void otherMethodsAreRefused() {
    Answer answer = http.get("/urls/bulk");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("OPTIONS, POST");
  }

  private Answer send(String type, String body) {
    return http.send("POST", "/urls/bulk", body, "Content-Type", type);
  }
}
