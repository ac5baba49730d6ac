package io.shortener.users;

import io.shortener.changes.AuthorDao;
import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import io.shortener.http.Conditions;
import io.shortener.http.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The table {@code users}. */
@RegisterConstructorMapper(User.class)
public interface UserDao extends AuthorDao {
  /** The constraint that a username which somebody has already violates. */
  String UNIQUE_USERNAME = "users_username_key";

  /** All of a {@link User}; the transaction that wrote the row is its version. */
  String COLUMNS = "id, username, email, created_at, CAST(users.xmin AS text) AS version";

  /** All of them; what goes on with WHERE, JOIN or ORDER BY. */
  String SELECT = "SELECT " + COLUMNS + " FROM users\n";

  /** Makes a user. */
  @Transaction
  default User create(NewUser user, Caller caller, Instant createdAt) {
    changeAs(caller);
    return insert(user, createdAt);
  }

  @SqlQuery(
      """
      INSERT INTO users (username, email, created_at)
      VALUES (:username, :email, :createdAt)
      RETURNING
      """
          + COLUMNS)
  User insert(@BindMethods NewUser user, Instant createdAt);

  @SqlQuery(SELECT + "WHERE id = :id")
  Optional<User> find(long id);

  /** A page of users in the order of their ids. */
  default List<User> page(Page page) {
    return page(page.size(), page.offset());
  }

  /** The ids are found in the index before a row is read. */
  @SqlQuery(
      SELECT
          + """
      JOIN (SELECT id FROM users ORDER BY id LIMIT :limit OFFSET :offset) AS page USING (id)
      ORDER BY id
      """)
  List<User> page(int limit, long offset);

  /** Users behind an id, in the order of their ids. */
  @SqlQuery(SELECT + "WHERE id > :id ORDER BY id LIMIT :limit")
  List<User> behind(long id, int limit);

  /** All users in the order of their ids, read while they are consumed. */
  @Transaction
  @FetchSize(1_000)
  @SqlQuery(SELECT + "ORDER BY id")
  void forEach(Consumer<User> consumer);

  /**
   * Changes a user; empty when there is none.
   *
   * @throws ApiException 412 when it is not as the conditions ask
   */
  @Transaction
  default Optional<User> change(
      long id, UserChanges changes, Conditions conditions, Caller caller) {
    changeAs(caller);
    Optional<User> held = hold(id);
    held.ifPresent(conditions::check);
    return held.map(user -> update(id, changes));
  }

  /** Locks the user, as it is now. */
  @SqlQuery(SELECT + "WHERE id = :id FOR NO KEY UPDATE")
  Optional<User> hold(long id);

  @SqlQuery(
      """
      UPDATE users
      SET username = COALESCE(:username, username), email = COALESCE(:email, email)
      WHERE id = :id
      RETURNING
      """
          + COLUMNS)
  User update(long id, @BindMethods UserChanges changes);

  /**
   * Deletes the user, and by the schema's cascades their urls, all events of either, and their
   * keys.
   *
   * @return whether there was one
   * @throws ApiException 412 when it is not as the conditions ask; 403 when a key for
   *     administration would go with the user and the caller's is none
   */
  @Transaction
  default boolean delete(long id, Conditions conditions, Caller caller) {
    changeAs(caller);
    Optional<User> held = holdForDeletion(id);
    held.ifPresent(conditions::check);
    if (caller.keyId().isPresent() && endsMoreThanItMay(id, caller.keyId().get())) {
      throw ApiException.forbidden("Only a key with the scope admin may delete an owner of one");
    }
    return held.isPresent() && delete(id) == 1;
  }

  /** Locks the user, as it is now, as deleting it does. */
  @SqlQuery(SELECT + "WHERE id = :id FOR UPDATE")
  Optional<User> holdForDeletion(long id);

  /** Whether a user has a key for administration and this key is none. */
  @SqlQuery(
      """
      SELECT EXISTS (SELECT FROM access_keys WHERE owner_id = :id AND 'admin' = ANY (scopes))
         AND NOT EXISTS (SELECT FROM access_keys WHERE id = :keyId AND 'admin' = ANY (scopes))
      """)
  boolean endsMoreThanItMay(long id, long keyId);

  @SqlUpdate("DELETE FROM users WHERE id = :id")
  int delete(long id);
}
