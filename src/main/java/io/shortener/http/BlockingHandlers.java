package io.shortener.http;

import java.time.Duration;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * Gives each request to a thread on which the handlers behind it may block. One that found no
 * thread free and has waited too long for it is told so: while the database hangs, all threads
 * would else work through what came long ago, and everybody would wait behind it.
 */
final class BlockingHandlers extends Handler.Wrapper {
  /** What is left of three seconds when the database has been waited for in vain. */
  private static final Duration QUEUE_LIMIT = Duration.ofMillis(400);

  private final ThreadPool api;

  /**
   * @param api threads for requests of the application port; those of others have the port's own
   */
  BlockingHandlers(ThreadPool api, Handler handler) {
    super(handler);
    this.api = api;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Connector connector = request.getConnectionMetaData().getConnector();
    if (FrontHandler.isApplicationPort(connector)) {
      long asked = System.nanoTime();
      boolean isCrowded = api.isLowOnThreads();
      api.execute(
          () -> {
            if (isCrowded && isLate(asked) && !isHealth(request)) {
              ErrorBody.of(503).send(request, response, callback);
            } else {
              handleBlocking(request, response, callback);
            }
          });
    } else {
      connector.getExecutor().execute(() -> handleBlocking(request, response, callback));
    }
    return true;
  }

  private static boolean isLate(long asked) {
    return System.nanoTime() - asked > QUEUE_LIMIT.toNanos();
  }

  /** Whether this process answers is no question of how soon. */
  private static boolean isHealth(Request request) {
    return Request.getPathInContext(request).equals("/health");
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
