package io.shortener.urls;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.shortener.http.Cursor;
import io.shortener.http.PublicUrl;
import io.shortener.http.Tagged;
import io.shortener.http.VersionTag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code urls}, as clients see it.
 *
 * @param clickCount redirects given since the url was made
 * @param domain the only host at which it leads on; null for all that are no domain
 * @param version another one after each change, for {@link #versionTag}; clicks change nothing
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Url(
    long id,
    @Nullable Long userId,
    String shortCode,
    String originalUrl,
    String title,
    @JsonProperty("is_active") boolean isActive,
    long clickCount,
    Instant createdAt,
    Instant updatedAt,
    @Nested @JsonUnwrapped LinkRules rules,
    List<String> tags,
    @Nullable String domain,
    @JsonIgnore String version)
    implements Tagged {
  /** The same url as it shall be from now on. */
  Url changed(
      String newUrl, String newTitle, boolean newActive, LinkRules newRules, List<String> newTags) {
    return new Url(
        id,
        userId,
        shortCode,
        newUrl,
        newTitle,
        newActive,
        clickCount,
        createdAt,
        updatedAt,
        newRules,
        newTags,
        domain,
        version);
  }

  /** Where in the order of lists, the newest first, it is. */
  Cursor cursor() {
    return new Cursor(createdAt, id);
  }

  /** What visitors ask for who come to it. */
  String address() {
    return Domains.address(domain == null ? "" : domain, shortCode);
  }

  /** What is given to visitors. */
  String shortUrl(PublicUrl publicUrl, HttpServletRequest request) {
    String base = domain == null ? publicUrl.of(request) : publicUrl.of(request, domain);
    return base + "/" + shortCode;
  }

  @Override
  public VersionTag versionTag() {
    return VersionTag.of(
            version,
            id,
            userId,
            shortCode,
            originalUrl,
            title,
            isActive,
            createdAt,
            updatedAt,
            rules,
            tags,
            domain)
        .counting(clickCount);
  }
}
