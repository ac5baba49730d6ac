package io.shortener.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Gives every request an id: the one in {@code X-Request-ID} when it is harmless, else a new one.
 * It goes back to the client and stands in every log line of the thread that serves the request.
 */
public final class RequestIds extends Handler.Wrapper {
  private static final String HEADER = "X-Request-ID";
  private static final String LOG_KEY = "request_id";
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  RequestIds(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String id = identify(request, response);
    MDC.put(LOG_KEY, id);
    try {
      return super.handle(request, response, callback);
    } finally {
      MDC.remove(LOG_KEY);
    }
  }

  /** Names the request in its answer, again where an error began the answer anew. */
  public static String identify(Request request, Response response) {
    if (request.getAttribute(HEADER) instanceof String known) {
      response.getHeaders().put(HEADER, known);
      return known;
    }
    String id = idOf(request.getHeaders().get(HEADER));
    request.setAttribute(HEADER, id);
    response.getHeaders().put(HEADER, id);
    return id;
  }

  /** The id that a request has been given. */
  static String of(HttpServletRequest request) {
    return String.valueOf(request.getAttribute(HEADER));
  }

  private static String idOf(@Nullable String sent) {
    if (sent != null && HARMLESS.matcher(sent).matches()) {
      return sent;
    }
    // No secret: it need only be another one than the others.
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
