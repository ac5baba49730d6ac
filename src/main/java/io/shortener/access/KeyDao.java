package io.shortener.access;

import io.shortener.changes.AuthorDao;
import io.shortener.http.Caller;
import io.shortener.http.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The table {@code access_keys}. */
@RegisterConstructorMapper(Key.class)
@RegisterConstructorMapper(StoredKey.class)
public interface KeyDao extends AuthorDao {
  /** The constraint that a key of an unknown user violates. */
  String KNOWN_OWNER = "access_keys_owner_id_fkey";

  /** All of a {@link Key}. */
  String COLUMNS = "id, name, prefix, scopes, owner_id, created_at, expires_at, last_used_at";

  /** All of them; what goes on with WHERE or ORDER BY. */
  String SELECT = "SELECT " + COLUMNS + " FROM access_keys\n";

  /** Makes a key of which only the hash of its secret is kept. */
  default Key insert(NewKey key, KeySecret secret, Instant now) {
    return insert(key, secret.prefix(), secret.hash(), now);
  }

  @SqlQuery(
      """
      INSERT INTO access_keys (name, prefix, secret_hash, scopes, owner_id, created_at, expires_at)
      VALUES (:name, :prefix, :secretHash, :scopeNames, :ownerId, :now, :expiresAt)
      RETURNING
      """
          + COLUMNS)
  Key insert(@BindMethods NewKey key, String prefix, String secretHash, Instant now);

  /** The same, recorded as a caller's doing. */
  @Transaction
  default Key insert(NewKey key, KeySecret secret, Caller caller, Instant now) {
    changeAs(caller);
    return insert(key, secret, now);
  }

  @SqlQuery(SELECT + "WHERE id = :id")
  Optional<Key> find(long id);

  /** The key that begins so. */
  @SqlQuery("SELECT " + COLUMNS + ", secret_hash FROM access_keys WHERE prefix = :prefix")
  Optional<StoredKey> findByPrefix(String prefix);

  /** A page of keys in the order of their ids. */
  default List<Key> page(Page page) {
    return page(page.size(), page.offset());
  }

  @SqlQuery(SELECT + "ORDER BY id LIMIT :limit OFFSET :offset")
  List<Key> page(int limit, long offset);

  /** All keys in the order of their ids, read while they are consumed. */
  @Transaction
  @FetchSize(1_000)
  @SqlQuery(SELECT + "ORDER BY id")
  void forEach(Consumer<Key> consumer);

  /**
   * Ends a key.
   *
   * @return how it began; empty when there is no such key
   */
  @SqlQuery("DELETE FROM access_keys WHERE id = :id RETURNING prefix")
  Optional<String> revoke(long id);

  /** The same, recorded as a caller's doing. */
  @Transaction
  default Optional<String> revoke(long id, Caller caller) {
    changeAs(caller);
    return revoke(id);
  }

  /** Notes when keys were used last; the ids in order, so that two instances cannot deadlock. */
  @SqlBatch(
      """
      UPDATE access_keys
      SET last_used_at = :usedAt
      WHERE id = :id AND (last_used_at IS NULL OR last_used_at < :usedAt)
      """)
  void noteUses(Collection<Long> id, Collection<Instant> usedAt);
}
