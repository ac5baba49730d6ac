package io.shortener.redirect;

import com.google.common.net.PercentEscaper;

/** Makes a header value of a stored URL. */
final class LocationHeader {
  private static final PercentEscaper ALL_BUT_VISIBLE_ASCII =
      new PercentEscaper("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", false);

  private LocationHeader() {}

  /** The visible ASCII characters as they are, everything else as percent-encoded UTF-8. */
  static String of(String url) {
    return ALL_BUT_VISIBLE_ASCII.escape(url);
  }
}
