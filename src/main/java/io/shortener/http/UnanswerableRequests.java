package io.shortener.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Carries out nothing of a request that cannot be answered. A server that begins to stop while an
 * answer goes out ends the connection behind it; Jetty then still reads the next request from that
 * connection. Its client finds the connection ended and may take it that nothing was done.
 */
final class UnanswerableRequests extends Handler.Wrapper {
  UnanswerableRequests(Handler handler) {
    super(handler);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
    if (!client.isOutputShutdown()) {
      return super.handle(request, response, callback);
    }
    // Any other failure would be answered, and logged when that fails.
    callback.failed(new Request.Handler.AbortException("Nobody can be answered"));
    return true;
  }
}
