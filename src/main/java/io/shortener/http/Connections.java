package io.shortener.http;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps each request's connection at hand for whoever has to cut it: Jersey's proxies hide it, and
 * an exception is not enough, because Jersey then ends the answer in good order.
 */
final class Connections extends Handler.Wrapper {
  private static final String ATTRIBUTE = Connections.class.getName();

  Connections(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    request.setAttribute(ATTRIBUTE, request.getConnectionMetaData().getConnection());
    return super.handle(request, response, callback);
  }

  /** Ends the connection at once, whatever the answer still lacks. */
  static void cut(HttpServletRequest request, Throwable reason) {
    if (request.getAttribute(ATTRIBUTE) instanceof Connection connection) {
      connection.getEndPoint().close(reason);
    }
  }
}
