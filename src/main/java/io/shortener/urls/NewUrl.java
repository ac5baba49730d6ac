package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import io.shortener.http.Text;
import java.util.Optional;

/**
 * A url to be made.
 *
 * @param originalUrl as {@link OriginalUrl} wants it
 * @param title at most {@link #TITLE_LIMIT} code points, empty for none
 */
public record NewUrl(String originalUrl, Optional<Long> userId, String title) {
  static final int TITLE_LIMIT = 255;

  /**
   * Reads the body of {@code POST /urls}.
   *
   * @throws ApiException 400 when a field is missing or not usable
   */
  static NewUrl from(JsonObject body) {
    return new NewUrl(
        originalUrl(body),
        body.optionalId("user_id"),
        Text.limited("title", body.optionalText("title").orElse(""), TITLE_LIMIT));
  }

  /**
   * Reads the body of {@code POST /shorten}.
   *
   * @throws ApiException 400 when {@code url} is missing or not usable
   */
  static NewUrl fromShorten(JsonObject body) {
    String url =
        body.nonBlankText("url").orElseThrow(() -> ApiException.badRequest("Missing 'url' field"));
    return new NewUrl(OriginalUrl.checked("url", url), Optional.empty(), "");
  }

  static String originalUrl(JsonObject body) {
    String url =
        body.nonBlankText("original_url")
            .orElseThrow(() -> ApiException.badRequest("Missing or invalid 'original_url'"));
    return OriginalUrl.checked("original_url", url);
  }
}
