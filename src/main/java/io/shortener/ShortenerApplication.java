package io.shortener;

import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.shortener.access.KeysCommand;
import io.shortener.database.DbCommand;
import io.shortener.database.SeedCommand;
import io.shortener.startup.CheckCommand;
import io.shortener.startup.EnvironmentVariables;
import io.shortener.startup.ServerCommand;
import io.shortener.transfer.ExportCommand;
import io.shortener.transfer.ImportCommand;
import io.shortener.urls.LinkListener;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.TimeZone;

/** The service: its commands, and how its parts are put together. */
public final class ShortenerApplication extends Application<ShortenerConfiguration> {
  public static void main(String[] arguments) throws Exception {
    new ShortenerApplication().run(arguments);
  }

  @Override
  public String getName() {
    return "shortener";
  }

  @Override
  protected void addDefaultCommands(Bootstrap<ShortenerConfiguration> bootstrap) {
    bootstrap.addCommand(new ServerCommand<>(this));
    bootstrap.addCommand(new CheckCommand<>(this));
    bootstrap.addCommand(new DbCommand<>(ShortenerConfiguration.class));
    bootstrap.addCommand(new SeedCommand<>(ShortenerConfiguration.class, System.out));
    bootstrap.addCommand(
        new KeysCommand<>(ShortenerConfiguration.class, System.out, Clock.systemUTC()));
    bootstrap.addCommand(new ExportCommand<>(ShortenerConfiguration.class));
    bootstrap.addCommand(new ImportCommand<>(ShortenerConfiguration.class));
  }

  @Override
  public void initialize(Bootstrap<ShortenerConfiguration> bootstrap) {
    // Times are UTC everywhere; the libraries that read fixtures and talk to the database ask the
    // JVM's default.
    TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
    bootstrap.setConfigurationSourceProvider(
        new SubstitutingSourceProvider(
            bootstrap.getConfigurationSourceProvider(), new EnvironmentVariables(System.getenv())));
  }

  @Override
  public void run(ShortenerConfiguration settings, Environment environment) {
    Wiring wiring = new Wiring(settings, environment);
    wiring.guard();
    LinkListener links = wiring.answerVisitors();
    wiring.serveUrls(links);
    wiring.serveEvents();
    wiring.serveChanges();
    wiring.serveStats();
    wiring.serveUsers();
    wiring.serveReference();
    wiring.welcome();
  }
}
