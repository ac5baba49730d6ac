package io.shortener.clicks;

import io.dropwizard.lifecycle.Managed;
import io.shortener.startup.InstanceDirectory;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to PostgreSQL what is in journals: the instance's own, and those that other instances left
 * behind in the same data directory. For one thread.
 */
final class JournalReplay implements Managed {
  private static final Logger LOGGER = LoggerFactory.getLogger(JournalReplay.class);

  private final ClickStore store;
  private final ClickJournal journal;
  private final InstanceDirectory directory;
  private volatile boolean stopping;

  JournalReplay(ClickStore store, ClickJournal journal, InstanceDirectory directory) {
    this.store = store;
    this.journal = journal;
    this.directory = directory;
  }

  /** Replays the own journal; to be called again and again. */
  void replayOwn() {
    if (journal.batches() > 0 || store.isJournaling()) {
      replay(journal);
    }
  }

  /** Replays journals without an instance and forgets what is settled; now and then. */
  void keepHouse() {
    for (InstanceDirectory abandoned : directory.abandoned()) {
      tryAbandoned(abandoned);
    }
    store.forgetSettled();
  }

  /** What is being replayed ends with its batch; the rest waits for the next start. */
  @Override
  public void stop() {
    stopping = true;
  }

  /** One that fails holds up no other. */
  private void tryAbandoned(InstanceDirectory abandoned) {
    try (abandoned) {
      replayAbandoned(abandoned);
    } catch (IOException | RuntimeException e) {
      LOGGER.error("The journal in {} was not replayed; it is tried again", abandoned.path(), e);
    }
  }

  private void replayAbandoned(InstanceDirectory abandoned) throws IOException {
    if (!ClickJournal.isIn(abandoned.path()) || store.isJournaling()) {
      return;
    }
    boolean empty;
    try (ClickJournal left = ClickJournal.open(abandoned.path(), Long.MAX_VALUE)) {
      long clicks = left.clicks();
      replay(left);
      empty = left.batches() == 0;
      if (clicks > 0) {
        LOGGER.info(
            "Replayed {} clicks of the journal in {}", clicks - left.clicks(), abandoned.path());
      }
    }
    if (empty) {
      ClickJournal.delete(abandoned.path());
    }
  }

  /** As far as PostgreSQL takes them; at least one try, which tells whether it does. */
  private void replay(ClickJournal source) {
    long left = source.batches();
    boolean taken = store.replayOldest(source);
    while (taken && !stopping && --left > 0 && source.batches() > 0) {
      taken = store.replayOldest(source);
    }
  }
}
