package io.shortener.startup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a container asks whether it is well. */
class HealthProbeTest {
  @Test
  void statusSaysWhetherTheServiceAnswers() throws Exception {
    assertThat(probe(healthIs(200))).isZero();
    assertThat(probe(healthIs(503))).isEqualTo(1);
    assertThat(probe(closedPort())).isEqualTo(1);
  }

  private static int healthIs(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
          server.stop(0);
        });
    server.start();
    return server.getAddress().getPort();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** As the container does: with the service's own classes alone. */
  private static int probe(int port) throws IOException, InterruptedException {
    ProcessBuilder probe =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            "target/classes",
            HealthProbe.class.getName());
    probe.environment().put("PORT", Integer.toString(port));
    return probe.inheritIO().start().waitFor();
  }
}
