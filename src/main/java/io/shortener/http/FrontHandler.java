package io.shortener.http;

import io.dropwizard.core.setup.Environment;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sees every request of the application port before Jetty's own handlers and Jersey do. It must not
 * block: it runs on the thread that reads requests from all connections.
 */
public abstract class FrontHandler extends Handler.Wrapper {
  private static final String ATTRIBUTE = FrontHandler.class.getName();

  /** What Dropwizard calls the connectors of the application port. */
  private static final String APPLICATION = "application";

  /** Puts this handler behind those that were put in front before; before the server is built. */
  public final void putInFront(Environment environment) {
    List<FrontHandler> handlers = new ArrayList<>(of(environment));
    handlers.add(this);
    environment.getApplicationContext().setAttribute(ATTRIBUTE, handlers);
  }

  /** The handlers in front, the first one first. */
  @SuppressWarnings("unchecked")
  public static List<FrontHandler> of(Environment environment) {
    return environment.getApplicationContext().getAttribute(ATTRIBUTE) instanceof List<?> handlers
        ? (List<FrontHandler>) handlers
        : List.of();
  }

  @Override
  public final InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public final boolean handle(Request request, Response response, Callback callback)
      throws Exception {
    return isApplicationPort(request.getConnectionMetaData().getConnector())
        ? handleInFront(request, response, callback)
        : passOn(request, response, callback);
  }

  /** Whether a connector is the application port's. */
  static boolean isApplicationPort(Connector connector) {
    return APPLICATION.equals(connector.getName());
  }

  /** Answers a request of the application port, or {@link #passOn passes it on}. */
  protected abstract boolean handleInFront(Request request, Response response, Callback callback)
      throws Exception;

  /** Leaves a request to the next handler. */
  protected final boolean passOn(Request request, Response response, Callback callback)
      throws Exception {
    return super.handle(request, response, callback);
  }
}
