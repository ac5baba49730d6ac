package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What to change about a url; what is empty stays as it is.
 *
 * @param rules makes of the rules that the url has those that it shall have
 */
public record UrlChanges(
    Optional<String> title,
    Optional<Boolean> isActive,
    Optional<String> originalUrl,
    UnaryOperator<LinkRules> rules,
    Optional<List<String>> tags) {
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
        NewUrl.title(body),
        body.optionalBoolean("is_active"),
        body.has("original_url") ? Optional.of(NewUrl.originalUrl(body)) : Optional.empty(),
        LinkRules.changes(body),
        Tags.from(body));
  }

  /**
   * The url as it shall be.
   *
   * @throws ApiException 400 when its rules would contradict each other
   */
  Url applyTo(Url url) {
    return url.changed(
        originalUrl.orElse(url.originalUrl()),
        title.orElse(url.title()),
        isActive.orElse(url.isActive()),
        rules.apply(url.rules()),
        tags.orElse(url.tags()));
  }
}
