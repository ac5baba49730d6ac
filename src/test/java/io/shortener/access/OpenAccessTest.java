package io.shortener.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.shortener.testing.HttpClient;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A service that asks nobody for a key, as it does unless it is told to. */
class OpenAccessTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();

  @Test
  void keysDoNotMatter() {
    for (String authorization : new String[] {"Bearer nonsense", "Basic YTpi", "Bearer"}) {
      assertThat(http.get("/urls", "Authorization", authorization).status()).isEqualTo(200);
    }
    assertThat(http.get("/urls").status()).isEqualTo(200);
  }

  @Test
  void nobodyMakesAKeyForLater() {
    assertThat(http.post("/keys", Json.of("name", "a", "scopes", List.of("admin"))).status())
        .isEqualTo(404);
    assertThat(http.get("/keys").status()).isEqualTo(404);
  }

  @Test
  void startWarnsWhoLetsOthersIn() {
    assertThat(warnings("application", "0.0.0.0")).hasSize(1).first().asString().contains("ACCESS");
    assertThat(warnings("admin", "0.0.0.0")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
  void startIsSilentWhereOnlyThisMachineIsLetIn(String host) {
    assertThat(warnings("application", host)).isEmpty();
  }

  private static List<String> warnings(String port, String host) {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setName(port);
    connector.setHost(host);
    server.addConnector(connector);
    Logger logger = (Logger) LoggerFactory.getLogger(OpenAccess.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.addAppender(said);
    try {
      new OpenAccess().serverStarted(server);
      return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    } finally {
      logger.detachAppender(said);
    }
  }
}
