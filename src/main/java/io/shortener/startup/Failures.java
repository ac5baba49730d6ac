package io.shortener.startup;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.cli.Cli;
import java.io.FileNotFoundException;
import java.net.BindException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why a command ended, in one sentence where whoever started it can mend it. */
public final class Failures {
  private static final Logger LOGGER = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Prints the sentence; a fault of ours is printed with its stack trace. */
  public static void print(Cli cli, Throwable failure) {
    Optional<String> sentence = explain(failure);
    if (sentence.isPresent()) {
      LOGGER.debug("The command failed", failure);
      cli.getStdErr().println("shortener: " + sentence.get());
    } else {
      failure.printStackTrace(cli.getStdErr());
    }
  }

  static Optional<String> explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartupException) {
        return Optional.ofNullable(cause.getMessage());
      }
      if (cause instanceof ConfigurationException) {
        return Optional.of(withoutBullets(cause));
      }
      if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
        return Optional.of("A file is missing: " + oneLine(cause));
      }
      if (cause.getCause() instanceof BindException taken) {
        return Optional.of(
            oneLine(cause)
                + " ("
                + taken.getMessage()
                + "); end the process that uses it, or set PORT or ADMIN_PORT to another.");
      }
    }
    return Optional.empty();
  }

  /** Dropwizard lists the mistakes of a configuration below each other. */
  private static String withoutBullets(Throwable cause) {
    return String.valueOf(cause.getMessage())
        .strip()
        .replaceAll(":\\s*\\R\\s*[*-] ", ": ")
        .replaceAll("\\s*\\R\\s*- ", ", ")
        .replaceAll("\\s*\\R\\s*[*] ", "; ")
        .replaceAll("\\s*\\R\\s*", "; ");
  }

  private static String oneLine(Throwable cause) {
    return String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
