package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import io.shortener.http.Conditions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The table {@code urls}. */
@RegisterConstructorMapper(Url.class)
@RegisterConstructorMapper(Link.class)
public interface UrlDao extends NewUrlDao {
  /** The constraint that a url of an unknown user violates. */
  String KNOWN_USER = "urls_user_id_fkey";

  /** The constraint that a url with the code of another, or of a deleted one, violates. */
  String UNIQUE_CODE = "urls_short_code_key";

  /** What a client is told whose code another url has, or had. */
  static ApiException codeIsTaken() {
    return ApiException.conflict("Short code already taken");
  }

  /** What a client is told who asks for a url that is not there. */
  static ApiException notFound() {
    return ApiException.notFound("URL not found");
  }

  @SqlQuery(COUNTED + "WHERE id = :id")
  Optional<Url> find(long id);

  /**
   * The same for a client.
   *
   * @throws ApiException 404 when there is none that the client may reach
   */
  default Url findFor(Caller caller, long id) {
    return find(id).filter(url -> caller.mayReach(url.userId())).orElseThrow(UrlDao::notFound);
  }

  /** The url that a code of a domain leads to; empty when it is unknown or switched off. */
  @SqlQuery(
      COUNTED
          + """
          WHERE short_code = :shortCode AND domain = :domain AND is_active
          """)
  Optional<Url> findActive(String domain, String shortCode);

  /** Whether a url has led on as many people as it may. */
  @SqlQuery(
      """
      SELECT EXISTS (
        SELECT
        FROM urls
        JOIN click_counts ON url_id = id
        WHERE id = :id AND people >= max_clicks
      )
      """)
  boolean isUsedUp(long id);

  /**
   * The links that addresses lead to now, see {@link Domains#address(String, String)}, in any
   * order; none for an address that is unknown or switched off.
   */
  default List<Link> findLinks(Collection<String> addresses) {
    String[] domains = new String[addresses.size()];
    String[] codes = new String[addresses.size()];
    int next = 0;
    for (String address : addresses) {
      int slash = address.indexOf('/');
      domains[next] = address.substring(0, Math.max(slash, 0));
      codes[next++] = address.substring(slash + 1);
    }
    return findLinks(domains, codes);
  }

  /**
   * The links that codes of domains lead to now, in any order; none for a code that is unknown or
   * switched off. There is one at most for each, and the limit that says so keeps PostgreSQL from
   * reading a table whole that was small when it made its plan.
   *
   * @param domains as many as there are codes
   */
  @SqlQuery(
      """
      SELECT link.*
      FROM unnest(CAST(:domains AS text[]), CAST(:codes AS text[])) AS asked (domain, code)
      CROSS JOIN LATERAL (
        SELECT id, user_id, domain, short_code, original_url,
               valid_from, expires_at, max_clicks, redirect_status, forward_query
        FROM urls
        WHERE short_code = asked.code AND domain = asked.domain AND is_active
        LIMIT 1
      ) AS link
      """)
  List<Link> findLinks(String[] domains, String[] codes);

  /** A code that leads somewhere at every host, for examples; empty when there is none. */
  @SqlQuery(
      """
      SELECT short_code
      FROM urls
      WHERE is_active AND domain = ''
      ORDER BY created_at DESC, id DESC
      LIMIT 1
      """)
  Optional<String> anyActiveCode();

  /**
   * Changes a url and records it; empty when there is no such url.
   *
   * @throws ApiException 412 when it is not as the conditions ask
   */
  @Transaction
  default Optional<Url> change(
      long id, UrlChanges changes, Conditions conditions, Caller caller, Instant now) {
    changeAs(caller);
    holdOwner(id);
    Optional<Url> held = hold(id);
    held.ifPresent(conditions::check);
    Optional<Url> changed = held.map(changes::applyTo).map(url -> update(url, now));
    changed.ifPresent(url -> events().recordUpdated(url.id(), now));
    return changed;
  }

  /** Locks the url's owner before the url itself, as a deletion of the owner does. */
  @SqlQuery(
      """
      SELECT id FROM users WHERE id = (SELECT user_id FROM urls WHERE id = :id) FOR KEY SHARE
      """)
  Optional<Long> holdOwner(long id);

  /** Locks the url itself. */
  @SqlQuery(
      COUNTED
          + """
          WHERE id = :id
          FOR NO KEY UPDATE OF urls
          """)
  Optional<Url> hold(long id);

  @SqlQuery(
      """
      UPDATE urls
      SET title = :title, is_active = :isActive, original_url = :originalUrl, updated_at = :now,
          valid_from = :rules.validFrom, expires_at = :rules.expiresAt,
          max_clicks = :rules.maxClicks, redirect_status = :rules.redirectStatus,
          forward_query = :rules.forwardQuery, tags = :tags
      WHERE id = :id
      RETURNING
      """
          + COLUMNS
          + ", (SELECT clicks FROM click_counts WHERE url_id = urls.id) AS click_count")
  Url update(@BindMethods Url url, Instant now);

  /**
   * Deletes the url, and by the schema's cascade its events.
   *
   * @return the url that was deleted; empty when there is none
   * @throws ApiException 412 when it is not as the conditions ask
   */
  @Transaction
  default Optional<Url> delete(long id, Conditions conditions, Caller caller) {
    changeAs(caller);
    Optional<Url> held = holdForDeletion(id);
    held.ifPresent(conditions::check);
    held.ifPresent(url -> delete(id));
    return held;
  }

  /** Locks the url itself, as deleting it does. */
  @SqlQuery(
      COUNTED
          + """
          WHERE id = :id
          FOR UPDATE OF urls
          """)
  Optional<Url> holdForDeletion(long id);

  @SqlUpdate("DELETE FROM urls WHERE id = :id")
  void delete(long id);
}
