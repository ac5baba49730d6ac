package io.shortener.database;

import io.dropwizard.core.Configuration;
import java.io.PrintStream;
import java.sql.SQLException;
import net.sourceforge.argparse4j.inf.Namespace;

/**
 * {@code seed}: brings the schema up to date and loads the fixtures into an empty database.
 *
 * @param <C> the configuration
 */
public final class SeedCommand<C extends Configuration & DatabaseConfigured>
    extends DatabaseCommand<C> {
  private final PrintStream out;

  /**
   * @param out where the outcome is said
   */
  public SeedCommand(Class<C> configurationClass, PrintStream out) {
    super(
        configurationClass,
        "seed",
        "Migrates the database and, if it is empty, loads the fixtures");
    this.out = out;
  }

  @Override
  protected void run(DatabaseAddress database, Namespace arguments, C configuration)
      throws SQLException {
    Migrations migrations = new Migrations(database);
    migrations.migrate();
    out.println(
        migrations.seed()
            ? "The fixtures are in the database."
            : "The database has data already or was seeded before; nothing was changed.");
  }
}
