package io.shortener.http;

import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A port that keeps its word while it is closed: a client who was told that its connection stays
 * open may ask once more. Jetty ends the connection behind the answer that was being sent, and the
 * next request on it gets none. Here whoever asks is answered, and told that it was the last time;
 * a connection on which nobody asks is ended after a second.
 */
final class KeepingConnector extends ServerConnector {
  /**
   * @param executor null for the server's
   */
  KeepingConnector(
      Server server,
      @Nullable Executor executor,
      Scheduler scheduler,
      ByteBufferPool buffers,
      int acceptors,
      int selectors,
      ConnectionFactory... factories) {
    super(server, executor, scheduler, buffers, acceptors, selectors, factories);
    getContainedBeans(HttpConfiguration.ConnectionFactory.class)
        .forEach(factory -> factory.getHttpConfiguration().addCustomizer(this::sayWhenItIsTheLast));
  }

  private Request sayWhenItIsTheLast(Request request, HttpFields.Mutable answer) {
    if (super.isShutdown()) {
      answer.put(HttpFields.CONNECTION_CLOSE);
    }
    return request;
  }

  /** Never, for those who ask: that is Jetty's connections, which end themselves then. */
  @Override
  public boolean isShutdown() {
    return false;
  }
}
