package io.shortener.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Brings the schema up to date and an empty database to its first data.
 *
 * <p>Safe to run from several processes at once: an advisory lock lets one in after the other, and
 * whoever holds it may release the lock that a killed process left in Liquibase's own table.
 */
public final class Migrations {
  /** The change log that makes the schema. */
  public static final String SCHEMA = "migrations.xml";

  /** The change log that fills an empty database. */
  public static final String SEED = "seed.xml";

  /** Any constant will do as long as nothing else in the database locks it. */
  static final long ADVISORY_LOCK = 7_466_787_853_297L;

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  /** A change set takes what it takes. */
  private static final Duration NO_LIMIT = Duration.ZERO;

  private final DatabaseAddress address;

  public Migrations(DatabaseAddress address) {
    this.address = address;
  }

  /** Makes or updates the schema, and the tables for the events of the coming months. */
  public void migrate() throws SQLException {
    update(SCHEMA);
    try (Connection connection = connect(ANSWER_LIMIT);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT make_event_months(now() - interval '1 month', now() + interval '3 months')");
    }
  }

  /**
   * Loads the fixtures unless the database has data or has been seeded before.
   *
   * @return whether they were loaded
   */
  public boolean seed() throws SQLException {
    boolean loadedBefore = isSeeded();
    update(SEED);
    return !loadedBefore && isSeeded();
  }

  /** The ids of change sets that are not in the database yet, in order. */
  public List<String> pending() throws SQLException {
    try (Connection connection = connect(ANSWER_LIMIT)) {
      return inLiquibase(
          connection,
          SCHEMA,
          liquibase ->
              liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression()).stream()
                  .map(ChangeSet::getId)
                  .toList());
    }
  }

  /** Fails when the database does not let us in. */
  void connect() throws SQLException {
    connect(ANSWER_LIMIT).close();
  }

  private boolean isSeeded() throws SQLException {
    try (Connection connection = connect(NO_LIMIT);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT FROM databasechangelog WHERE id = 'seed' AND exectype = 'EXECUTED'")) {
      return rows.next();
    }
  }

  private void update(String changeLog) throws SQLException {
    try (Connection lock = connect(NO_LIMIT);
        Connection connection = connect(NO_LIMIT)) {
      takeLock(lock);
      inLiquibase(
          connection,
          changeLog,
          liquibase -> {
            liquibase.forceReleaseLocks();
            liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
            liquibase.update(new Contexts());
            return List.<String>of();
          });
    }
  }

  private static void takeLock(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_lock(?)")) {
      statement.setLong(1, ADVISORY_LOCK);
      statement.execute();
    }
  }

  private static <T> T inLiquibase(Connection connection, String changeLog, Work<T> work)
      throws SQLException {
    try {
      return Scope.child(
          Map.of("liquibase.analytics.enabled", false, Scope.Attr.ui.name(), new LoggerUIService()),
          () -> {
            Database database =
                DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            return work.with(new Liquibase(changeLog, new ClassLoaderResourceAccessor(), database));
          });
    } catch (Exception e) {
      throw sqlCause(e);
    }
  }

  /** Liquibase wraps what the database said; the callers decide by it whether to try again. */
  private static SQLException sqlCause(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return new SQLException("Migrating failed: " + failure.getMessage(), failure);
  }

  private Connection connect(Duration answerLimit) throws SQLException {
    return address.connect("shortener migrations", answerLimit);
  }

  @FunctionalInterface
  private interface Work<T> {
    T with(Liquibase liquibase) throws Exception;
  }
}
