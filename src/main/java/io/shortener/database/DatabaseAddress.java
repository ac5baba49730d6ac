package io.shortener.database;

/**
 * Where a PostgreSQL is and who asks.
 *
 * @param jdbcUrl without user and password
 * @param user empty when the URL names it
 * @param password may be empty
 */
public record DatabaseAddress(String jdbcUrl, String user, String password) {
  /** Without the password, which must not reach a log. */
  @Override
  public String toString() {
    int parameters = jdbcUrl.indexOf('?');
    return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
  }
}
