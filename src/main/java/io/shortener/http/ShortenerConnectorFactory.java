package io.shortener.http;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.jetty.HttpConnectorFactory;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Dropwizard's port for HTTP, with all its settings but {@code headerCacheSize}, as a {@link
 * KeepingConnector}.
 */
@JsonTypeName("shortener")
public final class ShortenerConnectorFactory extends HttpConnectorFactory {
  /**
   * Connections do not remember headers: to look for one among those that earlier visitors sent
   * takes longer than to read it.
   */
  @Override
  protected HttpConfiguration buildHttpConfiguration() {
    HttpConfiguration configuration = super.buildHttpConfiguration();
    configuration.setHeaderCacheSize(0);
    return configuration;
  }

  @Override
  protected ServerConnector buildConnector(
      Server server,
      Scheduler scheduler,
      ByteBufferPool buffers,
      @Nullable String name,
      @Nullable ThreadPool threads,
      ConnectionFactory... factories) {
    ServerConnector usual =
        super.buildConnector(server, scheduler, buffers, name, threads, factories);
    ServerConnector connector =
        new KeepingConnector(
            server,
            threads,
            scheduler,
            buffers,
            usual.getAcceptors(),
            usual.getSelectorManager().getSelectorCount(),
            usual.getConnectionFactories().toArray(ConnectionFactory[]::new));
    connector.setPort(usual.getPort());
    connector.setHost(usual.getHost());
    connector.setInheritChannel(usual.isInheritChannel());
    connector.setAcceptQueueSize(usual.getAcceptQueueSize());
    connector.setReuseAddress(usual.getReuseAddress());
    connector.setIdleTimeout(usual.getIdleTimeout());
    connector.setName(usual.getName());
    return connector;
  }
}
