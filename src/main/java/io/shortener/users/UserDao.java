package io.shortener.users;

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
public interface UserDao {
  /** The constraint that a username which somebody has already violates. */
  String UNIQUE_USERNAME = "users_username_key";

  @SqlQuery(
      """
      INSERT INTO users (username, email, created_at)
      VALUES (:username, :email, :createdAt)
      RETURNING id, username, email, created_at
      """)
  User insert(@BindMethods NewUser user, Instant createdAt);

  @SqlQuery("SELECT id, username, email, created_at FROM users WHERE id = :id")
  Optional<User> find(long id);

  /** A page of users in the order of their ids. */
  default List<User> page(Page page) {
    return page(page.size(), page.offset());
  }

  /** The ids are found in the index before a row is read. */
  @SqlQuery(
      """
      SELECT id, username, email, created_at
      FROM users
      JOIN (SELECT id FROM users ORDER BY id LIMIT :limit OFFSET :offset) AS page USING (id)
      ORDER BY id
      """)
  List<User> page(int limit, long offset);

  /** All users in the order of their ids, read while they are consumed. */
  @Transaction
  @FetchSize(1_000)
  @SqlQuery("SELECT id, username, email, created_at FROM users ORDER BY id")
  void forEach(Consumer<User> consumer);

  @SqlQuery(
      """
      UPDATE users
      SET username = COALESCE(:username, username), email = COALESCE(:email, email)
      WHERE id = :id
      RETURNING id, username, email, created_at
      """)
  Optional<User> update(long id, @BindMethods UserChanges changes);

  /**
   * Deletes the user, and by the schema's cascades their urls and all events of either.
   *
   * @return how many users there were, 0 or 1
   */
  @SqlUpdate("DELETE FROM users WHERE id = :id")
  int delete(long id);
}
