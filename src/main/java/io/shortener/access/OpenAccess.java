package io.shortener.access;

import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns at the start when others than this machine may do everything without a key. */
final class OpenAccess implements ServerLifecycleListener {
  private static final Logger LOGGER = LoggerFactory.getLogger(OpenAccess.class);

  @Override
  public void serverStarted(Server server) {
    if (Arrays.stream(server.getConnectors()).anyMatch(OpenAccess::isReachable)) {
      LOGGER.warn(
          "Whoever reaches the API may change and delete everything: set ACCESS=keys, or let it"
              + " listen on this machine alone (bindHost in config.yml)");
    }
  }

  private static boolean isReachable(Connector connector) {
    return connector instanceof ServerConnector port
        && "application".equals(port.getName())
        && !isLoopback(port.getHost());
  }

  /** A port without a host listens everywhere. */
  private static boolean isLoopback(@Nullable String host) {
    InetAddress address = host == null ? null : new InetSocketAddress(host, 0).getAddress();
    return address != null && address.isLoopbackAddress();
  }
}
