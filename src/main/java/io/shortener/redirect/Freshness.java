package io.shortener.redirect;

import io.shortener.urls.LinkRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * How long a visitor's browser may follow a link without coming back. A temporary redirect is asked
 * for each time, so that each visit counts. A permanent one may be kept for a while by the browser,
 * but by nobody between, and for so short that a change of the link comes through.
 */
final class Freshness {
  private static final Duration PERMANENT = Duration.ofMinutes(5);

  private static final HttpField NO_STORE =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

  private Freshness() {}

  /** The {@code Cache-Control} of a redirect. */
  static HttpField of(LinkRules rules, Clock clock) {
    if (!isPermanent(rules) || rules.maxClicks() != null) {
      return NO_STORE;
    }
    return new HttpField(
        HttpHeader.CACHE_CONTROL, "private, max-age=" + lifetime(rules, clock).toSeconds());
  }

  private static Duration lifetime(LinkRules rules, Clock clock) {
    Instant end = rules.expiresAt();
    if (end == null) {
      return PERMANENT;
    }
    // It may have ended since the link was looked at.
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left.compareTo(PERMANENT) < 0 ? left : PERMANENT;
  }

  private static boolean isPermanent(LinkRules rules) {
    return rules.redirectStatus() == HttpStatus.MOVED_PERMANENTLY_301
        || rules.redirectStatus() == HttpStatus.PERMANENT_REDIRECT_308;
  }
}
