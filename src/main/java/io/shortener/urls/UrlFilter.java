package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import io.shortener.http.HostName;
import io.shortener.http.QueryParameters;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which urls to list, and in which order; what is null does not matter.
 *
 * @param q part of the code, the title or the original URL, in any case
 * @param domain of the urls, in the form of {@link HostName}
 * @param byClicks true for the most clicked first instead of the newest
 */
public record UrlFilter(
    @Nullable Long userId,
    @Nullable Boolean isActive,
    @Nullable String q,
    @Nullable String tag,
    @Nullable Instant createdAfter,
    @Nullable String domain,
    @Nullable Boolean byClicks) {
  /** No user has this id. */
  private static final Long NOBODY = 0L;

  /** Shorter texts are in too many urls, and in no index. */
  static final int SHORTEST = 3;

  /** What the index has of a text are threes of letters and digits that follow each other. */
  private static final Pattern INDEXED =
      Pattern.compile("[\\p{IsAlphabetic}\\p{IsDigit}]{" + SHORTEST + "}");

  static final int LONGEST = 200;

  /** What the other index has: fives of digits, see {@code digit_grams}. */
  private static final Pattern DIGITS = Pattern.compile("[0-9]{5}");

  /** Reads a query string. */
  static UrlFilter from(QueryParameters query) {
    return new UrlFilter(
        query.id("user_id").orElse(null),
        query.bool("is_active").orElse(null),
        query.text("q").map(UrlFilter::checked).orElse(null),
        query.text("tag").orElse(null),
        query.time("created_after").orElse(null),
        query.text("domain").map(UrlFilter::hostName).orElse(null),
        query.text("sort").filter(UrlFilter::isByClicks).map(sort -> true).orElse(null));
  }

  /** Of the same urls those that the caller may see. */
  UrlFilter within(Caller caller) {
    if (caller.owner().isEmpty()) {
      return this;
    }
    Long seen = userId == null || caller.mayReach(userId) ? caller.owner().get() : NOBODY;
    return new UrlFilter(seen, isActive, q, tag, createdAfter, domain, byClicks);
  }

  /** The text that PostgreSQL's LIKE finds {@link #q} by. */
  @Nullable String like() {
    return q == null ? null : "%" + q.replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }

  /** The text if it has digits that tell urls apart; else null. */
  @Nullable String digits() {
    return q != null && DIGITS.matcher(q).find() ? q : null;
  }

  private static String checked(String q) {
    int length = q.codePointCount(0, q.length());
    if (length < SHORTEST || length > LONGEST) {
      throw ApiException.badRequest("'q' must have " + SHORTEST + " to " + LONGEST + " characters");
    }
    if (!INDEXED.matcher(q).find()) {
      throw ApiException.badRequest("'q' must have 3 letters or digits in a row");
    }
    return q;
  }

  private static String hostName(String domain) {
    return HostName.of(domain)
        .orElseThrow(() -> ApiException.badRequest("'domain' must be the name of a host"));
  }

  private static boolean isByClicks(String sort) {
    return switch (sort) {
      case "clicks" -> true;
      case "created_at" -> false;
      default -> throw ApiException.badRequest("'sort' must be created_at or clicks");
    };
  }
}
