package io.shortener.database;

import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.shortener.startup.Failures;
import java.io.IOException;
import java.sql.SQLException;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * A command that works on the configured database, the embedded one included, and ends.
 *
 * @param <C> the configuration
 */
public abstract class DatabaseCommand<C extends Configuration & DatabaseConfigured>
    extends ConfiguredCommand<C> {
  private final Class<C> configurationClass;

  protected DatabaseCommand(Class<C> configurationClass, String name, String description) {
    super(name, description);
    this.configurationClass = configurationClass;
  }

  /** Does what the command is for; the database answers. */
  protected abstract void run(DatabaseAddress database, Namespace arguments, C configuration)
      throws SQLException, IOException;

  @Override
  protected Class<C> getConfigurationClass() {
    return configurationClass;
  }

  @Override
  protected void run(Bootstrap<C> bootstrap, Namespace arguments, C configuration)
      throws IOException {
    DatabaseAddress database = CommandDatabase.open(configuration);
    try {
      run(database, arguments, configuration);
    } catch (SQLException e) {
      throw SqlStates.explain(e, database);
    }
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser.help(getDescription());
  }

  @Override
  protected Argument addFileArgument(Subparser subparser) {
    return super.addFileArgument(subparser).setDefault("config.yml");
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable failure) {
    Failures.print(cli, failure);
  }
}
