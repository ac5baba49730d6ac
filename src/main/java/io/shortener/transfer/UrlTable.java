package io.shortener.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.shortener.http.Text;
import io.shortener.urls.Domains;
import io.shortener.urls.LinkRules;
import io.shortener.urls.NewUrl;
import io.shortener.urls.OriginalUrl;
import io.shortener.urls.ShortCodes;
import io.shortener.urls.Tags;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Links with what limits them and how often they were followed. One whose code or id another link
 * has is refused, and one whose code belonged to a deleted link; a code is one of its domain, which
 * need not be in the configuration.
 */
final class UrlTable implements Table {
  private final JsonMapper json = new JsonMapper();

  @Override
  public String file() {
    return "urls.csv";
  }

  @Override
  public List<String> columns() {
    return List.of(
        "id",
        "user_id",
        "short_code",
        "original_url",
        "title",
        "is_active",
        "created_at",
        "updated_at");
  }

  @Override
  public List<String> additionalColumns() {
    return List.of(
        "click_count",
        "people",
        "valid_from",
        "expires_at",
        "max_clicks",
        "redirect_status",
        "forward_query",
        "tags",
        "domain");
  }

  @Override
  public String rows() {
    return """
        SELECT id, user_id, short_code, original_url, title,
               CASE WHEN is_active THEN 'True' ELSE 'False' END AS is_active,
               to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS created_at,
               to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS updated_at,
               clicks AS click_count, people,
               to_char(valid_from AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS valid_from,
               to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS expires_at,
               max_clicks, redirect_status,
               CASE WHEN forward_query THEN 'True' ELSE 'False' END AS forward_query,
               to_jsonb(tags) AS tags, NULLIF(domain, '') AS domain
        FROM urls
        JOIN click_counts ON url_id = id
        ORDER BY id
        """;
  }

  @Override
  public List<String> preparation() {
    return List.of(
        """
        CREATE TEMPORARY TABLE staged_urls (
          line BIGINT, verdict TEXT, ownerless BOOLEAN DEFAULT FALSE,
          linkless BOOLEAN DEFAULT FALSE,
          id BIGINT, user_id BIGINT, short_code TEXT, original_url TEXT, title TEXT,
          is_active BOOLEAN, created_at TIMESTAMPTZ(0), updated_at TIMESTAMPTZ(0),
          click_count BIGINT, people BIGINT, valid_from TIMESTAMPTZ(0), expires_at TIMESTAMPTZ(0),
          max_clicks BIGINT, redirect_status SMALLINT, forward_query BOOLEAN, tags JSONB,
          domain TEXT
        ) ON COMMIT DELETE ROWS
        """,
        "CREATE TEMPORARY TABLE refused_urls (id BIGINT PRIMARY KEY)");
  }

  @Override
  public String stage() {
    return "staged_urls";
  }

  @Override
  public List<String> stagedColumns() {
    return List.of(
        "user_id",
        "short_code",
        "original_url",
        "title",
        "is_active",
        "created_at",
        "updated_at",
        "click_count",
        "people",
        "valid_from",
        "expires_at",
        "max_clicks",
        "redirect_status",
        "forward_query",
        "tags",
        "domain");
  }

  @Override
  public StagedRow read(Fields fields) {
    long id = fields.id("id");
    String code = code(fields);
    String domain = fields.domain();
    String validFrom = fields.optionalTime("valid_from").orElse(null);
    String expiresAt = fields.optionalTime("expires_at").orElse(null);
    if (validFrom != null && expiresAt != null && validFrom.compareTo(expiresAt) >= 0) {
      throw new RefusedException("expires_at is not after valid_from");
    }
    return new StagedRow(
        id,
        Arrays.asList(
            fields.optionalId("user_id").map(String::valueOf).orElse(null),
            code,
            fields.checked("original_url", url -> OriginalUrl.checked("original_url", url)),
            fields.text("title", NewUrl.TITLE_LIMIT),
            fields.flag("is_active").orElse(true).toString(),
            fields.time("created_at"),
            fields.optionalTime("updated_at").orElseGet(() -> fields.time("created_at")),
            fields.count("click_count").map(String::valueOf).orElse(null),
            people(fields).map(String::valueOf).orElse(null),
            validFrom,
            expiresAt,
            fields.positive("max_clicks").map(String::valueOf).orElse(null),
            redirectStatus(fields),
            fields.flag("forward_query").orElse(false).toString(),
            tags(fields),
            domain),
        Set.of("id:" + id, "code:" + Domains.address(domain, code)));
  }

  private static String code(Fields fields) {
    String code = fields.requiredText("short_code", Integer.MAX_VALUE);
    if (!ShortCodes.isCode(code)) {
      throw new RefusedException(
          "short_code is not 1 to " + ShortCodes.LIMIT + " of A-Z, a-z, 0-9, _ and -");
    }
    if (!ShortCodes.isPossible(code)) {
      throw new RefusedException("short_code is a word that the service routes on");
    }
    return code;
  }

  /** How many clicks were people's: all, unless the file says otherwise. */
  private static Optional<Long> people(Fields fields) {
    Optional<Long> clicks = fields.count("click_count");
    Optional<Long> people = clicks.flatMap(count -> fields.number("people")).or(() -> clicks);
    if (people.isPresent() && people.get() > clicks.orElseThrow()) {
      throw new RefusedException("people is more than click_count");
    }
    return people;
  }

  private static String redirectStatus(Fields fields) {
    long status = fields.number("redirect_status").orElse((long) LinkRules.USUAL_STATUS);
    if (!LinkRules.isStatus(status)) {
      throw new RefusedException("redirect_status is not 301, 302, 307 or 308");
    }
    return Long.toString(status);
  }

  private String tags(Fields fields) {
    String tags = fields.text("tags", Integer.MAX_VALUE);
    if (tags.isEmpty()) {
      return "[]";
    }
    try {
      JsonNode array = json.readTree(tags);
      boolean isUsable = array.isArray() && array.size() <= Tags.LIMIT;
      for (JsonNode tag : array) {
        isUsable &= tag.isTextual() && Text.isStorable(tag.textValue());
      }
      if (isUsable) {
        return array.toString();
      }
    } catch (JsonProcessingException e) {
      // Refused below, as every other text that is no array.
    }
    throw new RefusedException("tags is not a JSON array of at most " + Tags.LIMIT + " texts");
  }

  @Override
  public List<String> moves() {
    return List.of(
        """
        UPDATE staged_urls AS staged
        SET user_id = NULL, ownerless = TRUE
        WHERE user_id IS NOT NULL
        AND (NOT EXISTS (SELECT FROM users WHERE users.id = staged.user_id)
             OR EXISTS (SELECT FROM refused_users AS refused WHERE refused.id = staged.user_id))
        """,
        """
        UPDATE staged_urls AS staged
        SET verdict =
          CASE
            WHEN (there.short_code, there.domain) <> (staged.short_code, staged.domain)
              THEN 'another link has this id'
            WHEN (there.user_id, there.original_url, there.title, there.is_active,
                  there.created_at, there.updated_at, there.valid_from, there.expires_at,
                  there.max_clicks, there.redirect_status, there.forward_query,
                  to_jsonb(there.tags), counts.clicks, counts.people)
                 IS NOT DISTINCT FROM
                 (staged.user_id, staged.original_url, staged.title, staged.is_active,
                  staged.created_at, staged.updated_at, staged.valid_from, staged.expires_at,
                  staged.max_clicks, staged.redirect_status, staged.forward_query,
                  staged.tags, COALESCE(staged.click_count, counts.clicks),
                  COALESCE(staged.people, counts.people)) THEN ''
            ELSE 'the link is there already, with other values'
          END
        FROM urls AS there
        JOIN click_counts AS counts ON counts.url_id = there.id
        WHERE there.id = staged.id AND verdict IS NULL
        """,
        """
        UPDATE staged_urls AS staged
        SET verdict = 'short_code is taken by link ' || namesake.id
        FROM urls AS namesake
        WHERE namesake.short_code = staged.short_code AND namesake.domain = staged.domain
        AND verdict IS NULL
        """,
        """
        UPDATE staged_urls AS staged
        SET verdict = 'short_code belonged to a deleted link'
        FROM retired_codes AS retired
        WHERE retired.short_code = staged.short_code AND retired.domain = staged.domain
        AND verdict IS NULL
        """,
        """
        INSERT INTO refused_urls (id)
        SELECT DISTINCT id
        FROM staged_urls AS staged
        WHERE verdict <> '' AND id IS NOT NULL
        AND NOT EXISTS (
          SELECT
          FROM urls
          WHERE urls.id = staged.id AND urls.short_code = staged.short_code
          AND urls.domain = staged.domain
        )
        ON CONFLICT DO NOTHING
        """,
        """
        SELECT setval('urls_id_seq', max(id))
        FROM staged_urls
        WHERE verdict IS NULL
        HAVING max(id) >= (SELECT last_value FROM urls_id_seq)
        """,
        """
        INSERT INTO urls (id, user_id, short_code, original_url, title, is_active, created_at,
                          updated_at, valid_from, expires_at, max_clicks, redirect_status,
                          forward_query, tags, domain)
        SELECT id, user_id, short_code, original_url, title, is_active, created_at, updated_at,
               valid_from, expires_at, max_clicks, redirect_status, forward_query,
               ARRAY(SELECT tag FROM jsonb_array_elements_text(tags) WITH ORDINALITY
                     AS tags (tag, place) ORDER BY place),
               domain
        FROM staged_urls
        WHERE verdict IS NULL
        ORDER BY line
        """,
        """
        UPDATE click_counts
        SET clicks = staged.click_count, people = staged.people
        FROM staged_urls AS staged
        WHERE url_id = id AND verdict IS NULL AND staged.click_count > 0
        """);
  }
}
