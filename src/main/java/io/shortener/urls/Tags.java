package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import io.shortener.http.Text;
import java.util.List;
import java.util.Optional;

/** The words by which a user finds urls again. */
public final class Tags {
  /** The most tags of a url. */
  public static final int LIMIT = 20;

  /** The most code points of a tag. */
  public static final int LENGTH_LIMIT = 50;

  private Tags() {}

  /**
   * Reads the field {@code tags}: each tag once and without white space around it.
   *
   * @return empty when the field is absent
   * @throws ApiException 400 when a tag is not usable, or there are too many
   */
  static Optional<List<String>> from(JsonObject body) {
    return body.optionalTexts("tags").map(Tags::checked);
  }

  private static List<String> checked(List<String> tags) {
    List<String> trimmed = tags.stream().map(Text::trim).distinct().toList();
    if (trimmed.size() > LIMIT) {
      throw ApiException.badRequest("'tags' must be at most " + LIMIT);
    }
    for (String tag : trimmed) {
      if (tag.isEmpty() || !Text.fits(tag, LENGTH_LIMIT)) {
        throw ApiException.badRequest("'tags' must each have 1 to " + LENGTH_LIMIT + " characters");
      }
    }
    return trimmed;
  }
}
