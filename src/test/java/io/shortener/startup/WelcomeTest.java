package io.shortener.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The last thing that a start says. */
class WelcomeTest {
  @Test
  void welcomeShowsALinkToTry() throws Exception {
    assertThat(welcome(() -> Optional.of("abc123"))).contains("/abc123\n", "http://localhost:");
  }

  @Test
  void welcomeOfAnEmptyServiceShowsItsHealth() throws Exception {
    assertThat(welcome(Optional::empty)).contains("/health\n");
  }

  @Test
  void missingDatabaseDoesNotSpoilTheWelcome() throws Exception {
    assertThat(
            welcome(
                () -> {
                  throw new IllegalStateException("no database");
                }))
        .contains("/health\n");
  }

  private static String welcome(Supplier<Optional<String>> exampleCode) throws Exception {
    Server server = new Server();
    for (String name : new String[] {"application", "admin"}) {
      ServerConnector connector = new ServerConnector(server);
      connector.setName(name);
      server.addConnector(connector);
    }
    Logger logger = (Logger) LoggerFactory.getLogger(Welcome.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(said);
    server.start();
    try {
      new Welcome(exampleCode).serverStarted(server);
      return said.list.get(0).getFormattedMessage();
    } finally {
      server.stop();
      logger.detachAppender(said);
    }
  }
}
