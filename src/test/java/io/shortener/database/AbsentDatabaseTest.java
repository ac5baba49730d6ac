package io.shortener.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shortener.testing.ChildProcess;
import io.shortener.testing.FreezableProxy;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A start before the database is there. */
class AbsentDatabaseTest {
  private static final DatabaseAddress DATABASE = TestPostgres.newDatabase();
  private static final int PORT = ChildProcess.freePort();

  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.on(
          new DatabaseAddress(
              DATABASE.jdbcUrl().replaceFirst(":\\d+/", ":" + PORT + "/"),
              DATABASE.user(),
              DATABASE.password()));

  @Test
  void serviceStartsSaysThatItHasNoDatabaseAndRecoversByItself() throws Exception {
    HttpClient http = SERVICE.http();
    long start = System.nanoTime();

    Answer refused = http.get("/users");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isPresent();
    assertThat(refused.body()).isEqualTo("{\"error\":\"Service unavailable\",\"status\":503}");
    assertThat(http.get("/abc123").status()).isEqualTo(503);
    assertThat(http.get("/health").status()).isEqualTo(200);
    assertThat(SERVICE.admin().get("/healthcheck").status()).isEqualTo(500);

    int server = Integer.parseInt(DATABASE.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
    try (FreezableProxy appeared = new FreezableProxy(PORT, server)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> http.get("/users?page=1").status() == 200);
      assertThat(http.get("/users").json()).hasSize(400);
      assertThat(SERVICE.admin().get("/healthcheck").status()).isEqualTo(200);
      assertThat(appeared.port()).isEqualTo(PORT);
    }
  }
}
