package io.shortener.transfer;

import io.dropwizard.core.Configuration;
import io.shortener.database.DatabaseAddress;
import io.shortener.database.DatabaseCommand;
import io.shortener.database.DatabaseConfigured;
import io.shortener.database.Migrations;
import io.shortener.http.ApiException;
import io.shortener.startup.StartupException;
import io.shortener.urls.DomainsConfigured;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * {@code import}: brings what {@code export} wrote, or other files of that form, into the
 * configured database.
 *
 * @param <C> the configuration
 */
public final class ImportCommand<C extends Configuration & DatabaseConfigured & DomainsConfigured>
    extends DatabaseCommand<C> {
  private static final int BATCH_ROWS = 10_000;

  private final Progress progress;

  public ImportCommand(Class<C> configurationClass) {
    super(configurationClass, "import", "Brings users, links and events in from CSV files");
    this.progress = Progress.atTerminalOrPlain();
  }

  @Override
  public void configure(Subparser subparser) {
    subparser
        .addArgument("source")
        .metavar("DIR")
        .help("a directory with users.csv, urls.csv and events.csv; with --from a file");
    super.configure(subparser);
    subparser
        .addArgument("--from")
        .type(Arguments.caseInsensitiveEnumType(ForeignShortener.class))
        .metavar("{shlink,yourls,kutt,bitly}")
        .help("takes the links of another shortener's export");
    subparser.epilog(
        "Makes or updates the schema first. Rows that are there already are passed over, so that an"
            + " import that was killed is finished by running it again. Rows that cannot come in are"
            + " named with the reason, the rest comes in, and the exit status is 1. Ids are kept; do"
            + " not let clients write meanwhile. A server that has its database embedded must be"
            + " stopped first.");
  }

  @Override
  protected void run(DatabaseAddress database, Namespace arguments, C configuration)
      throws SQLException, IOException {
    new Migrations(database).migrate();
    Path source = Path.of(arguments.getString("source"));
    ForeignShortener shortener = arguments.get("from");
    try (Connection connection = database.connect("shortener import", Duration.ZERO)) {
      report(
          shortener == null
              ? new Import(connection, progress, BATCH_ROWS).run(source)
              : List.of(
                  new ForeignImport(connection, progress, new ForeignDomains(configuration))
                      .run(source, shortener)));
    } catch (ApiException e) {
      throw new StartupException(e.body().error() + ".", e);
    }
  }

  private static void report(List<FileOutcome> outcomes) {
    long refused = outcomes.stream().mapToLong(FileOutcome::refused).sum();
    if (refused > 0) {
      throw new StartupException(
          String.format(
              Locale.ROOT,
              refused == 1
                  ? "%,d row was refused; all others are in."
                  : "%,d rows were refused; all others are in.",
              refused));
    }
  }
}
