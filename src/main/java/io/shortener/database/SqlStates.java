package io.shortener.database;

import io.shortener.startup.StartupException;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What PostgreSQL's error codes mean for us.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error
 *     Codes</a>
 */
final class SqlStates {
  private SqlStates() {}

  /** Whether the statement may succeed later, unchanged: the server is away, busy or starting. */
  static boolean isUnavailable(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null) {
      return failure instanceof java.sql.SQLTransientException;
    }
    return switch (state) {
      // Query cancelled by its time limit; admin or crash shutdown; starting up.
      case "57014", "57P01", "57P02", "57P03", "57P05" -> true;
      // A standby, as seen in a failover.
      case "25006" -> true;
      // Serialization failure, deadlock, lock not available.
      case "40001", "40P01", "55P03" -> true;
      // No constraint of ours, but a month for which there is no table yet.
      case "23514" -> constraint(failure).isEmpty();
      default ->
          // Connection, insufficient resources, system error.
          state.startsWith("08") || state.startsWith("53") || state.startsWith("58");
    };
  }

  /** The violated constraint's name, if it was one. */
  static Optional<String> constraint(SQLException failure) {
    return failure instanceof PSQLException postgres
        ? Optional.ofNullable(postgres.getServerErrorMessage())
            .map(ServerErrorMessage::getConstraint)
        : Optional.empty();
  }

  /** Why the service cannot use this database, for whoever configured it. */
  static StartupException explain(SQLException failure, DatabaseAddress address) {
    String state = Optional.ofNullable(failure.getSQLState()).orElse("");
    return switch (state) {
      case "28P01", "28000" ->
          new StartupException(
              "The database at "
                  + address
                  + " refuses this user and password; check DATABASE_USER and DATABASE_PASSWORD.",
              failure);
      case "3D000" ->
          new StartupException(
              "The server at "
                  + address
                  + " has no such database; create it or check DATABASE_NAME.",
              failure);
      case "42501" ->
          new StartupException(
              "The database at "
                  + address
                  + " does not let this user make tables; make the user its owner.",
              failure);
      default ->
          new StartupException(
              "The database at "
                  + address
                  + (isUnavailable(failure) ? " does not answer: " : " cannot be set up: ")
                  + sentence(failure),
              failure);
    };
  }

  private static String sentence(SQLException failure) {
    String message =
        Optional.ofNullable(failure.getMessage()).orElse("").strip().replaceAll("\\s*\\R\\s*", " ");
    return message.endsWith(".") ? message : message + ".";
  }
}
