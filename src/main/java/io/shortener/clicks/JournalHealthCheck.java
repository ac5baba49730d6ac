package io.shortener.clicks;

import com.codahale.metrics.health.HealthCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Fails while the journal could not take clicks: then the next outage of the database loses some.
 * While it does take them the service is well, and says so.
 */
final class JournalHealthCheck extends HealthCheck {
  private static final long ENOUGH_BYTES = 16L << 20;

  private final ClickStore store;
  private final ClickJournal journal;
  private final Path directory;

  /**
   * @param directory where the journal's file is
   */
  JournalHealthCheck(ClickStore store, ClickJournal journal, Path directory) {
    this.store = store;
    this.journal = journal;
    this.directory = directory;
  }

  @Override
  protected Result check() throws IOException {
    journal.checkWritable();
    long usable = Files.getFileStore(directory).getUsableSpace();
    if (usable < ENOUGH_BYTES) {
      return Result.unhealthy("The disk of the click journal has %d bytes left", usable);
    }
    long clicks = journal.clicks();
    if (store.isJournaling()) {
      return Result.healthy(
          "PostgreSQL does not take clicks; %d wait in the journal until it does", clicks);
    }
    return clicks == 0
        ? Result.healthy()
        : Result.healthy("%d clicks of the journal are being replayed", clicks);
  }
}
