package io.shortener.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shortener.database.DatabaseAddress;
import io.shortener.testing.ChildProcess;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedStopTest {
  private final DatabaseAddress database = TestPostgres.migratedDatabase();

  @TempDir private Path directory;

  @Test
  void whoWaitsIsAnsweredWhenTheServiceStops() throws Exception {
    try (ChildProcess server =
        ChildProcess.run(
            directory,
            Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATA_DIR", directory.resolve("data").toString(),
                "SEED", "false"),
            "server",
            "config.yml")) {
      await().atMost(Duration.ofMinutes(2)).until(server::isUp);
      CompletableFuture<Answer> waiting =
          CompletableFuture.supplyAsync(() -> server.http().get("/events?after=now&wait=30"));
      await()
          .until(() -> server.admin().get("/metrics").body().contains("feed_waiting_requests 1.0"));
      long start = System.nanoTime();

      server.terminate();

      assertThat(waiting.get().status()).isEqualTo(200);
      assertThat(waiting.get().body()).isEqualTo("[]");
      assertThat(waiting.get().header(Feed.NEXT)).isPresent();
      assertThat(server.exitStatus()).isEqualTo(143);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      assertThat(server.complaints()).isEmpty();
    }
  }
}
