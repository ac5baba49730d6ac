package io.shortener.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /chaos}, on a server of its own with a stop that only counts. */
class ChaosTest {
  private static final String UNAUTHORIZED = "{\"error\":\"Unauthorized\",\"status\":401}";

  private final AtomicInteger stops = new AtomicInteger();
  private final Server server = new Server(0);
  private final ServletContextHandler routes = new ServletContextHandler();

  @BeforeEach
  void start() throws Exception {
    route("/chaos", Optional.of("sesame"));
    route("/unset", Optional.empty());
    server.setHandler(routes);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void rightTokenStopsOnce() {
    Answer answer = http().get("/chaos", "X-Chaos-Token", "sesame");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    await().until(() -> stops.get() == 1);
  }

  @Test
  void wrongOrMissingTokenIsUnauthorized() {
    for (Answer answer :
        new Answer[] {
          http().get("/chaos"),
          http().get("/chaos", "X-Chaos-Token", ""),
          http().get("/chaos", "X-Chaos-Token", "Sesame"),
          http().get("/chaos", "X-Chaos-Token", "sesame2"),
          http().get("/unset"),
          http().get("/unset", "X-Chaos-Token", ""),
          http().get("/unset", "X-Chaos-Token", "sesame")
        }) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).isEqualTo(UNAUTHORIZED);
      assertThat(answer.header("Content-Type")).contains("application/json");
    }
    assertThat(stops).hasValue(0);
  }

  @Test
  void headLooksAndOtherMethodsAreRefused() {
    assertThat(http().send("HEAD", "/chaos", null, "X-Chaos-Token", "sesame").status())
        .isEqualTo(204);
    assertThat(http().send("HEAD", "/chaos", null).status()).isEqualTo(401);
    Answer post = http().send("POST", "/chaos", null, "X-Chaos-Token", "sesame");
    assertThat(post.status()).isEqualTo(405);
    assertThat(post.header("Allow")).contains("GET, HEAD, OPTIONS");
    assertThat(stops).hasValue(0);
  }

  private void route(String path, Optional<String> token) {
    routes.addServlet(
        new ServletHolder(new ChaosServlet(token, stops::incrementAndGet, new ObjectMapper())),
        path);
  }

  private HttpClient http() {
    return HttpClient.to(((ServerConnector) server.getConnectors()[0]).getLocalPort());
  }
}
