package io.shortener.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Brings the links of another shortener in, with their codes, titles, dates and counts. */
final class ForeignImport {
  private static final int BATCH_ROWS = 10_000;

  private final Connection connection;
  private final Progress progress;
  private final ForeignDomains domains;

  /**
   * @param connection of which nothing else is asked meanwhile
   */
  ForeignImport(Connection connection, Progress progress, ForeignDomains domains) {
    this.connection = connection;
    this.progress = progress;
    this.domains = domains;
  }

  /** Brings in a file; run again, it passes over what is there. */
  FileOutcome run(Path path, ForeignShortener shortener) throws SQLException, IOException {
    Session session = Session.begin(connection);
    ForeignLinkTable table = new ForeignLinkTable();
    try (ForeignFile file = ForeignFile.open(path, shortener.container())) {
      session.execute(table.preparation());
      String name = String.valueOf(path.getFileName());
      Batch batch = new Batch(table, name, connection, progress, BATCH_ROWS);
      progress.begin(name, Files.size(path));
      for (Optional<Entry> entry = file.next(); entry.isPresent(); entry = file.next()) {
        add(entry.get(), shortener, table, batch);
        progress.reach(file.read());
      }
      batch.write();
      session.end();
      progress.end();
      for (String host : domains.others()) {
        progress.say(name + ": " + host + " is not in DOMAINS, so its links have no domain here");
      }
      progress.say(batch.outcome().toString());
      return batch.outcome();
    }
  }

  private void add(Entry entry, ForeignShortener shortener, ForeignLinkTable table, Batch batch)
      throws SQLException, IOException {
    List<ForeignLink> links;
    try {
      links = ForeignLink.of(entry, shortener, domains);
    } catch (RefusedException e) {
      batch.refuse(entry.place(), e, Optional.empty());
      return;
    }
    for (ForeignLink link : links) {
      try {
        batch.add(entry.place(), table.read(link));
      } catch (RefusedException e) {
        batch.refuse(entry.place(), e, Optional.empty());
      }
    }
  }
}
