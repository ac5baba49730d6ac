package io.shortener.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The errors that the HTTP server answers before or beside the application: broken requests,
 * ambiguous URIs, too large headers, servlet errors.
 */
final class JsonErrorHandler extends ErrorHandler {
  private static final Logger LOGGER = LoggerFactory.getLogger(JsonErrorHandler.class);

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    if (request.getAttribute(ERROR_EXCEPTION) instanceof HttpException refusal) {
      status = refusal.getCode();
      response.setStatus(status);
    }
    if (status == HttpStatus.INTERNAL_SERVER_ERROR_500) {
      LOGGER.error("The server failed", (Throwable) request.getAttribute(ERROR_EXCEPTION));
    }
    if (HttpStatus.hasNoBody(status)) {
      RequestIds.identify(request, response);
      callback.succeeded();
    } else {
      ErrorBody.of(status).send(request, response, atOnce(callback));
    }
    return true;
  }

  /**
   * As told by the thread that has sent the answer. Left to another thread, it may come when Jetty
   * is done with the request, and then fails the connection's next one.
   */
  private static Callback atOnce(Callback callback) {
    return Callback.from(InvocationType.NON_BLOCKING, callback::succeeded, callback::failed);
  }
}
