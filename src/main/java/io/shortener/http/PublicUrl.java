package io.shortener.http;

import com.google.common.net.PercentEscaper;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where visitors reach the service: the setting if there is one, else what the request itself says.
 * {@code X-Forwarded-Proto} and {@code X-Forwarded-Host} count only when the request comes from a
 * trusted address. Thread-safe.
 */
public final class PublicUrl {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._~-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");

  /**
   * The scheme, and what is replaced by another host: a user, the name or an address in brackets.
   */
  private static final Pattern BASE_HOST =
      Pattern.compile("^(https?://)(?:[^/@]*@)?(\\[[^\\]/]*]|[^:/]*)", Pattern.CASE_INSENSITIVE);

  /** Everything that may stand in a URI; what may not is escaped, as in {@code é} or {@code |}. */
  private static final PercentEscaper URI_CHARACTERS =
      new PercentEscaper("-._~:/?#[]@!$&'()*+,;=%", false);

  private final Optional<String> setting;
  private final TrustedProxies trusted;

  /**
   * @param setting the base URL without a trailing slash, or empty to ask the request
   * @param trusted who is believed
   */
  public PublicUrl(Optional<String> setting, TrustedProxies trusted) {
    this.setting = setting;
    this.trusted = trusted;
  }

  /** The base URL for the answer to this request, without a trailing slash. */
  public String of(HttpServletRequest request) {
    return setting.orElseGet(() -> fromRequest(request));
  }

  /** The same with another host: its scheme, its port and its path are those of all hosts. */
  public String of(HttpServletRequest request, String host) {
    return BASE_HOST.matcher(of(request)).replaceFirst("$1" + host);
  }

  /**
   * Where something of the API is, for the {@code Location} of the answer that tells of it.
   *
   * @param collection whose path is followed by the ids of what is in it
   */
  public URI locate(HttpServletRequest request, String collection, long id) {
    return uri(of(request) + collection + "/" + id);
  }

  /** The URL of something of the API, for a {@code Link}. */
  public String link(HttpServletRequest request, String pathAndQuery) {
    return uri(of(request) + pathAndQuery).toString();
  }

  /** The host of a setting, as {@link HostName} has it; empty when that is no name. */
  public static Optional<String> host(String setting) {
    var parts = BASE_HOST.matcher(setting);
    return parts.find() ? HostName.of(parts.group(2)) : Optional.empty();
  }

  /** Whether a setting can be the beginning of a URI. */
  public static boolean isUsable(String setting) {
    try {
      return uri(setting).getRawQuery() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static URI uri(String url) {
    return URI.create(URI_CHARACTERS.escape(url));
  }

  private String fromRequest(HttpServletRequest request) {
    Optional<String> scheme = Optional.empty();
    Optional<String> host = Optional.empty();
    if (trusted.include(request.getRemoteAddr())) {
      scheme =
          outermost(Optional.ofNullable(request.getHeader("X-Forwarded-Proto")))
              .map(value -> value.toLowerCase(Locale.ROOT))
              .filter(value -> value.equals("http") || value.equals("https"));
      host = forwardedHost(Optional.ofNullable(request.getHeader("X-Forwarded-Host")));
    }
    return scheme.orElseGet(request::getScheme) + "://" + host.orElseGet(() -> ownHost(request));
  }

  private static String ownHost(HttpServletRequest request) {
    int port = request.getServerPort();
    boolean usual = port == (request.getScheme().equals("https") ? 443 : 80);
    return request.getServerName() + (usual ? "" : ":" + port);
  }

  /** What the header says, with the port if there is one; empty when that is no host. */
  static Optional<String> forwardedHost(Optional<String> header) {
    return outermost(header).filter(value -> HOST.matcher(value).matches());
  }

  /** The first of the values: what the outermost proxy saw. */
  private static Optional<String> outermost(Optional<String> header) {
    return header.map(value -> value.split(",", 2)[0].strip());
  }
}
