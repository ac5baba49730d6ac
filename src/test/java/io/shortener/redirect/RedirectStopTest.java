package io.shortener.redirect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.database.DatabaseAddress;
import io.shortener.testing.ChildProcess;
import io.shortener.testing.Some;
import io.shortener.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that is stopped while it writes an answer: the visitor asks many times without waiting
 * for answers and is slow to read them.
 */
class RedirectStopTest {
  private static final int STOPPED_BY_SIGTERM = 143;

  /** Their answers are more than the sockets hold, and Jetty reads all of them at once. */
  private static final int VISITS = 240;

  /** 24 KB in a {@code Location}. */
  private static final String LONG_URL = "https://a.example/" + "\uD83D\uDE00".repeat(2_000);

  private final DatabaseAddress database = TestPostgres.migratedDatabase();
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @Test
  void everyClickOfAStoppedServiceWasAnswered() throws IOException {
    try (ChildProcess server = server();
        Socket visitor = new Socket()) {
      await().atMost(Duration.ofMinutes(2)).until(server::isUp);
      JsonNode url = new Some(server.http()).url(LONG_URL);
      visit(url, visitor, server.http().port());
      awaitNoMoreClicks(url);

      server.terminate();
      // Jetty ends a connection on which nothing moves for a second.
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> read(visitor) && isDeaf(server.http().port()));
      visitor.getInputStream().transferTo(answers);

      assertThat(server.exitStatus()).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(redirects()).isEqualTo(clicks(url)).isLessThan(VISITS);
      assertThat(server.complaints()).isEmpty();
      assertThat(server.err()).isEmpty();
    }
  }

  private ChildProcess server() {
    return ChildProcess.run(
        directory,
        Map.of(
            "DATABASE_URL", database.jdbcUrl(),
            "DATABASE_USER", database.user(),
            "DATA_DIR", directory.resolve("data").toString(),
            "SEED", "false"),
        "server",
        "config.yml");
  }

  private static void visit(JsonNode url, Socket visitor, int port) throws IOException {
    visitor.setReceiveBufferSize(1 << 11);
    visitor.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    visitor.setSoTimeout(20_000);
    String request = "GET /" + url.get("short_code").asText() + " HTTP/1.1\r\nHost: a\r\n\r\n";
    visitor.getOutputStream().write(request.repeat(VISITS).getBytes(US_ASCII));
  }

  /** The service waits for the visitor to read on. */
  private void awaitNoMoreClicks(JsonNode url) {
    AtomicLong before = new AtomicLong();
    await()
        .pollInterval(Duration.ofMillis(20))
        .during(Duration.ofMillis(200))
        .until(
            () -> {
              long clicks = clicks(url);
              return clicks > 0 && before.getAndSet(clicks) == clicks;
            });
  }

  private boolean read(Socket visitor) throws IOException {
    answers.write(visitor.getInputStream().readNBytes(1 << 15));
    return true;
  }

  private static boolean isDeaf(int port) {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private long redirects() {
    return answers.toString(US_ASCII).lines().filter("HTTP/1.1 302 Found"::equals).count();
  }

  private long clicks(JsonNode url) {
    return Jdbi.create(database.jdbcUrl(), database.user(), database.password())
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT count(*) FROM clicks WHERE url_id = ?")
                    .bind(0, url.get("id").asLong())
                    .mapTo(long.class)
                    .one());
  }
}
