package io.shortener.clicks;

import io.shortener.urls.Link;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;

/** Makes clicks durable: when it returns, the click is committed. Thread-safe. */
public final class ClickRecorder {
  private final Jdbi database;
  private final Clock clock;

  public ClickRecorder(Jdbi database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Records one visit to a link, in one transaction. It locks the link's owner before the link, in
   * the order in which a deletion of the owner goes, so that the two never wait for each other.
   *
   * @return false when the link has been deleted or switched off since it was looked up; nothing is
   *     recorded then
   */
  public boolean record(Link link) {
    return database.inTransaction(
        handle -> {
          ClickDao clicks = handle.attach(ClickDao.class);
          if (link.userId() != null) {
            clicks.holdUser(link.userId());
          }
          return clicks.count(link.id(), clock.instant()) == 1;
        });
  }
}
