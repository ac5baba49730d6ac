package io.shortener.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Writes all data of one moment to files. The same data make the same bytes. Memory does not grow
 * with the data.
 */
final class Export {
  private static final int BUFFER_BYTES = 1 << 16;

  /** In the order in which an import needs them. */
  static final List<Table> TABLES =
      List.of(new UserTable(), new UrlTable(), new EventTable(false), new RetiredCodeTable());

  private final Connection connection;
  private final Progress progress;

  /**
   * @param connection of which nothing else is asked meanwhile
   */
  Export(Connection connection, Progress progress) {
    this.connection = connection;
    this.progress = progress;
  }

  /** The names of the files. */
  static List<String> files() {
    return TABLES.stream().map(Table::file).toList();
  }

  /** Writes the files. */
  void run(ExportDirectory directory) throws SQLException, IOException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    for (Table table : TABLES) {
      try (OutputStream file =
          new BufferedOutputStream(directory.write(table.file()), BUFFER_BYTES)) {
        write(table, file);
      }
    }
    connection.rollback();
    directory.complete();
  }

  /** The database sends one row at a time. */
  private void write(Table table, OutputStream file) throws SQLException, IOException {
    progress.begin(table.file(), count(table));
    String copy = "COPY (" + table.rows() + ") TO STDOUT (FORMAT csv, HEADER)";
    CopyOut rows = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
    long written = -1;
    for (byte[] row = rows.readFromCopy(); row != null; row = rows.readFromCopy()) {
      file.write(row);
      written++;
      progress.reach(written);
    }
    progress.end();
    progress.say(String.format(Locale.ROOT, "%s: %,d rows", table.file(), written));
  }

  private long count(Table table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM (" + table.rows() + ") AS counted")) {
      row.next();
      return row.getLong(1);
    }
  }
}
