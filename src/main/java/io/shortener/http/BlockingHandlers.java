package io.shortener.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Gives each request to a thread of its port's own, on which the handlers behind it may block. */
final class BlockingHandlers extends Handler.Wrapper {
  BlockingHandlers(Handler handler) {
    super(handler);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    request
        .getConnectionMetaData()
        .getConnector()
        .getExecutor()
        .execute(() -> handleBlocking(request, response, callback));
    return true;
  }

  private void handleBlocking(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, 404);
      }
    } catch (Throwable e) {
      callback.failed(e);
    }
  }
}
