package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import io.shortener.http.Text;
import java.util.Optional;

/** What to change about a url; what is empty stays as it is. */
public record UrlChanges(
    Optional<String> title, Optional<Boolean> isActive, Optional<String> originalUrl) {
  /**
   * Reads a body.
   *
   * @throws ApiException 400 when it has no field, or one that is not usable
   */
  static UrlChanges from(JsonObject body) {
    if (body.isEmpty()) {
      throw ApiException.badRequest("Give 'title', 'is_active', 'original_url' or several of them");
    }
    return new UrlChanges(
        body.optionalText("title").map(title -> Text.limited("title", title, NewUrl.TITLE_LIMIT)),
        body.optionalBoolean("is_active"),
        body.has("original_url") ? Optional.of(NewUrl.originalUrl(body)) : Optional.empty());
  }
}
