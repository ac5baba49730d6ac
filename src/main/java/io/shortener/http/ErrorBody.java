package io.shortener.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The one shape of every error, but for who prefers {@link ProblemDetails}.
 *
 * @param error what is wrong, for a person
 * @param status the HTTP status
 */
public record ErrorBody(String error, int status) {
  static final int RETRY_AFTER_SECONDS = 2;

  /** For the places that answer without the application's. */
  private static final JsonMapper JSON = new JsonMapper();

  /** The text of errors that have no message of their own: what HTTP calls the status. */
  public static ErrorBody of(int status) {
    return new ErrorBody(
        switch (status) {
          case 400 -> "Bad request";
          case 404 -> "Not found";
          case 405 -> "Method not allowed";
          case 406 -> "Not acceptable";
          case 408 -> "Request timeout";
          case 411 -> "Length required";
          case 412 -> "Precondition failed";
          case 413 -> "Request body too large";
          case 414 -> "URI too long";
          case 415 -> "Unsupported media type";
          case 417 -> "Expectation failed";
          case 429 -> "Too many requests";
          case 431 -> "Request header fields too large";
          case 501 -> "Not implemented";
          case 503 -> "Service unavailable";
          case 505 -> "HTTP version not supported";
          default -> status < 500 ? "Request refused" : "Internal server error";
        },
        status);
  }

  /** The answer to send, JSON whatever the client accepts; 503 says when to come back. */
  public jakarta.ws.rs.core.Response toResponse() {
    jakarta.ws.rs.core.Response.ResponseBuilder answer =
        jakarta.ws.rs.core.Response.status(status)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(this);
    if (status == 503) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return answer.build();
  }

  /**
   * Sends this as the answer, from outside Jersey; to HEAD its headers alone.
   *
   * @param callback told when it is sent
   */
  public void send(Request request, Response response, Callback callback) {
    response.setStatus(status);
    String id = RequestIds.identify(request, response);
    boolean isProblem =
        ProblemDetails.arePreferred(request.getHeaders().getValuesList(HttpHeader.ACCEPT));
    response
        .getHeaders()
        .put(
            HttpHeader.CONTENT_TYPE,
            isProblem ? ProblemDetails.MEDIA_TYPE : MediaType.APPLICATION_JSON);
    SafeHeaders.put(response);
    if (status == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    byte[] body = bytes(isProblem, id);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean withBody = !HttpMethod.HEAD.is(request.getMethod());
    response.write(true, withBody ? ByteBuffer.wrap(body) : null, callback);
  }

  /** Sends this as the answer of a servlet. */
  public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean isProblem =
        ProblemDetails.arePreferred(
            Collections.list(request.getHeaders(HttpHeader.ACCEPT.asString())));
    response.setStatus(status);
    response.setContentType(isProblem ? ProblemDetails.MEDIA_TYPE : MediaType.APPLICATION_JSON);
    response.getOutputStream().write(bytes(isProblem, RequestIds.of(request)));
  }

  private byte[] bytes(boolean asProblem, String requestId) {
    try {
      return JSON.writeValueAsBytes(asProblem ? ProblemDetails.of(this, requestId) : this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
