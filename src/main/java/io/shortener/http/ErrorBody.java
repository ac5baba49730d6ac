package io.shortener.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The one shape of every error.
 *
 * @param error what is wrong, for a person
 * @param status the HTTP status
 */
public record ErrorBody(String error, int status) {
  static final int RETRY_AFTER_SECONDS = 2;

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
          case 413 -> "Request body too large";
          case 414 -> "URI too long";
          case 415 -> "Unsupported media type";
          case 417 -> "Expectation failed";
          case 431 -> "Request header fields too large";
          case 501 -> "Not implemented";
          case 503 -> "Service unavailable";
          case 505 -> "HTTP version not supported";
          default -> status < 500 ? "Request refused" : "Internal server error";
        },
        status);
  }

  /** The answer to send, JSON whatever the client accepts; 503 says when to come back. */
  public Response toResponse() {
    Response.ResponseBuilder answer =
        Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(this);
    if (status == 503) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return answer.build();
  }

  /** Written by hand for the places that answer without Jackson; the text must need no escapes. */
  String toJson() {
    return "{\"error\":\"" + error + "\",\"status\":" + status + "}";
  }
}
