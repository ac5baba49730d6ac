package io.shortener.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shortener.testing.FreezableProxy;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that keeps its connections and says nothing, as one that hangs does. */
class HangingDatabaseTest {
  private static final DatabaseAddress DATABASE = TestPostgres.seededDatabase();
  private static final FreezableProxy PROXY =
      new FreezableProxy(Integer.parseInt(DATABASE.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1")));

  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.on(
          new DatabaseAddress(
              DATABASE.jdbcUrl().replaceFirst(":\\d+/", ":" + PROXY.port() + "/"),
              DATABASE.user(),
              DATABASE.password()));

  private final HttpClient http = SERVICE.http();

  @AfterAll
  static void closeProxy() throws Exception {
    PROXY.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /users                     | ",
        "GET    | /users?page=1              | ",
        "GET    | /users/1                   | ",
        "POST   | /users                     | {\"username\": \"u\", \"email\": \"e\"}",
        "PUT    | /users/1                   | {\"email\": \"e\"}",
        "DELETE | /users/399                 | ",
        "GET    | /urls                      | ",
        "GET    | /urls?page=1               | ",
        "GET    | /urls/1                    | ",
        "POST   | /urls                      | {\"original_url\": \"https://a.example\"}",
        "PUT    | /urls/1                    | {\"title\": \"t\"}",
        "DELETE | /urls/1999                 | ",
        "POST   | /shorten                   | {\"url\": \"https://a.example\"}",
        "GET    | /events                    | ",
        "GET    | /events?page=1             | ",
        "GET    | /events/1                  | ",
        "POST   | /events                    | {\"event_type\": \"t\"}",
        "DELETE | /events/3421               | ",
        "GET    | /Unknwn                    | ",
        "HEAD   | /users                     | "
      })
  void everyRouteAnswers503InTimeAndWorksAgainAfterwards(
      String method, String path, @org.jspecify.annotations.Nullable String body) {
    String sent = body == null ? "" : body;
    PROXY.freeze();
    try {
      assertUnavailableInTime(
          method, () -> http.send(method, path, sent, "Content-Type", "application/json"));
    } finally {
      PROXY.thaw();
    }
    awaitRecovery();
  }

  @Test
  void bulkImportAnswers503InTimeAndWorksAgainAfterwards() {
    byte[] file = "username,email\nhung,h@example.com\n".getBytes(StandardCharsets.UTF_8);
    PROXY.freeze();
    try {
      assertUnavailableInTime("POST", () -> http.upload("/users/bulk", file));
    } finally {
      PROXY.thaw();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> http.upload("/users/bulk", file).status() == 201);
  }

  @Test
  void healthNeedsNoDatabaseAndHealthcheckSaysThatItIsGone() {
    PROXY.freeze();
    try {
      assertThat(http.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
      Answer checks = SERVICE.admin().get("/healthcheck");
      assertThat(checks.status()).isEqualTo(500);
      assertThat(checks.json().path("database").path("healthy").asBoolean(true)).isFalse();
    } finally {
      PROXY.thaw();
    }
    awaitRecovery();
  }

  @Test
  void metricsSayThatItIsGoneAndThatItIsBack() {
    await().until(() -> metrics().contains("\nhealth_check_healthy{check=\"database\"} 1.0\n"));
    PROXY.freeze();
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> metrics().contains("\nhealth_check_healthy{check=\"database\"} 0.0\n"));
      assertThat(metrics()).contains("\nhealth_check_healthy{check=\"click-journal\"} 1.0\n");
    } finally {
      PROXY.thaw();
    }
    awaitRecovery();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> metrics().contains("\nhealth_check_healthy{check=\"database\"} 1.0\n"));
  }

  private static String metrics() {
    return SERVICE.admin().get("/metrics").body();
  }

  @Test
  void statementThatWaitsForALockAnswers503InTime() {
    try (Handle other =
        org.jdbi.v3.core.Jdbi.create(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password())
            .open()) {
      other.begin();
      other.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");

      assertUnavailableInTime("GET", () -> http.get("/users/100"));
      assertUnavailableInTime("GET", () -> http.get("/users?page=1"));
      assertThat(http.get("/urls/1").status()).isEqualTo(200);

      other.rollback();
    }
    assertThat(http.get("/users/100").status()).isEqualTo(200);
  }

  private void assertUnavailableInTime(String method, java.util.function.Supplier<Answer> request) {
    long start = System.nanoTime();
    Answer answer = request.get();
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isPresent();
    if (!method.equals("HEAD")) {
      assertThat(answer.header("Content-Type")).contains("application/json");
      assertThat(answer.body()).isEqualTo("{\"error\":\"Service unavailable\",\"status\":503}");
    }
    assertThat(took).isLessThan(Duration.ofSeconds(15));
  }

  private void awaitRecovery() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                http.get("/users?page=1&per_page=1").status() == 200
                    && http.get("/events?url_id=1").status() == 200);
  }
}
