package io.shortener.database;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.core.Configuration;
import io.dropwizard.logging.common.AppenderFactory;
import io.dropwizard.logging.common.ConsoleAppenderFactory;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.dropwizard.logging.common.LoggingFactory;
import io.shortener.startup.StartupException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of a command that ends: the configured one, or the embedded one for as long. */
final class CommandDatabase {
  private static final Logger LOGGER = LoggerFactory.getLogger(CommandDatabase.class);

  private CommandDatabase() {}

  /**
   * Starts the embedded database if that is what is configured; it stops when the process ends.
   * What is logged from now on goes to the error output.
   *
   * @throws StartupException when that fails, for one because a server uses it, or when the
   *     database refuses or does not answer
   */
  static <C extends Configuration & DatabaseConfigured> DatabaseAddress open(C configuration) {
    logToErrorOutput(configuration.getLoggingFactory());
    DatabaseAddress address =
        configuration.database().address().orElseGet(() -> startEmbedded(configuration));
    try {
      new Migrations(address).connect();
    } catch (SQLException e) {
      throw SqlStates.explain(e, address);
    }
    return address;
  }

  /** The output is for what the command was asked for, which a script may read. */
  private static void logToErrorOutput(LoggingFactory factory) {
    if (factory instanceof DefaultLoggingFactory logging) {
      for (AppenderFactory<?> appender : logging.getAppenders()) {
        if (appender instanceof ConsoleAppenderFactory<?> console) {
          console.setTarget(ConsoleAppenderFactory.ConsoleStream.STDERR);
        }
      }
      logging.configure(new MetricRegistry(), "shortener");
    }
  }

  private static DatabaseAddress startEmbedded(DatabaseConfigured configuration) {
    EmbeddedDatabase embedded = EmbeddedDatabase.in(configuration.dataDirectory());
    embedded.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(embedded), "embedded-database"));
    return embedded.address();
  }

  private static void stop(EmbeddedDatabase embedded) {
    try {
      embedded.stop();
    } catch (Exception e) {
      LOGGER.error("Embedded PostgreSQL was not stopped", e);
    }
  }
}
