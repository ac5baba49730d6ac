package io.shortener.urls;

import com.google.common.net.InetAddresses;
import io.shortener.http.ApiException;
import io.shortener.http.Text;
import java.util.regex.Pattern;

/** The rule for what a link may lead to: an absolute http or https URL with a host. */
public final class OriginalUrl {
  static final int LIMIT = 2_048;
  private static final Pattern SCHEME = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);
  private static final Pattern AUTHORITY_END = Pattern.compile("[/?#\\\\]");

  /** An IPv6 literal, or a name without anything that would end or blur it; then a port. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile(
          "(?:\\[([0-9A-Fa-f:.]+)(?:%25[\\w.~-]+)?]|[^\\s:<>\"^`{|}\\[\\]\\p{Z}]+)(?::(\\d{0,5}))?");

  private static final int MAX_PORT = 65_535;

  private OriginalUrl() {}

  /**
   * The URL exactly as it was sent.
   *
   * @throws ApiException 400 saying what is wrong with it
   */
  public static String checked(String field, String url) {
    if (!SCHEME.matcher(url).lookingAt()) {
      throw ApiException.badRequest("URL must start with http:// or https://");
    }
    Text.limited(field, url, LIMIT);
    if (url.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.badRequest("URL must not have control characters");
    }
    if (!hasHost(url)) {
      throw ApiException.badRequest("URL must have a valid host");
    }
    return url;
  }

  private static boolean hasHost(String url) {
    String rest = url.substring(url.indexOf("//") + 2);
    String authority = AUTHORITY_END.split(rest, 2)[0];
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    var parts = HOST_AND_PORT.matcher(host);
    if (!parts.matches()) {
      return false;
    }
    String address = parts.group(1);
    if (address != null && !InetAddresses.isUriInetAddress("[" + address + "]")) {
      return false;
    }
    String port = parts.group(2);
    return port == null || port.isEmpty() || Integer.parseInt(port) <= MAX_PORT;
  }
}
