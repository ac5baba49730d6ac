package io.shortener.transfer;

import io.shortener.http.Text;
import io.shortener.urls.NewUrl;
import io.shortener.urls.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A link of another shortener.
 *
 * @param createdAt as {@link java.time.Instant} is written, as the other times are
 * @param clicks how often it was followed there
 */
record ForeignLink(
    ForeignAddress address,
    String url,
    String title,
    String createdAt,
    long clicks,
    List<String> tags,
    Optional<String> validFrom,
    Optional<String> expiresAt,
    Optional<Long> maxClicks,
    boolean isActive) {
  /**
   * The links that an entry stands for: one for each address, of which the first has the clicks.
   *
   * @throws RefusedException when it can be no link here
   */
  static List<ForeignLink> of(Entry entry, ForeignShortener shortener, ForeignDomains domains) {
    ForeignFields fields = new ForeignFields(entry, shortener);
    if (fields.text(ForeignField.PASSWORD).filter(value -> !value.equals("false")).isPresent()) {
      throw new RefusedException("it asks for a password, which links here do not");
    }
    List<ForeignLink> links = new ArrayList<>();
    for (ForeignAddress address : ForeignAddress.of(fields, domains)) {
      links.add(
          of(address, links.isEmpty() ? fields.count(ForeignField.CLICKS).orElse(0L) : 0, fields));
    }
    return links;
  }

  private static ForeignLink of(ForeignAddress address, long clicks, ForeignFields fields) {
    return new ForeignLink(
        address,
        fields.text(ForeignField.URL).orElseThrow(() -> new RefusedException("missing URL")),
        cut(fields.text(ForeignField.TITLE).orElse(""), NewUrl.TITLE_LIMIT),
        fields
            .time(ForeignField.CREATED_AT)
            .orElseThrow(() -> new RefusedException("missing time of creation")),
        clicks,
        tags(fields),
        fields.time(ForeignField.VALID_FROM),
        fields.time(ForeignField.EXPIRES_AT),
        fields.number(ForeignField.MAX_CLICKS),
        !fields.text(ForeignField.BANNED).equals(Optional.of("true")));
  }

  /** What does not fit is cut: a tag or a title is no reason to lose a link. */
  private static List<String> tags(ForeignFields fields) {
    return fields.texts(ForeignField.TAGS).stream()
        .map(tag -> cut(Text.trim(tag), Tags.LENGTH_LIMIT))
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .limit(Tags.LIMIT)
        .toList();
  }

  private static String cut(String text, int limit) {
    return Text.fits(text, limit) ? text : text.substring(0, text.offsetByCodePoints(0, limit));
  }
}
