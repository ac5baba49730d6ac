package io.shortener.urls;

import io.shortener.changes.AuthorDao;
import io.shortener.events.EventDao;
import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** How rows come into the table {@code urls}. */
interface NewUrlDao extends UrlListDao, AuthorDao, SqlObject {
  /** How many codes are drawn for one url before it is given up. */
  int CODE_TRIES = 10;

  /** Where a transaction was before many urls. */
  String BEFORE_ALL = "before_all_urls";

  /** What two urls of one owner have in common when either will do. */
  String NEW_IDENTITY =
      """
      link_identity(:userId, :originalUrl, :title, CAST(:rules.validFrom AS timestamptz),
                    CAST(:rules.expiresAt AS timestamptz), CAST(:rules.maxClicks AS bigint),
                    CAST(:rules.redirectStatus AS smallint), :rules.forwardQuery, :tags)""";

  @CreateSqlObject
  EventDao events();

  /**
   * Makes a url with its event, or finds one that will do.
   *
   * @param codes asked, and asked again when a code is taken, unless the url brings its own
   * @throws ApiException 409 when the url's own code is taken, 500 when {@link #CODE_TRIES} drawn
   *     codes were
   */
  @Transaction
  default MadeUrl create(NewUrl url, Supplier<String> codes, Caller caller, Instant now) {
    return createEach(List.of(url), codes, caller, now).get(0);
  }

  private MadeUrl make(NewUrl url, Supplier<String> codes, Instant now) {
    if (url.reuse()) {
      Optional<Url> same = findSame(url);
      if (same.isPresent()) {
        return new MadeUrl(same.get(), false);
      }
    }
    Url made = url.shortCode().isPresent() ? insertChosen(url, now) : insertDrawn(url, codes, now);
    events().recordCreated(made.id(), now);
    return new MadeUrl(made, true);
  }

  /** Makes many urls, all or none; in a larger transaction what was done before stays. */
  default List<MadeUrl> createAll(
      List<NewUrl> urls, Supplier<String> codes, Caller caller, Instant now) {
    Handle handle = getHandle();
    if (!handle.isInTransaction()) {
      return handle.inTransaction(transaction -> createEach(urls, codes, caller, now));
    }
    handle.savepoint(BEFORE_ALL);
    try {
      List<MadeUrl> made = createEach(urls, codes, caller, now);
      handle.releaseSavepoint(BEFORE_ALL);
      return made;
    } catch (RuntimeException e) {
      handle.rollbackToSavepoint(BEFORE_ALL);
      throw e;
    }
  }

  private List<MadeUrl> createEach(
      List<NewUrl> urls, Supplier<String> codes, Caller caller, Instant now) {
    changeAs(caller);
    // In one order, so that of two who make many one waits and the other does not.
    urls.stream()
        .filter(NewUrl::reuse)
        .map(NewUrl::stripe)
        .distinct()
        .sorted()
        .forEach(this::holdStripe);
    return urls.stream().map(url -> make(url, codes, now)).toList();
  }

  private Url insertChosen(NewUrl url, Instant now) {
    return insertUnlessTaken(url, url.shortCode().orElseThrow(), now)
        .orElseThrow(UrlDao::codeIsTaken);
  }

  private Url insertDrawn(NewUrl url, Supplier<String> codes, Instant now) {
    for (int i = 0; i < CODE_TRIES; i++) {
      Optional<Url> made = insertUnlessTaken(url, codes.get(), now);
      if (made.isPresent()) {
        return made.get();
      }
    }
    throw ApiException.failure("Failed to generate unique code");
  }

  /** Lets nobody else look for urls of a stripe, or make them, until the transaction ends. */
  @SqlQuery("SELECT TRUE FROM (SELECT pg_advisory_xact_lock(1, :stripe)) AS held")
  boolean holdStripe(int stripe);

  @SqlQuery(
      COUNTED
          + """
          WHERE link_identity(user_id, original_url, title, valid_from, expires_at, max_clicks,
                              redirect_status, forward_query, tags) =
          """
          + NEW_IDENTITY
          + """
            AND is_active
            AND (max_clicks IS NULL OR people < max_clicks)
            AND domain = :domain
            AND short_code = COALESCE(CAST(:shortCode AS text), short_code)
          ORDER BY id
          LIMIT 1
          """)
  Optional<Url> findSame(@BindMethods NewUrl url);

  /** A code that a deleted url had is taken as well. */
  @SqlQuery(
      """
      INSERT INTO urls (user_id, short_code, original_url, title, created_at, updated_at,
                        valid_from, expires_at, max_clicks, redirect_status, forward_query, tags,
                        domain)
      SELECT :userId, :code, :originalUrl, :title, :now, :now,
             CAST(:rules.validFrom AS timestamptz), CAST(:rules.expiresAt AS timestamptz),
             CAST(:rules.maxClicks AS bigint), :rules.redirectStatus, :rules.forwardQuery, :tags,
             :domain
      WHERE NOT EXISTS (
        SELECT FROM retired_codes WHERE short_code = :code AND domain = :domain
      )
      ON CONFLICT (short_code, domain) DO NOTHING
      RETURNING
      """
          + COLUMNS
          + ", 0 AS click_count")
  Optional<Url> insertUnlessTaken(@BindMethods NewUrl url, String code, Instant now);
}
