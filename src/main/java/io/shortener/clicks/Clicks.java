package io.shortener.clicks;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.shortener.startup.InstanceDirectory;
import io.shortener.startup.Repeated;
import io.shortener.startup.StartupException;
import io.shortener.visitors.Visitors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.jdbi.v3.core.Jdbi;

/** Puts the parts of this package together. */
public final class Clicks {
  /** How many threads write clicks and replay them. */
  public static final int THREADS = 2;

  private static final Duration REPLAY_PAUSE = Duration.ofMillis(250);
  private static final Duration HOUSEKEEPING_PAUSE = Duration.ofSeconds(30);

  private Clicks() {}

  /**
   * Opens the journal and has clicks recorded as long as the service runs: from the start of {@code
   * environment} to its stop, which waits until every click is durable.
   *
   * @param directory where the journal is
   * @param database with {@link #THREADS} connections for this, each use of which ends within about
   *     a second
   * @throws StartupException when there can be no journal
   */
  public static ClickRecorder record(
      Environment environment,
      ClickMetrics metrics,
      ClickSettings settings,
      InstanceDirectory directory,
      Jdbi database,
      Visitors visitors,
      Clock clock) {
    ClickJournal journal = open(settings, directory);
    environment.lifecycle().manage(new AutoCloseableManager(journal));
    ClickStore store =
        new ClickStore(new ClickWriter(database, System::nanoTime), journal, metrics, clock);
    environment
        .healthChecks()
        .register("click-journal", new JournalHealthCheck(store, journal, directory.path()));
    showJournal(metrics, store, journal, clock);
    replay(environment, new JournalReplay(store, journal, directory));

    ExecutorService answers =
        environment
            .lifecycle()
            .executorService("click-answers-%d")
            .minThreads(1)
            .maxThreads(1)
            .build();
    ClickRecorder recorder =
        new ClickRecorder(store, visitors, metrics, settings.durability(), clock, answers);
    environment.lifecycle().manage(recorder);
    return recorder;
  }

  private static ClickJournal open(ClickSettings settings, InstanceDirectory directory) {
    // Where SQLite's native code is unpacked: a temporary directory may forbid to run what is in
    // it.
    System.setProperty("org.sqlite.tmpdir", directory.path().toString());
    try {
      removeUnpacked(directory.path());
      return ClickJournal.open(directory.path(), settings.journalLimit().toBytes());
    } catch (IOException | UncheckedIOException e) {
      throw new StartupException(
          "The click journal in "
              + directory.path()
              + " cannot be written; see that its disk has space and is this user's to write to.",
          e);
    }
  }

  /** A killed process leaves SQLite's native code behind, a megabyte each time. */
  private static void removeUnpacked(Path directory) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "sqlite-*")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void showJournal(
      ClickMetrics metrics, ClickStore store, ClickJournal journal, Clock clock) {
    metrics.gauge(
        "click_journal_clicks", "Clicks that wait in the journal for PostgreSQL.", journal::clicks);
    metrics.gauge(
        "click_journal_age_seconds",
        "Age of the oldest click in the journal, 0 when there is none.",
        () ->
            journal
                .oldestTime()
                .map(
                    oldest ->
                        (double) Instant.now(clock).getEpochSecond() - oldest.getEpochSecond())
                .orElse(0.0));
    metrics.gauge("click_journal_bytes", "Size of the journal's file.", journal::bytes);
    metrics.gauge(
        "click_journaling",
        "1 while clicks go to the journal because PostgreSQL does not take them.",
        () -> store.isJournaling() ? 1 : 0);
  }

  private static void replay(Environment environment, JournalReplay replay) {
    ScheduledExecutorService thread =
        environment.lifecycle().scheduledExecutorService("click-replay").threads(1).build();
    Repeated.every(REPLAY_PAUSE, "The click journal was not replayed", replay::replayOwn, thread);
    Repeated.every(
        REPLAY_PAUSE,
        HOUSEKEEPING_PAUSE,
        "Journals of other instances were not replayed",
        replay::keepHouse,
        thread);
    environment.lifecycle().manage(replay);
  }
}
