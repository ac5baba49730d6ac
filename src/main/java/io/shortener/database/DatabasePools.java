package io.shortener.database;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.jdbi3.JdbiFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.apache.tomcat.jdbc.pool.interceptor.ConnectionState;
import org.jdbi.v3.core.Jdbi;

/**
 * The ways to the database. All answer or fail within 3 seconds when it is gone or hangs; what
 * differs is how long an answer may take that has begun.
 */
public final class DatabasePools {
  /** Leaves room for the rest of a request within the 3 seconds that clients are promised. */
  private static final Duration CLIENT_LIMIT = Duration.ofMillis(2_500);

  private static final Duration CLICK_LIMIT = Duration.ofSeconds(1);
  private static final Duration LONG_LIMIT = Duration.ofMinutes(10);

  /** Few rows are looked up, be the tables as small as they were when a plan was made. */
  private static final String LINK_SETTINGS = "SET enable_seqscan = off";

  /**
   * Another instance holds a link for the time of a commit; who holds one for longer is not waited
   * for.
   */
  private static final String CLICK_SETTINGS =
      LINK_SETTINGS + "; SET enable_mergejoin = off; SET lock_timeout = 50";

  private static final io.dropwizard.util.Duration WAIT_FOR_CONNECTION =
      io.dropwizard.util.Duration.milliseconds(1_400);

  private final Environment environment;
  private final DatabaseAddress address;
  private final BooleanSupplier schemaInPlace;
  private final ScheduledExecutorService timer;
  private final Executor aborts;

  /**
   * @param schemaInPlace while false, all pools refuse
   */
  public DatabasePools(
      Environment environment, DatabaseAddress address, BooleanSupplier schemaInPlace) {
    this.environment = environment;
    this.address = address;
    this.schemaInPlace = schemaInPlace;
    this.timer =
        environment.lifecycle().scheduledExecutorService("database-deadline-%d", true).build();
    this.aborts =
        environment
            .lifecycle()
            .executorService("database-abort-%d")
            .minThreads(2)
            .maxThreads(2)
            .build();
  }

  /** For what a client waits for: every use of a connection ends within the client's limit. */
  public Jdbi forClients(int size) {
    return build("database", size, CLIENT_LIMIT, "");
  }

  /**
   * For looking links up: whoever uses the API, and however much, no visitor waits behind them for
   * a connection.
   *
   * @param size as many as there are threads that ask
   */
  public Jdbi forLinks(int size) {
    return build("database-links", size, CLIENT_LIMIT, LINK_SETTINGS);
  }

  /**
   * For the threads that write clicks, a connection each: every use ends within a second, because
   * visitors wait for it, and none waits for a link that somebody holds.
   *
   * @param size as many as there are threads
   */
  public Jdbi forClicks(int size) {
    return build("database-clicks", size, CLICK_LIMIT, CLICK_SETTINGS);
  }

  /** For imports, whole lists and cascades: up to ten minutes once the database has answered. */
  public Jdbi forLongWork(int size) {
    return build("database-long", size, LONG_LIMIT, "");
  }

  private Jdbi build(String name, int size, Duration total, String preparation) {
    DataSourceFactory settings = factory(address);
    settings.setMaxSize(size);
    // JDBI asks for the isolation level before every transaction, which the driver asks the server.
    settings.setJdbcInterceptors(Optional.of(ConnectionState.class.getName()));
    Duration first = total.compareTo(CLIENT_LIMIT) < 0 ? total : CLIENT_LIMIT;
    // Nothing here is worth compiling: PostgreSQL takes a page of a large table for much work.
    settings.setInitializationQuery(
        "SET statement_timeout = " + total.toMillis() + "; SET jit = off;" + preparation);
    JdbiFactory factory =
        new JdbiFactory() {
          @Override
          protected Jdbi newInstance(ManagedDataSource pool) {
            return Jdbi.create(new Deadline(pool, schemaInPlace, timer, aborts, first, total))
                .registerArrayType(String.class, "text");
          }
        };
    return factory.build(environment, settings, name);
  }

  /** Settings for a pool that needs no database to start and notices at once when it is back. */
  static DataSourceFactory factory(DatabaseAddress address) {
    DataSourceFactory settings = new DataSourceFactory();
    settings.setDriverClass("org.postgresql.Driver");
    settings.setUrl(address.jdbcUrl());
    settings.setUser(address.user());
    settings.setPassword(address.password());
    settings.setInitialSize(0);
    settings.setMinSize(0);
    settings.setMaxWaitForConnection(WAIT_FOR_CONNECTION);
    // No query: the driver's own check, the only one that ends when the server hangs.
    settings.setValidationQuery(null);
    settings.setValidationQueryTimeout(io.dropwizard.util.Duration.seconds(1));
    settings.setValidationInterval(io.dropwizard.util.Duration.milliseconds(500));
    settings.setCheckConnectionOnBorrow(true);
    settings.setCheckConnectionOnConnect(false);
    settings.setProperties(
        Map.of(
            "ApplicationName", "shortener",
            "connectTimeout", "1",
            "loginTimeout", "1",
            "socketTimeout", "3",
            "tcpKeepAlive", "true"));
    return settings;
  }
}
