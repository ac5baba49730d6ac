package io.shortener.startup;

import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the start by saying where the service is and what to try first. */
public final class Welcome implements ServerLifecycleListener {
  private static final Logger LOGGER = LoggerFactory.getLogger(Welcome.class);

  private final Supplier<Optional<String>> exampleCode;

  /**
   * @param exampleCode a code that leads somewhere, empty when there is none
   */
  public Welcome(Supplier<Optional<String>> exampleCode) {
    this.exampleCode = exampleCode;
  }

  @Override
  public void serverStarted(Server server) {
    String api = "http://localhost:" + getLocalPort(server);
    String path = exampleOrHealth();
    LOGGER.info(
        "Shortener is ready.\n\n  API    {}\n  Admin  http://localhost:{}\n  Try    curl -i {}/{}\n",
        api,
        getAdminPort(server),
        api,
        path);
  }

  /** A database that is not there yet does not spoil the welcome. */
  private String exampleOrHealth() {
    try {
      return exampleCode.get().orElse("health");
    } catch (RuntimeException e) {
      LOGGER.debug("There is no link to show", e);
      return "health";
    }
  }
}
