package io.shortener.database;

import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.db.DataSourceFactory;
import io.shortener.startup.Failures;
import java.sql.SQLException;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * {@code db}: Liquibase's commands on the configured database, the embedded one included.
 *
 * @param <C> the configuration
 */
public final class DbCommand<C extends Configuration & DatabaseConfigured>
    extends io.dropwizard.migrations.DbCommand<C> {
  public DbCommand(Class<C> configurationClass) {
    super("db", DbCommand::dataSource, configurationClass, Migrations.SCHEMA);
  }

  /** One connection that holds the lock against servers and commands that migrate meanwhile. */
  private static <C extends Configuration & DatabaseConfigured> DataSourceFactory dataSource(
      C configuration) {
    DataSourceFactory settings = DatabasePools.factory(CommandDatabase.open(configuration));
    settings.setProperties(Map.of("ApplicationName", "shortener db", "connectTimeout", "5"));
    settings.setInitializationQuery("SELECT pg_advisory_lock(" + Migrations.ADVISORY_LOCK + ")");
    return settings;
  }

  @Override
  protected void run(@Nullable Bootstrap<C> bootstrap, Namespace namespace, C configuration)
      throws Exception {
    try {
      super.run(bootstrap, namespace, configuration);
    } catch (SQLException e) {
      throw SqlStates.explain(e, configuration.database().address().orElseThrow(() -> e));
    }
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser
        .help("Looks at the database's schema and changes it: status, migrate, rollback, ...")
        .epilog(
            "status lists what is pending, migrate applies it, rollback -c 1 takes the last change"
                + " back, locks releases a lock that a killed process left behind. Each has its own"
                + " --help.");
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable failure) {
    Failures.print(cli, failure);
  }
}
