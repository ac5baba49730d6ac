package io.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shortener.testing.ChildProcess;
import io.shortener.testing.HttpClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process with its embedded database: how it starts, ends, and is killed. */
class ServiceProcessTest {
  private static final int STOPPED_BY_SIGTERM = 143;

  @TempDir private Path directory;

  @Test
  void killedServiceFindsItsDataAgainAndStopsTheOrphan() throws IOException {
    try (ChildProcess first = server()) {
      awaitUp(first);
      String user = "{\"username\": \"kept\", \"email\": \"kept@example.com\"}";
      assertThat(first.http().post("/users", user).status()).isEqualTo(201);
      first.kill();
    }
    long orphan = postmaster();
    assertThat(ProcessHandle.of(orphan)).isPresent();

    try (ChildProcess second = server()) {
      awaitUp(second);
      assertThat(second.http().get("/users").body()).contains("kept@example.com");
      assertThat(second.out()).contains("left behind (pid " + orphan + ")");
      assertThat(directory.resolve("data/instances/1"))
          .satisfies(instance -> assertThat(nativeCodeIn(instance)).hasSize(1));
      assertThat(postmaster()).isNotEqualTo(orphan);
      assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();

      assertThat(second.admin().get("/chaos", "X-Chaos-Token", "wrong").status()).isEqualTo(401);
      Answer chaos = second.admin().get("/chaos", "X-Chaos-Token", "let-me");
      assertThat(chaos.status()).isEqualTo(204);
      assertThat(second.exitStatus()).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(directory.resolve("data/postgres/postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void serviceStopsCleanlyAndKeepsASecondOneOut() {
    try (ChildProcess server = server()) {
      awaitUp(server);

      ChildProcess second = server();
      assertThat(second.exitStatus()).isEqualTo(1);
      assertThat(second.err())
          .startsWith("shortener: Another instance uses the data directory ")
          .hasLineCount(1);

      server.terminate();
      assertThat(server.exitStatus()).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(server.err()).isEmpty();
      assertThat(directory.resolve("data/postgres/postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void takenPortIsOneSentenceAndLeavesNoDatabaseRunning() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
        ChildProcess server =
            ChildProcess.run(
                directory,
                Map.of(
                    "DATA_DIR",
                    directory.resolve("data").toString(),
                    "SEED",
                    "false",
                    "PORT",
                    Integer.toString(taken.getLocalPort())),
                "server",
                "config.yml")) {
      assertThat(server.exitStatus()).isEqualTo(1);
      assertThat(server.err())
          .startsWith("shortener: Failed to bind to ")
          .endsWith("set PORT or ADMIN_PORT to another.\n")
          .hasLineCount(1);
      assertThat(directory.resolve("data/postgres/postmaster.pid")).doesNotExist();
    }
  }

  private ChildProcess server() {
    return ChildProcess.run(
        directory,
        Map.of(
            "DATA_DIR", directory.resolve("data").toString(),
            "CHAOS_TOKEN", "let-me",
            "SEED", "false"),
        "server",
        "config.yml");
  }

  private static void awaitUp(ChildProcess server) {
    await().atMost(Duration.ofMinutes(2)).until(server::isUp);
  }

  private static List<Path> nativeCodeIn(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".so")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(directory.resolve("data/postgres/postmaster.pid")).get(0).strip());
  }
}
