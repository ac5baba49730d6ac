package io.shortener.redirect;

import java.nio.charset.StandardCharsets;

/** Makes a header value of a stored URL. */
final class LocationHeader {
  private static final String HEX = "0123456789ABCDEF";

  private LocationHeader() {}

  /** The visible ASCII characters as they are, everything else as percent-encoded UTF-8. */
  static String of(String url) {
    if (url.chars().allMatch(LocationHeader::isPlain)) {
      return url;
    }
    StringBuilder value = new StringBuilder(url.length() + 32);
    for (byte octet : url.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(octet)) {
        value.append((char) octet);
      } else {
        value.append('%').append(HEX.charAt((octet >> 4) & 0xF)).append(HEX.charAt(octet & 0xF));
      }
    }
    return value.toString();
  }

  private static boolean isPlain(int c) {
    return c >= 0x21 && c <= 0x7E;
  }
}
