package io.shortener.fuzz;

import java.nio.charset.StandardCharsets;

/** Bytes for the eye: what is not visible ASCII is escaped, and a long middle left out. */
final class Escaped {
  private static final int LIMIT = 3_000;

  private Escaped() {}

  static String text(String latin) {
    return bytes(latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String bytes(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(LIMIT, bytes.length); i++) {
      int octet = bytes[i] & 0xFF;
      if (octet == '\n') {
        text.append("\\n\n");
      } else if (octet == '\\') {
        text.append("\\\\");
      } else if (octet >= 0x20 && octet <= 0x7E) {
        text.append((char) octet);
      } else {
        text.append(octet == '\r' ? "\\r" : String.format("\\x%02x", octet));
      }
    }
    return bytes.length > LIMIT ? text + "... (" + bytes.length + " bytes)" : text.toString();
  }
}
