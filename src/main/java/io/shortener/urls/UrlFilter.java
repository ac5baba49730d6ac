package io.shortener.urls;

import io.shortener.http.QueryParameters;
import org.jspecify.annotations.Nullable;

/** Which urls to list; what is null does not matter. */
public record UrlFilter(@Nullable Long userId, @Nullable Boolean isActive) {
  /** Reads a query string. */
  static UrlFilter from(QueryParameters query) {
    return new UrlFilter(query.id("user_id").orElse(null), query.bool("is_active").orElse(null));
  }
}
