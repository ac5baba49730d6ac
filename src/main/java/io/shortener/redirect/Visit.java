package io.shortener.redirect;

import io.shortener.http.ErrorBody;
import io.shortener.http.RequestIds;
import io.shortener.http.Route;
import io.shortener.http.TooManyRequests;
import java.time.Clock;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/** Somebody who waits for an answer, and what they may be answered. */
final class Visit {
  private static final String ALLOW = "GET, HEAD, OPTIONS";
  private static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");

  private final Request request;
  private final Response response;
  private final Callback callback;

  Visit(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    RequestIds.identify(request, response);
    if (request.getLength() > 0) {
      // A body that nobody reads.
      response.getHeaders().put(CLOSE);
    }
  }

  Request request() {
    return request;
  }

  /** Whoever only looks is told what a visitor is and counts for nothing. */
  boolean isLook() {
    return HttpMethod.HEAD.is(request.getMethod());
  }

  /**
   * The header goes out as it is: Jersey would resolve and encode it.
   *
   * @param clock tells how long the answer may be kept
   */
  void redirect(KnownLink link, Clock clock) {
    response.setStatus(link.link().rules().redirectStatus());
    response
        .getHeaders()
        .add(HttpHeader.LOCATION, link.location(request.getHttpURI().getQuery()))
        .add(Freshness.of(link.link().rules(), clock));
    // This thread may read the connection's next request as well: nothing here blocks.
    Invocable.invokeNonBlocking(() -> response.write(true, null, callback));
  }

  void allow(int status) {
    response.getHeaders().put(HttpHeader.ALLOW, ALLOW);
    if (status == HttpStatus.OK_200) {
      response.setStatus(status);
      response.write(true, null, callback);
    } else {
      send(ErrorBody.of(status));
    }
  }

  /** Unless it is a code for certain, it is a path like any other that leads nowhere. */
  void notFound() {
    send(
        request.getAttribute(Route.ATTRIBUTE) == null
            ? ErrorBody.of(HttpStatus.NOT_FOUND_404)
            : new ErrorBody("Short URL not found", HttpStatus.NOT_FOUND_404));
  }

  void expired() {
    send(new ErrorBody("Link expired", HttpStatus.GONE_410));
  }

  void blocked() {
    send(new ErrorBody("Link blocked", HttpStatus.FORBIDDEN_403));
  }

  void refuse(TooManyRequests refusal) {
    refusal.send(request, response, callback);
  }

  void send(ErrorBody error) {
    error.send(request, response, callback);
  }
}
