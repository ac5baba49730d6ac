package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.Cursor;
import io.shortener.http.Page;
import io.shortener.http.Stretch;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.DefineNamedBindings;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.jdbi.v3.stringtemplate4.UseStringTemplateEngine;
import org.jspecify.annotations.Nullable;

/** The lists of the table {@code urls}. */
interface UrlListDao {
  /**
   * All of a {@link Url} but its count of clicks; the transaction that wrote the row is its
   * version.
   */
  String COLUMNS =
      """
      id, user_id, short_code, original_url, title, is_active, created_at, updated_at,
      valid_from, expires_at, max_clicks, redirect_status, forward_query, tags,
      NULLIF(domain, '') AS domain, CAST(urls.xmin AS text) AS version""";

  /** All of them with their counts; what goes on with WHERE or JOIN. */
  String COUNTED =
      "SELECT " + COLUMNS + ", clicks AS click_count FROM urls JOIN click_counts ON url_id = id\n";

  /** What is searched, as the indexes have it. */
  String SEARCHED = "short_code || ' ' || title || ' ' || original_url\n";

  /** The urls that a {@link UrlFilter} names. */
  String MATCHING =
      """
      FROM urls
      <if(tag)>
      JOIN (
        SELECT url_id AS tagged, created_at AS tagged_at FROM url_tags WHERE tag = :tag
      ) AS with_tag ON tagged = urls.id
      <endif>
      <if(byClicks)>
      JOIN (SELECT url_id AS ranked, clicks AS rank FROM click_ranks) AS ranks ON ranked = urls.id
      <endif>
      WHERE TRUE
      <if(userId)> AND user_id = :userId <endif>
      <if(isActive)> AND is_active = :isActive <endif>
      <if(like)>
      AND
      """
          + SEARCHED
          + """
      ILIKE :like
      <endif>
      <if(digits)>
      AND digit_grams(
      """
          + SEARCHED
          + """
      ) @> digit_grams(:digits)
      <endif>
      <if(createdAfter)> AND created_at > :createdAfter <endif>
      <if(domain)> AND domain = :domain AND domain > '' <endif>
      <if(tag && createdAfter)> AND tagged_at > :createdAfter <endif>
      """;

  /** Those behind one of them; a comparison of rows finds its place in an index. */
  String BEHIND =
      """
      <if(afterId && tag)> AND (:afterTime, :afterId) > (tagged_at, tagged)
      <elseif(afterId)> AND (:afterTime, :afterId) > (created_at, id)
      <endif>
      """;

  /** In the order of a {@link UrlFilter}. */
  String IN_ORDER =
      """
      ORDER BY
      <if(byClicks)> rank DESC, ranked DESC
      <elseif(tag)> tagged_at DESC, tagged DESC
      <else> created_at DESC, id DESC
      <endif>
      """;

  /** A page of what matches. */
  default List<Url> page(UrlFilter filter, Page page) {
    return page(
        filter.userId(),
        filter.isActive(),
        filter.like(),
        filter.digits(),
        filter.tag(),
        filter.createdAfter(),
        filter.domain(),
        filter.byClicks(),
        null,
        null,
        page.size(),
        page.offset());
  }

  /**
   * A stretch of what matches, the newest first.
   *
   * @throws ApiException 400 when the order is another one: clicks move urls while they are listed
   */
  default List<Url> stretch(UrlFilter filter, Stretch stretch) {
    if (filter.byClicks() != null) {
      throw ApiException.badRequest(
          "'sort=clicks' takes 'page' and 'per_page', not 'cursor' and 'limit'");
    }
    return page(
        filter.userId(),
        filter.isActive(),
        filter.like(),
        filter.digits(),
        filter.tag(),
        filter.createdAfter(),
        filter.domain(),
        null,
        stretch.after().map(Cursor::time).orElse(null),
        stretch.after().map(Cursor::id).orElse(null),
        stretch.sought(),
        0);
  }

  /** All that match, read while they are consumed. */
  @Transaction
  default void forEach(UrlFilter filter, Consumer<Url> consumer) {
    if (filter.q() == null) {
      readInIndexOrder();
    }
    forEach(
        filter.userId(),
        filter.isActive(),
        filter.like(),
        filter.digits(),
        filter.tag(),
        filter.createdAfter(),
        filter.domain(),
        filter.byClicks(),
        consumer);
  }

  /** Sorting would read everything, and much beside it, before the first row. */
  @SqlUpdate("SET LOCAL enable_sort = off")
  void readInIndexOrder();

  /** The ids are found in an index before a row is read. A filter that is null does not matter. */
  @UseStringTemplateEngine
  @DefineNamedBindings
  @AllowUnusedBindings
  @SqlQuery(
      COUNTED
          + """
          JOIN (
            SELECT id<if(byClicks)>, rank<endif>
          """
          + MATCHING
          + BEHIND
          + IN_ORDER
          + """
            LIMIT :limit OFFSET :offset
          ) AS page USING (id)
          ORDER BY <if(byClicks)>rank DESC<else>created_at DESC<endif>, id DESC
          """)
  List<Url> page(
      @Nullable Long userId,
      @Nullable Boolean isActive,
      @Nullable String like,
      @Nullable String digits,
      @Nullable String tag,
      @Nullable Instant createdAfter,
      @Nullable String domain,
      @Nullable Boolean byClicks,
      @Nullable Instant afterTime,
      @Nullable Long afterId,
      int limit,
      long offset);

  /** A filter that is null does not matter. */
  @FetchSize(1_000)
  @UseStringTemplateEngine
  @DefineNamedBindings
  @AllowUnusedBindings
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
          , (SELECT clicks FROM click_counts WHERE url_id = urls.id) AS click_count
          """
          + MATCHING
          + IN_ORDER)
  void forEach(
      @Nullable Long userId,
      @Nullable Boolean isActive,
      @Nullable String like,
      @Nullable String digits,
      @Nullable String tag,
      @Nullable Instant createdAfter,
      @Nullable String domain,
      @Nullable Boolean byClicks,
      Consumer<Url> consumer);
}
