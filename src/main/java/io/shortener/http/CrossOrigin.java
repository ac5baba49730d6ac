package io.shortener.http;

import com.google.common.base.Splitter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/**
 * Which origins' scripts may read answers, and send what a form cannot. Credentials are never
 * allowed: the service has none that a browser would keep, and a script that has a key sends it
 * itself.
 *
 * @param origins separated by commas or spaces; {@code *} for all, empty for none
 */
record CrossOrigin(String origins) {
  private static final String ANY = "*";

  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^\\s/?#,*]+");

  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

  private static final Set<String> SENT =
      Set.of(
          "Authorization",
          "Content-Type",
          "Idempotency-Key",
          "If-Match",
          "If-None-Match",
          "X-Request-ID");

  private static final Set<String> EXPOSED =
      Set.of(
          "ETag",
          "Idempotency-Replayed",
          "Location",
          "Link",
          "Next-Cursor",
          "RateLimit",
          "RateLimit-Policy",
          "Retry-After",
          "WWW-Authenticate",
          "X-Request-ID");

  /** How long a browser need not ask again what it may send. */
  private static final Duration PREFLIGHT_LIFE = Duration.ofMinutes(10);

  /** Whether each is an origin as browsers name it, or the only one is the star. */
  boolean isReadable() {
    return list().equals(List.of(ANY))
        || list().stream().allMatch(origin -> ORIGIN.matcher(origin).matches());
  }

  /** Lets them pass; with nobody to allow, the handler remains as it is. */
  Handler allowTo(Handler handler) {
    if (list().isEmpty()) {
      return handler;
    }
    CrossOriginHandler allowing = new CrossOriginHandler();
    allowing.setAllowedOriginPatterns(
        list().stream()
            .map(origin -> origin.equals(ANY) ? ANY : Pattern.quote(origin))
            .collect(Collectors.toSet()));
    allowing.setAllowedMethods(METHODS);
    allowing.setAllowedHeaders(SENT);
    allowing.setExposedHeaders(EXPOSED);
    allowing.setPreflightMaxAge(PREFLIGHT_LIFE);
    // OPTIONS has an answer of its own, with Allow.
    allowing.setDeliverPreflightRequests(true);
    allowing.setHandler(handler);
    return allowing;
  }

  private List<String> list() {
    return Splitter.onPattern("[,\\s]+").omitEmptyStrings().splitToList(origins);
  }
}
