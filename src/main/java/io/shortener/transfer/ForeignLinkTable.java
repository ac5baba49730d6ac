package io.shortener.transfer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shortener.http.ApiException;
import io.shortener.urls.Domains;
import io.shortener.urls.OriginalUrl;
import io.shortener.urls.ShortCodes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Links of another shortener, which get ids here. One whose code leads elsewhere already is
 * refused; one that is there, leading to the same URL, is left as it is.
 */
final class ForeignLinkTable implements Stage {
  private final JsonMapper json = new JsonMapper();

  @Override
  public List<String> preparation() {
    return List.of(
        """
        CREATE TEMPORARY TABLE staged_links (
          line BIGINT, verdict TEXT, ownerless BOOLEAN DEFAULT FALSE,
          linkless BOOLEAN DEFAULT FALSE,
          id BIGINT, short_code TEXT, original_url TEXT, title TEXT, is_active BOOLEAN,
          created_at TIMESTAMPTZ(0), click_count BIGINT, valid_from TIMESTAMPTZ(0),
          expires_at TIMESTAMPTZ(0), max_clicks BIGINT, tags JSONB, domain TEXT
        ) ON COMMIT DELETE ROWS
        """);
  }

  @Override
  public String stage() {
    return "staged_links";
  }

  @Override
  public List<String> stagedColumns() {
    return List.of(
        "short_code",
        "original_url",
        "title",
        "is_active",
        "created_at",
        "click_count",
        "valid_from",
        "expires_at",
        "max_clicks",
        "tags",
        "domain");
  }

  /**
   * Checks a link.
   *
   * @throws RefusedException when it cannot be one here
   */
  StagedRow read(ForeignLink link) {
    String code = link.address().code();
    if (!ShortCodes.isPossible(code)) {
      throw new RefusedException("no link here can have the code " + code);
    }
    if (link.maxClicks().equals(Optional.of(0L))) {
      throw new RefusedException("it may be followed 0 times");
    }
    ArrayNode tags = json.createArrayNode();
    link.tags().forEach(tags::add);
    return new StagedRow(
        null,
        Arrays.asList(
            code,
            url(link),
            link.title(),
            Boolean.toString(link.isActive()),
            link.createdAt(),
            Long.toString(link.clicks()),
            link.validFrom().orElse(null),
            link.expiresAt().orElse(null),
            link.maxClicks().map(String::valueOf).orElse(null),
            tags.toString(),
            link.address().domain()),
        Set.of(Domains.address(link.address().domain(), code)));
  }

  private static String url(ForeignLink link) {
    try {
      return OriginalUrl.checked("url", link.url());
    } catch (ApiException e) {
      throw new RefusedException(e.body().error());
    }
  }

  @Override
  public List<String> moves() {
    return List.of(
        """
        UPDATE staged_links AS staged
        SET verdict =
          CASE WHEN there.original_url = staged.original_url THEN ''
               ELSE 'the code ' || there.short_code || ' is taken by link ' || there.id END
        FROM urls AS there
        WHERE there.short_code = staged.short_code AND there.domain = staged.domain
        AND verdict IS NULL
        """,
        """
        UPDATE staged_links AS staged
        SET verdict = 'the code ' || staged.short_code || ' belonged to a deleted link'
        FROM retired_codes AS retired
        WHERE retired.short_code = staged.short_code AND retired.domain = staged.domain
        AND verdict IS NULL
        """,
        """
        INSERT INTO urls (short_code, original_url, title, is_active, created_at, updated_at,
                          valid_from, expires_at, max_clicks, tags, domain)
        SELECT short_code, original_url, title, is_active, created_at, created_at, valid_from,
               expires_at, max_clicks,
               ARRAY(SELECT tag FROM jsonb_array_elements_text(tags) WITH ORDINALITY
                     AS tags (tag, place) ORDER BY place),
               domain
        FROM staged_links
        WHERE verdict IS NULL
        ORDER BY line
        """,
        """
        UPDATE click_counts
        SET clicks = staged.click_count, people = staged.click_count
        FROM staged_links AS staged
        JOIN urls USING (short_code, domain)
        WHERE url_id = urls.id AND verdict IS NULL AND staged.click_count > 0
        """);
  }
}
