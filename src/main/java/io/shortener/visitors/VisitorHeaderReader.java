package io.shortener.visitors;

import io.shortener.http.TrustedProxies;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a request what {@link Visitors} need. It only looks headers up: it is called on the
 * thread that reads the requests of all connections. Thread-safe.
 *
 * @see <a href="https://www.w3.org/TR/tracking-dnt/">Do Not Track</a>
 * @see <a href="https://w3c.github.io/gpc/">Global Privacy Control</a>
 */
public final class VisitorHeaderReader {
  private final Optional<String> countryHeader;
  private final TrustedProxies proxies;

  /**
   * @param countryHeader in which a proxy tells the visitor's country
   * @param proxies who is believed in that
   */
  public VisitorHeaderReader(Optional<String> countryHeader, TrustedProxies proxies) {
    this.countryHeader = countryHeader;
    this.proxies = proxies;
  }

  /** What a request says. */
  public VisitorHeaders read(Request request) {
    HttpFields headers = request.getHeaders();
    return new VisitorHeaders(
        orEmpty(headers.get(HttpHeader.USER_AGENT)),
        orEmpty(headers.get(HttpHeader.REFERER)),
        orEmpty(headers.get(HttpHeader.ACCEPT_LANGUAGE)),
        country(request, headers),
        isAhead(headers.get("Sec-Purpose"))
            || isAhead(headers.get("Purpose"))
            || isAhead(headers.get("X-Purpose"))
            || isAhead(headers.get("X-Moz")),
        isOne(headers.get("DNT")) || isOne(headers.get("Sec-GPC")));
  }

  private String country(Request request, HttpFields headers) {
    if (countryHeader.isEmpty()) {
      return "";
    }
    String country = headers.get(countryHeader.get());
    return country != null
            && proxies.include(request.getConnectionMetaData().getRemoteSocketAddress())
        ? country
        : "";
  }

  private static boolean isAhead(@Nullable String purpose) {
    if (purpose == null) {
      return false;
    }
    String words = purpose.toLowerCase(Locale.ROOT);
    return words.contains("prefetch") || words.contains("prerender") || words.contains("preview");
  }

  private static boolean isOne(@Nullable String value) {
    return "1".equals(value);
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
