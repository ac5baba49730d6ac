package io.shortener.urls;

import io.shortener.events.EventDao;
import io.shortener.http.ApiException;
import io.shortener.http.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.DefineNamedBindings;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.jdbi.v3.stringtemplate4.UseStringTemplateEngine;
import org.jspecify.annotations.Nullable;

/** The table {@code urls}. */
@RegisterConstructorMapper(Url.class)
@RegisterConstructorMapper(Link.class)
public interface UrlDao {
  /** The constraint that a url of an unknown user violates. */
  String KNOWN_USER = "urls_user_id_fkey";

  /** How many codes are drawn for one url before it is given up. */
  int CODE_TRIES = 10;

  @CreateSqlObject
  EventDao events();

  /**
   * Makes a url with its event.
   *
   * @param codes asked again when a code is taken
   * @throws ApiException 500 when {@link #CODE_TRIES} codes were taken
   */
  @Transaction
  default Url create(NewUrl url, Supplier<String> codes, Instant now) {
    for (int i = 0; i < CODE_TRIES; i++) {
      Optional<Url> created = insertUnlessTaken(url, codes.get(), now);
      if (created.isPresent()) {
        events().recordCreated(created.get().id(), now);
        return created.get();
      }
    }
    throw ApiException.failure("Failed to generate unique code");
  }

  @SqlQuery(
      """
      INSERT INTO urls (user_id, short_code, original_url, title, created_at, updated_at)
      VALUES (:userId, :shortCode, :originalUrl, :title, :now, :now)
      ON CONFLICT (short_code) DO NOTHING
      RETURNING id, user_id, short_code, original_url, title, is_active, 0 AS click_count,
                created_at, updated_at
      """)
  Optional<Url> insertUnlessTaken(@BindMethods NewUrl url, String shortCode, Instant now);

  @SqlQuery(
      """
      SELECT id, user_id, short_code, original_url, title, is_active, clicks AS click_count,
             created_at, updated_at
      FROM urls
      JOIN click_counts ON url_id = id
      WHERE id = :id
      """)
  Optional<Url> find(long id);

  /** Where a code leads now; empty when it is unknown or switched off. */
  @SqlQuery(
      """
      SELECT id, user_id, short_code, original_url
      FROM urls
      WHERE short_code = :shortCode AND is_active
      """)
  Optional<Link> findLink(String shortCode);

  /** A code that leads somewhere, for examples; empty when there is none. */
  @SqlQuery("SELECT short_code FROM urls WHERE is_active ORDER BY created_at DESC, id DESC LIMIT 1")
  Optional<String> anyActiveCode();

  /** A page of what matches, newest first. */
  default List<Url> page(UrlFilter filter, Page page) {
    return page(filter.userId(), filter.isActive(), page.size(), page.offset());
  }

  /** All that match, newest first, read while they are consumed. */
  @Transaction
  default void forEach(UrlFilter filter, Consumer<Url> consumer) {
    readInIndexOrder();
    forEach(filter.userId(), filter.isActive(), consumer);
  }

  /** Sorting would read everything, and much beside it, before the first row. */
  @SqlUpdate("SET LOCAL enable_sort = off")
  void readInIndexOrder();

  /** The ids are found in an index before a row is read. A filter that is null does not matter. */
  @UseStringTemplateEngine
  @DefineNamedBindings
  @AllowUnusedBindings
  @SqlQuery(
      """
      SELECT id, user_id, short_code, original_url, title, is_active, clicks AS click_count,
             created_at, updated_at
      FROM urls
      JOIN click_counts ON url_id = id
      JOIN (
        SELECT id
        FROM urls
        WHERE TRUE
        <if(userId)> AND user_id = :userId <endif>
        <if(isActive)> AND is_active = :isActive <endif>
        ORDER BY created_at DESC, id DESC
        LIMIT :limit OFFSET :offset
      ) AS page USING (id)
      ORDER BY created_at DESC, id DESC
      """)
  List<Url> page(@Nullable Long userId, @Nullable Boolean isActive, int limit, long offset);

  /** A filter that is null does not matter. */
  @FetchSize(1_000)
  @UseStringTemplateEngine
  @DefineNamedBindings
  @AllowUnusedBindings
  @SqlQuery(
      """
      SELECT id, user_id, short_code, original_url, title, is_active, clicks AS click_count,
             created_at, updated_at
      FROM urls
      JOIN click_counts ON url_id = id
      WHERE TRUE
      <if(userId)> AND user_id = :userId <endif>
      <if(isActive)> AND is_active = :isActive <endif>
      ORDER BY created_at DESC, id DESC
      """)
  void forEach(@Nullable Long userId, @Nullable Boolean isActive, Consumer<Url> consumer);

  /** Changes a url and records it; empty when there is no such url. */
  @Transaction
  default Optional<Url> change(long id, UrlChanges changes, Instant now) {
    holdOwner(id);
    Optional<Url> changed = update(id, changes, now);
    changed.ifPresent(url -> events().recordUpdated(url.id(), now));
    return changed;
  }

  /** Locks the url's owner before the url itself, as a deletion of the owner does. */
  @SqlQuery(
      """
      SELECT id FROM users WHERE id = (SELECT user_id FROM urls WHERE id = :id) FOR KEY SHARE
      """)
  Optional<Long> holdOwner(long id);

  @SqlQuery(
      """
      UPDATE urls
      SET title = COALESCE(:title, title),
          is_active = COALESCE(:isActive, is_active),
          original_url = COALESCE(:originalUrl, original_url),
          updated_at = :now
      WHERE id = :id
      RETURNING id, user_id, short_code, original_url, title, is_active,
                (SELECT clicks FROM click_counts WHERE url_id = urls.id) AS click_count,
                created_at, updated_at
      """)
  Optional<Url> update(long id, @BindMethods UrlChanges changes, Instant now);

  /**
   * Deletes the url, and by the schema's cascade its events.
   *
   * @return the code that leads nowhere now; empty when there is no such url
   */
  @SqlQuery("DELETE FROM urls WHERE id = :id RETURNING short_code")
  Optional<String> delete(long id);
}
