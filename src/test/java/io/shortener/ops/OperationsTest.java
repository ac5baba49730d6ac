package io.shortener.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see of the running service. */
class OperationsTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final HttpClient admin = SERVICE.admin();

  @Test
  void indexOfTheAdminPortListsItsRoutes() {
    Answer answer = admin.get("/", "Accept", "text/html");

    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.json().get("routes"))
        .extracting(JsonNode::asText)
        .contains("/chaos", "/healthcheck", "/logs", "/metrics", "/threads");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /nope,        404, Not found",
    "GET,    /logs/x,      404, Not found",
    "GET,    /users,       404, Not found",
    "POST,   /metrics,     405, Method not allowed",
    "DELETE, /logs,        405, Method not allowed",
    "POST,   /,            405, Method not allowed",
    "GET,    /%2e%2e/logs, 400, Bad request"
  })
  void errorsOfTheAdminPortAreJson(String method, String path, int status, String error) {
    Answer answer = admin.send(method, path, null, "Accept", "text/html");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"error\":\"%s\",\"status\":%d}", error, status);
  }

  @Test
  void healthcheckNamesTheChecks() {
    Answer answer = admin.get("/healthcheck");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.json().fieldNames())
        .toIterable()
        .contains("database", "database-long", "migrations");
  }

  @Test
  void threadDumpWorks() {
    assertThat(admin.get("/threads").body()).contains("state=");
  }

  @Test
  void chaosWithoutATokenOfItsOwnRefusesEverybody() {
    assertThat(admin.get("/chaos").status()).isEqualTo(401);
    assertThat(admin.get("/chaos", "X-Chaos-Token", "").error()).isEqualTo("Unauthorized");
  }

  @Test
  void requestIdIsTakenAndSentBack() {
    assertThat(http.get("/health", "X-Request-ID", "my.id-1").header("X-Request-ID"))
        .contains("my.id-1");
    assertThat(http.get("/nope/nope", "X-Request-ID", "my.id-2").header("X-Request-ID"))
        .contains("my.id-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"has space", "<script>", "a\"b", "{json}"})
  void harmfulRequestIdIsReplaced(String sent) {
    assertThat(http.get("/health", "X-Request-ID", sent).header("X-Request-ID").orElseThrow())
        .matches("[0-9a-f-]{36}");
  }

  @Test
  void everyRequestGetsAnIdOfItsOwn() {
    assertThat(http.get("/health").header("X-Request-ID"))
        .isPresent()
        .isNotEqualTo(http.get("/health").header("X-Request-ID"));
  }

  @Test
  void faultIsLoggedOnceWithItsStackTraceAndTheRequestsId() {
    SERVICE.database().useHandle(handle -> handle.execute("ALTER VIEW all_events RENAME TO gone"));
    try {
      Answer fault = http.get("/events/1", "X-Request-ID", "fault-1");

      assertThat(fault.status()).isEqualTo(500);
      assertThat(fault.body()).isEqualTo("{\"error\":\"Internal server error\",\"status\":500}");
      JsonNode logs = admin.get("/logs?level=error&filter=fault-1").json().get("logs");
      assertThat(logs).hasSize(1);
      assertThat(logs.get(0).get("request_id").asText()).isEqualTo("fault-1");
      assertThat(logs.get(0).get("stack_trace").asText()).contains("PSQLException");
    } finally {
      SERVICE
          .database()
          .useHandle(handle -> handle.execute("ALTER VIEW gone RENAME TO all_events"));
    }
  }
}
