package io.shortener.database;

import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.shortener.startup.Failures;
import java.io.PrintStream;
import java.sql.SQLException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * {@code seed}: brings the schema up to date and loads the fixtures into an empty database.
 *
 * @param <C> the configuration
 */
public final class SeedCommand<C extends Configuration & DatabaseConfigured>
    extends ConfiguredCommand<C> {
  private final Class<C> configurationClass;
  private final PrintStream out;

  /**
   * @param out where the outcome is said
   */
  public SeedCommand(Class<C> configurationClass, PrintStream out) {
    super("seed", "Migrates the database and, if it is empty, loads the fixtures");
    this.configurationClass = configurationClass;
    this.out = out;
  }

  @Override
  protected Class<C> getConfigurationClass() {
    return configurationClass;
  }

  @Override
  protected void run(Bootstrap<C> bootstrap, Namespace namespace, C configuration) {
    DatabaseAddress address = CommandDatabase.open(configuration);
    Migrations migrations = new Migrations(address);
    try {
      migrations.migrate();
      out.println(
          migrations.seed()
              ? "The fixtures are in the database."
              : "The database has data already or was seeded before; nothing was changed.");
    } catch (SQLException e) {
      throw SqlStates.explain(e, address);
    }
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser.help(getDescription());
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable failure) {
    Failures.print(cli, failure);
  }
}
