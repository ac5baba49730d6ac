package io.shortener.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The host that a request is for, without its port: what the request itself says, or, when it comes
 * from a trusted address, its {@code X-Forwarded-Host}, as for {@link PublicUrl}. Thread-safe.
 */
public final class RequestedHost {
  private final TrustedProxies trusted;

  /**
   * @param trusted who is believed
   */
  public RequestedHost(TrustedProxies trusted) {
    this.trusted = trusted;
  }

  /** In lower case; empty when the request names none. */
  public String of(Request request) {
    String forwarded = request.getHeaders().get(HttpHeader.X_FORWARDED_HOST);
    if (forwarded != null
        && trusted.include(request.getConnectionMetaData().getRemoteSocketAddress())) {
      return choose(forwarded, request.getHttpURI().getHost());
    }
    return orEmpty(request.getHttpURI().getHost());
  }

  /** In lower case; empty when the request names none. */
  public String of(HttpServletRequest request) {
    String forwarded = request.getHeader(HttpHeader.X_FORWARDED_HOST.asString());
    return forwarded != null && trusted.include(request.getRemoteAddr())
        ? choose(forwarded, request.getServerName())
        : orEmpty(request.getServerName());
  }

  private static String choose(String forwarded, @Nullable String own) {
    return PublicUrl.forwardedHost(Optional.of(forwarded))
        .map(host -> HostName.comparable(withoutPort(host)))
        .orElseGet(() -> orEmpty(own));
  }

  private static String withoutPort(String host) {
    int colon = host.indexOf(':', host.lastIndexOf(']') + 1);
    return colon < 0 ? host : host.substring(0, colon);
  }

  private static String orEmpty(@Nullable String host) {
    return host == null ? "" : HostName.comparable(host);
  }
}
