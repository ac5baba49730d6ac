package io.shortener.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Where a PostgreSQL is and who asks.
 *
 * @param jdbcUrl wins where it names a user or a password itself
 * @param password may be empty
 */
public record DatabaseAddress(String jdbcUrl, String user, String password) {
  private static final String CONNECT_SECONDS = "2";

  /**
   * Opens a connection outside the pools.
   *
   * @param application what the server calls whoever is connected
   * @param answerLimit how long the server may take for an answer, in whole seconds; zero for as
   *     long as it takes
   */
  public Connection connect(String application, Duration answerLimit) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", application);
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", Long.toString(answerLimit.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(jdbcUrl, properties);
  }

  /** Without the password, which must not reach a log. */
  @Override
  public String toString() {
    int parameters = jdbcUrl.indexOf('?');
    return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
  }
}
