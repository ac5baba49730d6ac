package io.shortener.transfer;

import io.shortener.http.CsvRow;
import io.shortener.http.CsvRows;
import io.shortener.startup.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Brings the files of a directory into the database, batch by batch, each in a transaction. It can
 * be killed and run again at any time: what is there already is passed over. Memory does not grow
 * with the files.
 */
final class Import {
  /** What {@code jsonb} keeps of a body of 1 MiB can be many times as long. */
  private static final int MAX_FIELD = 1 << 26;

  private final Connection connection;
  private final Progress progress;
  private final int batchRows;

  /**
   * @param connection of which nothing else is asked meanwhile
   * @param batchRows how many rows at most share a transaction
   */
  Import(Connection connection, Progress progress, int batchRows) {
    this.connection = connection;
    this.progress = progress;
    this.batchRows = batchRows;
  }

  /** Brings in every file that is there, and says what became of it. */
  List<FileOutcome> run(Path directory) throws SQLException, IOException {
    Session session = Session.begin(connection);
    List<FileOutcome> outcomes = new ArrayList<>();
    UrlTable urls = new UrlTable();
    outcomes.add(read(session, new UserTable(), directory));
    outcomes.add(read(session, urls, directory));
    outcomes.add(read(session, new EventTable(!hasCounts(urls, directory)), directory));
    RetiredCodeTable retired = new RetiredCodeTable();
    if (Files.exists(directory.resolve(retired.file()))) {
      outcomes.add(read(session, retired, directory));
    }
    session.end();
    return outcomes;
  }

  private static boolean hasCounts(UrlTable urls, Path directory) throws IOException {
    try (CsvRows rows =
        new CsvRows(Files.newInputStream(directory.resolve(urls.file())), MAX_FIELD)) {
      return rows.header().contains("click_count");
    }
  }

  private FileOutcome read(Session session, Table table, Path directory)
      throws SQLException, IOException {
    Path path = directory.resolve(table.file());
    try (BoundedInputStream file = BoundedInputStream.builder().setPath(path).get();
        CsvRows rows = new CsvRows(file, MAX_FIELD)) {
      checkHeader(table, rows.header());
      session.execute(table.preparation());
      progress.begin(table.file(), Files.size(path));
      Batch batch = new Batch(table, table.file(), connection, progress, batchRows);
      for (Optional<CsvRow> row = rows.next(); row.isPresent(); row = rows.next()) {
        add(new Fields(row.get()), table, batch);
        progress.reach(file.getCount());
      }
      batch.write();
      progress.end();
      progress.say(batch.outcome().toString());
      return batch.outcome();
    }
  }

  private static void add(Fields fields, Table table, Batch batch)
      throws SQLException, IOException {
    StagedRow row;
    try {
      row = table.read(fields);
    } catch (RefusedException e) {
      batch.refuse(fields.line(), e, idOf(fields));
      return;
    }
    batch.add(fields.line(), row);
  }

  private static Optional<Long> idOf(Fields fields) {
    try {
      return fields.optionalId("id");
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  private void checkHeader(Table table, List<String> header) {
    for (String column : table.columns()) {
      if (!header.contains(column)) {
        throw new StartupException(table.file() + " has no column " + column + ".");
      }
    }
    for (String column : header) {
      if (!table.columns().contains(column) && !table.additionalColumns().contains(column)) {
        progress.say(table.file() + ": the column " + column + " is not known and left out");
      }
    }
  }
}
