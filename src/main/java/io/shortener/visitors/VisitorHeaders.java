package io.shortener.visitors;

/**
 * What a request says of who sent it, cut to what is worth reading. A header that is missing is
 * empty.
 *
 * @param userAgent at most {@link #USER_AGENT_LIMIT} characters
 * @param referrer at most {@link #REFERRER_LIMIT} characters
 * @param languages the header Accept-Language, at most {@link #SHORT_LIMIT} characters
 * @param country what a trusted proxy says, at most {@link #SHORT_LIMIT} characters
 * @param isPrefetch whether the browser says that nobody asked for the page yet
 * @param isUntracked whether the visitor asks not to be tracked
 */
public record VisitorHeaders(
    String userAgent,
    String referrer,
    String languages,
    String country,
    boolean isPrefetch,
    boolean isUntracked) {
  static final int USER_AGENT_LIMIT = 512;
  static final int REFERRER_LIMIT = 2_048;
  static final int SHORT_LIMIT = 64;

  /** A request that says nothing. */
  public static final VisitorHeaders NONE = new VisitorHeaders("", "", "", "", false, false);

  public VisitorHeaders {
    userAgent = cut(userAgent, USER_AGENT_LIMIT);
    referrer = cut(referrer, REFERRER_LIMIT);
    languages = cut(languages, SHORT_LIMIT);
    country = cut(country, SHORT_LIMIT);
  }

  private static String cut(String value, int limit) {
    return value.length() <= limit ? value : value.substring(0, limit);
  }
}
