package io.shortener.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
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
    RequestIds.identify(request, response);
    if (HttpStatus.hasNoBody(status)) {
      callback.succeeded();
      return true;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, ErrorBody.RETRY_AFTER_SECONDS);
    }
    byte[] body = ErrorBody.of(status).toJson().getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean withBody = !HttpMethod.HEAD.is(request.getMethod());
    response.write(true, withBody ? ByteBuffer.wrap(body) : null, callback);
    return true;
  }
}
