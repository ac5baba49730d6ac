package io.shortener.transfer;

import io.dropwizard.core.Configuration;
import io.shortener.database.DatabaseAddress;
import io.shortener.database.DatabaseCommand;
import io.shortener.database.DatabaseConfigured;
import io.shortener.database.Migrations;
import io.shortener.startup.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * {@code export}: writes all data of the configured database to a directory.
 *
 * @param <C> the configuration
 */
public final class ExportCommand<C extends Configuration & DatabaseConfigured>
    extends DatabaseCommand<C> {
  private final Progress progress;

  public ExportCommand(Class<C> configurationClass) {
    super(configurationClass, "export", "Writes all users, links and events to CSV files");
    this.progress = Progress.atTerminalOrPlain();
  }

  @Override
  public void configure(Subparser subparser) {
    subparser.addArgument("directory").help("gets the files; made if it is not there");
    super.configure(subparser);
    subparser
        .addArgument("--overwrite")
        .action(Arguments.storeTrue())
        .help("replaces an earlier export, and leaves other files where they are");
    subparser.epilog(
        "The files are of one moment, also while a server works on the database. The same data"
            + " make the same bytes. A server that has its database embedded must be stopped first."
            + " Clicks that still wait in an instance's journal are not in the files.");
  }

  @Override
  protected void run(DatabaseAddress database, Namespace arguments, C configuration)
      throws SQLException, IOException {
    if (!new Migrations(database).pending().isEmpty()) {
      throw new StartupException(
          "The schema of the database at " + database + " is not up to date; run db migrate.");
    }
    ExportDirectory directory =
        ExportDirectory.open(
            Path.of(arguments.getString("directory")),
            Export.files(),
            arguments.getBoolean("overwrite"));
    try (Connection connection = database.connect("shortener export", Duration.ZERO)) {
      new Export(connection, progress).run(directory);
    }
  }
}
