package io.shortener.transfer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a link of another shortener is found here.
 *
 * @param domain {@code ""} for none
 */
record ForeignAddress(String domain, String code) {
  /**
   * The addresses of an entry, each once.
   *
   * @throws RefusedException when it has none
   */
  static List<ForeignAddress> of(ForeignFields fields, ForeignDomains domains) {
    Optional<String> shortUrl = fields.text(ForeignField.SHORT_URL);
    String code =
        fields
            .text(ForeignField.CODE)
            .or(() -> shortUrl.map(ForeignAddress::behindHost))
            .orElseThrow(() -> new RefusedException("missing code"));
    Optional<String> host =
        fields.text(ForeignField.DOMAIN).or(() -> shortUrl.map(ForeignAddress::host));
    List<ForeignAddress> addresses = new ArrayList<>();
    addresses.add(new ForeignAddress(host.map(domains::of).orElse(""), code));
    for (String alias : fields.texts(ForeignField.ALIASES)) {
      ForeignAddress address = new ForeignAddress(domains.of(host(alias)), behindHost(alias));
      if (!addresses.contains(address)) {
        addresses.add(address);
      }
    }
    return addresses;
  }

  private static String behindHost(String shortUrl) {
    return url(shortUrl).map(url -> url.getRawPath().replaceFirst("^/", "")).orElse(shortUrl);
  }

  private static String host(String shortUrl) {
    return url(shortUrl).flatMap(url -> Optional.ofNullable(url.getHost())).orElse("");
  }

  private static Optional<URI> url(String shortUrl) {
    try {
      return Optional.of(URI.create(shortUrl.contains("://") ? shortUrl : "http://" + shortUrl));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
