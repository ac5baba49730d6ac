package io.shortener.http;

import com.google.common.base.CharMatcher;

/** Rules that hold for every text that clients send. */
public final class Text {
  private Text() {}

  /** The text without leading and trailing Unicode white space. */
  public static String trim(String text) {
    return CharMatcher.whitespace().trimFrom(text);
  }

  /** Whether the text has at most {@code limit} code points. */
  public static boolean fits(String text, int limit) {
    return text.length() <= limit || text.codePointCount(0, text.length()) <= limit;
  }

  /**
   * The same text.
   *
   * @throws ApiException 400 when it has more than {@code limit} code points
   */
  public static String limited(String field, String text, int limit) {
    if (!fits(text, limit)) {
      throw ApiException.badRequest("'" + field + "' must be at most " + limit + " characters");
    }
    return text;
  }

  /** Whether PostgreSQL can keep the text: neither U+0000 nor half of a surrogate pair. */
  public static boolean isStorable(String text) {
    return text.codePoints()
        .allMatch(c -> c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE));
  }
}
