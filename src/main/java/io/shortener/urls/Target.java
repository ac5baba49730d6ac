package io.shortener.urls;

import com.google.common.net.InetAddresses;
import io.shortener.http.HostName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The server that a URL leads to, as browsers understand it.
 *
 * @param host in lower case and ASCII, an IPv6 address in brackets
 * @param port the scheme's own when the URL names none
 */
record Target(String host, int port) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /**
   * @param url as {@link OriginalUrl} wants it
   */
  static Target of(String url) {
    int start = url.indexOf("//") + 2;
    int end = start;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String authority = url.substring(start, end);
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = hostAndPort.indexOf(':', hostAndPort.lastIndexOf(']') + 1);
    String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    String port = colon < 0 ? "" : hostAndPort.substring(colon + 1);
    return new Target(comparable(host), port.isEmpty() ? usualPort(url) : Integer.parseInt(port));
  }

  /**
   * Whether both are the same server; the usual ports lead to the same, one by way of the other.
   */
  boolean isSameServer(Target other) {
    return host.equals(other.host)
        && (port == other.port || (isUsual(port) && isUsual(other.port)));
  }

  private static boolean isUsual(int port) {
    return port == HTTP || port == HTTPS;
  }

  /**
   * A name of a host, or an address, as {@link #host()} has it; empty when the text is something
   * else. An underscore is in no name of a host, but browsers ask the DNS for what has some.
   */
  static Optional<String> host(String text) {
    return InetAddresses.isUriInetAddress(text) || HostName.of(text.replace('_', '0')).isPresent()
        ? Optional.of(comparable(text))
        : Optional.empty();
  }

  private static int usualPort(String url) {
    return url.regionMatches(true, 0, "https:", 0, "https:".length()) ? HTTPS : HTTP;
  }

  /** Every spelling of an address comes to the same one. */
  private static String comparable(String host) {
    String decoded = decode(host);
    String name = HostName.comparable(HostName.toAscii(decoded).orElse(decoded));
    return PrivateHosts.address(name).map(InetAddresses::toUriString).orElse(name);
  }

  private static String decode(String host) {
    try {
      return host.indexOf('%') < 0 ? host : URLDecoder.decode(host, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return host;
    }
  }
}
