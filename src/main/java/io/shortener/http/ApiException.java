package io.shortener.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * An answer other than success, with a message that the client may read.
 *
 * <p>It carries no stack trace: it is part of the conversation with the client, not a fault. The
 * message must name what to fix and nothing from inside (no SQL, class or file names).
 */
public final class ApiException extends WebApplicationException {
  private static final long serialVersionUID = 1L;

  /** Where {@link #retryAfter} says nothing. */
  private static final int NEVER = 0;

  private final String error;
  private final int retryAfter;

  private ApiException(int status, String error) {
    this(status, error, NEVER);
  }

  private ApiException(int status, String error, int retryAfter) {
    super(error, status);
    this.error = error;
    this.retryAfter = retryAfter;
  }

  /** 400: the request has to be changed before it is sent again. */
  public static ApiException badRequest(String error) {
    return new ApiException(400, error);
  }

  /** 403: nobody may have this, whoever asks. */
  public static ApiException forbidden(String error) {
    return new ApiException(403, error);
  }

  /** 404. */
  public static ApiException notFound(String error) {
    return new ApiException(404, error);
  }

  /** 409: the request is well-formed but contradicts what is stored. */
  public static ApiException conflict(String error) {
    return new ApiException(409, error);
  }

  /** 409: the same request may succeed so many seconds later. */
  public static ApiException running(String error, int retryAfter) {
    return new ApiException(409, error, retryAfter);
  }

  /** 410: it was here. */
  public static ApiException gone(String error) {
    return new ApiException(410, error);
  }

  /** 412: what the request is about is not as the client takes it to be. */
  public static ApiException preconditionFailed(String error) {
    return new ApiException(412, error);
  }

  /** 413: the body is larger than its route takes. */
  public static ApiException tooLarge(String error) {
    return new ApiException(413, error);
  }

  /** 422: the request is well-formed but cannot be what the client means. */
  public static ApiException unprocessable(String error) {
    return new ApiException(422, error);
  }

  /** 503: the same request may succeed a little later. */
  public static ApiException unavailable() {
    return new ApiException(503, ErrorBody.of(503).error());
  }

  /** 500 with a message of its own, for the faults that the contract names. */
  public static ApiException failure(String error) {
    return new ApiException(500, error);
  }

  /** What the client reads. */
  public ErrorBody body() {
    return new ErrorBody(error, getResponse().getStatus());
  }

  /** The answer to send. */
  Response toResponse() {
    Response answer = body().toResponse();
    return retryAfter == NEVER
        ? answer
        : Response.fromResponse(answer).header(HttpHeaders.RETRY_AFTER, retryAfter).build();
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
