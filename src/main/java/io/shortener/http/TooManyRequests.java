package io.shortener.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * 429: what a client is told that has used up what it may do in a minute.
 *
 * @param policy the name of the limit
 * @param quota how many a minute, and at once
 * @param waitSeconds until the next one
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit
 *     header fields for HTTP</a>
 */
public record TooManyRequests(String policy, long quota, long waitSeconds) {
  private static final ErrorBody ERROR = ErrorBody.of(429);

  /** The answer of a resource. */
  public jakarta.ws.rs.core.Response toResponse() {
    jakarta.ws.rs.core.Response.ResponseBuilder answer =
        jakarta.ws.rs.core.Response.fromResponse(ERROR.toResponse());
    headers().forEach(answer::header);
    return answer.build();
  }

  /** Sends this as the answer, from outside Jersey. */
  public void send(Request request, Response response, Callback callback) {
    headers().forEach(response.getHeaders()::put);
    ERROR.send(request, response, callback);
  }

  private Map<String, String> headers() {
    return Map.of(
        HttpHeaders.RETRY_AFTER,
        Long.toString(waitSeconds),
        "RateLimit-Policy",
        "\"" + policy + "\";q=" + quota + ";w=60",
        "RateLimit",
        "\"" + policy + "\";r=0;t=" + waitSeconds);
  }
}
