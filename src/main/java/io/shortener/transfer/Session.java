package io.shortener.transfer;

import io.shortener.urls.RankDao;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** What an import does with its connection before and after its batches. */
final class Session {
  private final Connection connection;

  private Session(Connection connection) {
    this.connection = connection;
  }

  /** Lets the rows of a batch be looked up one by one: they are few, be the tables as they will. */
  static Session begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    Session session = new Session(connection);
    session.execute(
        List.of(
            "SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off",
            "SET shortener.caller = '{\"command\": \"import\"}'"));
    return session;
  }

  /** Executes statements in a transaction. */
  void execute(List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    connection.commit();
  }

  /** Ranks links by their new counts, and lets the database know how large its tables are now. */
  void end() throws SQLException {
    execute(List.of("RESET enable_hashjoin; RESET enable_mergejoin"));
    Jdbi.create(connection)
        .installPlugin(new SqlObjectPlugin())
        .useExtension(RankDao.class, RankDao::rankAll);
    connection.commit();
    execute(List.of("ANALYZE users, urls, click_counts, click_ranks, events, clicks"));
  }
}
