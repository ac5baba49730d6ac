package io.shortener.transfer;

import io.shortener.users.NewUser;
import java.util.List;
import java.util.Set;

/** Users. One whose username or id another user has is refused. */
final class UserTable implements Table {
  @Override
  public String file() {
    return "users.csv";
  }

  @Override
  public List<String> columns() {
    return List.of("id", "username", "email", "created_at");
  }

  @Override
  public List<String> additionalColumns() {
    return List.of();
  }

  @Override
  public String rows() {
    return """
        SELECT id, username, email,
               to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS created_at
        FROM users
        ORDER BY id
        """;
  }

  /** Ids that in this import are no user's: whatever the file has of them comes in without. */
  @Override
  public List<String> preparation() {
    return List.of(
        """
        CREATE TEMPORARY TABLE staged_users (
          line BIGINT, verdict TEXT, ownerless BOOLEAN DEFAULT FALSE,
          linkless BOOLEAN DEFAULT FALSE,
          id BIGINT, username TEXT, email TEXT, created_at TIMESTAMPTZ(0)
        ) ON COMMIT DELETE ROWS
        """,
        "CREATE TEMPORARY TABLE refused_users (id BIGINT PRIMARY KEY)");
  }

  @Override
  public String stage() {
    return "staged_users";
  }

  @Override
  public List<String> stagedColumns() {
    return List.of("username", "email", "created_at");
  }

  @Override
  public StagedRow read(Fields fields) {
    long id = fields.id("id");
    String username = fields.requiredText("username", NewUser.USERNAME_LIMIT);
    return new StagedRow(
        id,
        List.of(
            username, fields.requiredText("email", NewUser.EMAIL_LIMIT), fields.time("created_at")),
        Set.of("id:" + id, "username:" + username));
  }

  @Override
  public List<String> moves() {
    return List.of(
        """
        UPDATE staged_users AS staged
        SET verdict =
          CASE
            WHEN there.username <> staged.username THEN 'another user has this id'
            WHEN (there.email, there.created_at) = (staged.email, staged.created_at) THEN ''
            ELSE 'the user is there already, with another email or created_at'
          END
        FROM users AS there
        WHERE there.id = staged.id AND verdict IS NULL
        """,
        """
        UPDATE staged_users AS staged
        SET verdict = 'username is taken by user ' || namesake.id
        FROM users AS namesake
        WHERE namesake.username = staged.username AND verdict IS NULL
        """,
        """
        INSERT INTO refused_users (id)
        SELECT DISTINCT id
        FROM staged_users AS staged
        WHERE verdict <> '' AND id IS NOT NULL
        AND NOT EXISTS (
          SELECT FROM users WHERE users.id = staged.id AND users.username = staged.username
        )
        ON CONFLICT DO NOTHING
        """,
        """
        SELECT setval('users_id_seq', max(id))
        FROM staged_users
        WHERE verdict IS NULL
        HAVING max(id) >= (SELECT last_value FROM users_id_seq)
        """,
        """
        INSERT INTO users (id, username, email, created_at)
        SELECT id, username, email, created_at
        FROM staged_users
        WHERE verdict IS NULL
        ORDER BY line
        """);
  }
}
