package io.shortener.redirect;

import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import org.jspecify.annotations.Nullable;

/**
 * A link as it was at some time.
 *
 * @param location the URL as a header value
 * @param epoch which distrust of everything this link was loaded after, see {@link LinkCache}
 * @param loadedAt {@link System#nanoTime} when it was asked for, before it was read
 */
record KnownLink(Link link, String location, long epoch, long loadedAt) {
  /** What an entry takes beside its texts, as measured on a 64-bit JVM with compressed pointers. */
  private static final int ENTRY_BYTES = 260;

  /** Rules of its own. */
  private static final int RULES_BYTES = 96;

  /** The texts of a domain's link that others have none of: its domain, and its address as key. */
  private static final int DOMAIN_BYTES = 96;

  KnownLink(Link link, long epoch, long loadedAt) {
    this(link, LocationHeader.of(link.originalUrl()), epoch, loadedAt);
  }

  /**
   * Where a visitor is sent.
   *
   * @param query the visitor's own query string, null for none; it goes along if the link says so
   */
  String location(@Nullable String query) {
    if (query == null || query.isEmpty() || !link.rules().forwardQuery()) {
      return location;
    }
    int fragment = location.indexOf('#');
    String target = fragment < 0 ? location : location.substring(0, fragment);
    String joint =
        target.indexOf('?') < 0 ? "?" : target.endsWith("?") || target.endsWith("&") ? "" : "&";
    return target
        + joint
        + LocationHeader.of(query)
        + (fragment < 0 ? "" : location.substring(fragment));
  }

  /** What it takes in the cache. */
  int bytes() {
    int domain = link.domain().isEmpty() ? 0 : DOMAIN_BYTES + 2 * link.address().length();
    int url = link.originalUrl().length();
    boolean twice = !location.equals(link.originalUrl());
    int rules = link.rules().equals(LinkRules.USUAL) ? 0 : RULES_BYTES;
    return ENTRY_BYTES
        + rules
        + domain
        + link.shortCode().length()
        + (twice ? 2 * url + location.length() : url);
  }

  /** The same with another copy of its address: a key that is a code need not be kept twice. */
  KnownLink named(String address) {
    return new KnownLink(link.named(address), location, epoch, loadedAt);
  }
}
