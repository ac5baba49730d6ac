package io.shortener.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.configuration.ConfigurationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a failed start. */
class FailuresTest {
  @Test
  void startupExceptionSpeaksForItselfHoweverDeep() {
    Throwable failure =
        new RuntimeException(new IOException(new StartupException("Do this.", new IOException())));

    assertThat(Failures.explain(failure)).contains("Do this.");
  }

  @Test
  void takenPortSaysHowToChooseAnother() {
    Throwable failure =
        new IOException("Failed to bind to :8080", new BindException("Address already in use"));

    assertThat(Failures.explain(failure))
        .contains(
            "Failed to bind to :8080 (Address already in use); end the process that uses it, or set"
                + " PORT or ADMIN_PORT to another.");
  }

  @Test
  void missingFileIsNamed() {
    assertThat(Failures.explain(new FileNotFoundException("File nope.yml not found")))
        .contains("A file is missing: File nope.yml not found");
    assertThat(Failures.explain(new NoSuchFileException("nope.csv")))
        .contains("A file is missing: nope.csv");
  }

  @Test
  void mistakeInTheConfigurationIsOneLine() {
    Throwable mistake =
        new ConfigurationException(
            "config.yml",
            List.of("Unrecognized field at: sed\n    Did you mean?:\n      - seed\n", "too long")) {
          private static final long serialVersionUID = 1L;
        };

    assertThat(Failures.explain(mistake))
        .contains(
            "config.yml has the following errors: Unrecognized field at: sed; Did you mean?: seed;"
                + " too long");
  }

  @Test
  void faultOfOursHasNoSentence() {
    assertThat(Failures.explain(new IllegalStateException("surprise"))).isEmpty();
  }
}
