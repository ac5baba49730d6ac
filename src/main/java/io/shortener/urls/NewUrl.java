package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import io.shortener.http.JsonObject;
import io.shortener.http.Text;
import java.util.List;
import java.util.Optional;

/**
 * A url to be made.
 *
 * @param originalUrl as {@link OriginalUrl} wants it
 * @param title at most {@link #TITLE_LIMIT} code points, empty for none
 * @param shortCode the code that it shall have; empty to have one drawn
 * @param domain the only host at which it shall lead on, one of the {@link Domains}; empty for none
 * @param reuse whether a url of the same owner that is the same in all else will do
 */
public record NewUrl(
    String originalUrl,
    Optional<Long> userId,
    String title,
    Optional<String> shortCode,
    LinkRules rules,
    List<String> tags,
    String domain,
    boolean reuse) {
  /** The most code points of a title. */
  public static final int TITLE_LIMIT = 255;

  /** PostgreSQL has room for some thousand locks, and many urls may be made in a transaction. */
  private static final int STRIPES = 1_024;

  /**
   * Reads the body of {@code POST /urls}.
   *
   * @throws ApiException 400 when a field is missing or not usable
   */
  static NewUrl from(JsonObject body, Domains domains) {
    return from(
        body, originalUrl(body), body.optionalPositive("user_id"), title(body).orElse(""), domains);
  }

  /**
   * Reads the body of {@code POST /shorten}.
   *
   * @throws ApiException 400 when {@code url} is missing or not usable
   */
  static NewUrl fromShorten(JsonObject body, Domains domains) {
    String url =
        body.nonBlankText("url").orElseThrow(() -> ApiException.badRequest("Missing 'url' field"));
    return from(body, OriginalUrl.checked("url", url), Optional.empty(), "", domains);
  }

  /**
   * The same url as this caller makes it, who may make links of one owner alone.
   *
   * @throws ApiException 404 when it is to be another's: such a caller sees no other user
   */
  NewUrl by(Caller caller) {
    if (caller.owner().isEmpty()) {
      return this;
    }
    if (userId.isPresent() && !caller.mayReach(userId.get())) {
      throw ApiException.notFound("User not found");
    }
    return new NewUrl(originalUrl, caller.owner(), title, shortCode, rules, tags, domain, reuse);
  }

  /** Which of the locks keeps others from making the same url: one of them for very many urls. */
  int stripe() {
    return Math.floorMod(originalUrl.hashCode(), STRIPES);
  }

  private static NewUrl from(
      JsonObject body, String originalUrl, Optional<Long> userId, String title, Domains domains) {
    return new NewUrl(
        originalUrl,
        userId,
        title,
        ShortCodes.chosen(body),
        LinkRules.changes(body).apply(LinkRules.USUAL),
        Tags.from(body).orElse(List.of()),
        domains.chosen(body),
        body.optionalBoolean("reuse").orElse(false));
  }

  static Optional<String> title(JsonObject body) {
    return body.optionalText("title").map(title -> Text.limited("title", title, TITLE_LIMIT));
  }

  static String originalUrl(JsonObject body) {
    String url =
        body.nonBlankText("original_url")
            .orElseThrow(() -> ApiException.badRequest("Missing or invalid 'original_url'"));
    return OriginalUrl.checked("original_url", url);
  }
}
