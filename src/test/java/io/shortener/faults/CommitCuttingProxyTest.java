package io.shortener.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.database.DatabaseAddress;
import io.shortener.testing.TestPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** A commit of clicks, and nothing else, can be cut off from its answer. */
class CommitCuttingProxyTest {
  private static final String CLICKS = "INSERT INTO click_batches VALUES (1)";

  private final DatabaseAddress address = TestPostgres.newDatabase();
  private CommitCuttingProxy proxy;
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    int target = URI.create(address.jdbcUrl().substring("jdbc:".length())).getPort();
    proxy = new CommitCuttingProxy(target, "click_batches");
    String behind =
        address.jdbcUrl().replaceFirst("//localhost:" + target, "//127.0.0.1:" + proxy.port());
    connection = DriverManager.getConnection(behind + "?sslmode=disable", "postgres", "");
    execute("CREATE TABLE click_batches (id INT)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    proxy.close();
  }

  @Test
  void passesEverythingOnUntilItIsTold() throws SQLException {
    for (int i = 1; i <= 10; i++) {
      execute(CLICKS);
    }

    assertThat(committed()).isEqualTo(10);
    assertThat(proxy.cuts()).isZero();
  }

  @Test
  void committedTransactionGetsNoAnswer() throws SQLException {
    connection.setAutoCommit(false);
    execute(CLICKS);
    proxy.cutNext();

    assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    assertThat(committed()).isEqualTo(1);
    assertThat(proxy.cuts()).isEqualTo(1);
  }

  @Test
  void statementThatCommitsByItselfGetsNoAnswer() throws SQLException {
    proxy.cutNext();

    assertThatThrownBy(() -> execute(CLICKS)).isInstanceOf(SQLException.class);
    assertThat(committed()).isEqualTo(1);
  }

  @Test
  void statementThatIsParsedNoMoreIsKnownByItsName() throws SQLException {
    try (var prepared = connection.prepareStatement(CLICKS)) {
      for (int i = 1; i <= 10; i++) {
        prepared.execute();
      }
      proxy.cutNext();

      assertThatThrownBy(prepared::execute).isInstanceOf(SQLException.class);
    }
    assertThat(committed()).isEqualTo(11);
  }

  @Test
  void copyOfRowsDoesNotWaitForEver() throws SQLException, IOException {
    connection.setAutoCommit(false);
    execute(CLICKS);
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("COPY click_batches FROM STDIN", new StringReader("2\n3\n"));
    proxy.cutNext();

    assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    assertThat(committed()).isEqualTo(3);
  }

  @Test
  void rollbackAndOtherWorkAreLeftAlone() throws SQLException {
    proxy.cutNext();
    connection.setAutoCommit(false);
    execute(CLICKS);
    connection.rollback();
    execute("CREATE TABLE others (id INT)");
    connection.commit();

    assertThat(proxy.cuts()).isZero();
    assertThat(committed()).isZero();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long committed() throws SQLException {
    try (Connection direct = DriverManager.getConnection(address.jdbcUrl(), "postgres", "");
        Statement statement = direct.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM click_batches")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
