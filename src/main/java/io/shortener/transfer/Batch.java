package io.shortener.transfer;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Gathers the rows of a file and brings them in, some thousand in a transaction. */
final class Batch {
  /** What a batch takes of memory, in characters; a row alone can be larger. */
  private static final int MAX_CHARACTERS = 1 << 23;

  private final Stage table;
  private final String file;
  private final Connection connection;
  private final Progress progress;
  private final int maxRows;
  private final List<List<@Nullable String>> rows = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private long characters;
  private FileOutcome outcome;

  /**
   * @param file what the rows are of, for whoever reads of those that are refused
   */
  Batch(Stage table, String file, Connection connection, Progress progress, int maxRows) {
    this.table = table;
    this.file = file;
    this.connection = connection;
    this.progress = progress;
    this.maxRows = maxRows;
    this.outcome = new FileOutcome(file, 0, 0, 0, 0, 0);
  }

  /** What became of all rows that were written. */
  FileOutcome outcome() {
    return outcome;
  }

  /** Takes a row; those before it may be written. */
  void add(long line, StagedRow row) throws SQLException, IOException {
    // Of two rows with one key the second has to find the first in the table.
    if (row.keys().stream().anyMatch(keys::contains)) {
      write();
    }
    keys.addAll(row.keys());
    add(line, null, row.id(), row.values());
  }

  /**
   * Takes note of a row that cannot come in.
   *
   * @param id whoever names it must not get whoever has it in the database
   */
  void refuse(long line, RefusedException reason, Optional<Long> id)
      throws SQLException, IOException {
    add(line, reason.reason(), id.orElse(null), List.of());
  }

  private void add(
      long line, @Nullable String verdict, @Nullable Long id, List<@Nullable String> values)
      throws SQLException, IOException {
    List<@Nullable String> row = new ArrayList<>();
    row.add(Long.toString(line));
    row.add(verdict);
    row.add(id == null ? null : id.toString());
    row.addAll(values);
    while (row.size() < 3 + table.stagedColumns().size()) {
      row.add(null);
    }
    rows.add(row);
    for (String value : row) {
      characters += value == null ? 0 : value.length();
    }
    if (rows.size() >= maxRows || characters >= MAX_CHARACTERS) {
      write();
    }
  }

  /** Writes what was gathered and commits it. */
  void write() throws SQLException, IOException {
    write(rows);
    rows.clear();
    keys.clear();
    characters = 0;
  }

  /**
   * What no rule of ours foresaw, the database refuses: then halves are tried, until the row is
   * found that it does not take.
   */
  private void write(List<List<@Nullable String>> part) throws SQLException, IOException {
    try {
      move(part);
    } catch (SQLException e) {
      connection.rollback();
      if (!isAboutData(e)) {
        throw e;
      }
      if (part.size() == 1) {
        List<@Nullable String> row = new ArrayList<>(part.get(0));
        row.replaceAll(value -> null);
        row.set(0, part.get(0).get(0));
        row.set(1, "the database does not take it");
        row.set(2, part.get(0).get(2));
        move(List.of(row));
      } else {
        write(part.subList(0, part.size() / 2));
        write(part.subList(part.size() / 2, part.size()));
      }
    }
  }

  /** Data exceptions, violated constraints and exceeded limits of the program. */
  private static boolean isAboutData(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
  }

  private void move(List<List<@Nullable String>> part) throws SQLException, IOException {
    copy(part);
    try (Statement statement = connection.createStatement()) {
      for (String move : table.moves()) {
        statement.execute(move);
      }
      long there = 0;
      List<String> refusals = new ArrayList<>();
      try (ResultSet judged = statement.executeQuery(judged())) {
        while (judged.next()) {
          String reason = judged.getString("verdict");
          if (reason.isEmpty()) {
            there++;
          } else {
            refusals.add(file + ", line " + judged.getLong("line") + ": " + reason);
          }
        }
      }
      count(statement, part.size(), there, refusals.size());
      connection.commit();
      refusals.forEach(progress::say);
    }
  }

  private void count(Statement statement, int read, long there, int refused) throws SQLException {
    try (ResultSet row = statement.executeQuery(without())) {
      row.next();
      outcome =
          new FileOutcome(
              outcome.file(),
              outcome.rows() + read,
              outcome.there() + there,
              outcome.refused() + refused,
              outcome.ownerless() + row.getLong("ownerless"),
              outcome.linkless() + row.getLong("linkless"));
    }
  }

  private String judged() {
    return """
        SELECT line, verdict FROM %s WHERE verdict IS NOT NULL ORDER BY line
        """
        .formatted(table.stage());
  }

  private String without() {
    return """
        SELECT count(*) FILTER (WHERE ownerless) AS ownerless,
               count(*) FILTER (WHERE linkless) AS linkless
        FROM %s
        WHERE verdict IS NULL
        """
        .formatted(table.stage());
  }

  private void copy(List<List<@Nullable String>> part) throws SQLException, IOException {
    String copy =
        "COPY %s (line, verdict, id, %s) FROM STDIN (FORMAT csv)"
            .formatted(table.stage(), String.join(", ", table.stagedColumns()));
    try (Writer target =
            new BufferedWriter(
                new OutputStreamWriter(
                    new PGCopyOutputStream(connection.unwrap(PGConnection.class), copy),
                    StandardCharsets.UTF_8));
        CsvWriter csv = CsvWriter.builder().quoteStrategy(QuoteStrategies.EMPTY).build(target)) {
      for (List<@Nullable String> row : part) {
        csv.writeRecord(row);
      }
    } catch (IOException e) {
      if (e.getCause() instanceof SQLException database) {
        throw database;
      }
      throw e;
    }
  }
}
