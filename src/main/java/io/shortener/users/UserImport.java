package io.shortener.users;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.shortener.changes.AuthorDao;
import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionException;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Takes users from a CSV file, all or none: rows stream into a temporary table, and one statement
 * moves them on. Memory does not grow with the file. Thread-safe; imports go one after the other.
 */
public final class UserImport {
  /** Imports that ran side by side would lock the same users in other orders. */
  static final long ADVISORY_LOCK = 7_466_787_853_298L;

  /** Each keeps a client connected, a thread and a file. */
  static final int MOST_WAITING = 16;

  /** Leaves an import the same time again before the proxy gives up. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private static final int BUFFER_BYTES = 1 << 16;

  private static final String STAGE =
      """
      CREATE TEMPORARY TABLE user_import (
        line BIGINT, username TEXT, email TEXT, created_at TIMESTAMPTZ(0)
      ) ON COMMIT DROP
      """;

  private static final String COPY =
      "COPY user_import (line, username, email, created_at) FROM STDIN (FORMAT csv)";

  /** A row that an INSERT made has no xmax; one that ON CONFLICT updated has this transaction's. */
  private static final String MOVE =
      """
      WITH named AS (
        SELECT username,
               min(line) AS first_line,
               (array_agg(email ORDER BY line DESC))[1] AS email,
               (array_agg(created_at ORDER BY line))[1] AS created_at
        FROM user_import
        GROUP BY username
      ),
      moved AS (
        INSERT INTO users (username, email, created_at)
        SELECT username, email, created_at FROM named ORDER BY first_line
        ON CONFLICT (username) DO UPDATE SET email = EXCLUDED.email
        RETURNING xmax = 0 AS created
      )
      SELECT count(*) FROM moved WHERE created
      """;

  private final Jdbi longWork;
  private final Clock clock;
  private final Semaphore turn = new Semaphore(1, true);

  public UserImport(Jdbi longWork, Clock clock) {
    this.longWork = longWork;
    this.clock = clock;
  }

  /**
   * Imports a file.
   *
   * @throws ApiException 400 when it is not UTF-8 or not CSV, 503 when its turn does not come;
   *     nothing of it is kept then
   */
  public Outcome run(InputStream file, Caller caller) throws IOException {
    waitForTurn();
    try {
      return longWork.inTransaction(handle -> run(file, caller, handle));
    } finally {
      turn.release();
    }
  }

  /** Whoever has a connection does not wait: imports that do would leave none to anybody else. */
  private void waitForTurn() {
    boolean mayWait =
        longWork.getHandleScope().get() == null && turn.getQueueLength() < MOST_WAITING;
    try {
      if (!turn.tryAcquire(mayWait ? LONGEST_WAIT.toSeconds() : 0, TimeUnit.SECONDS)) {
        throw ApiException.unavailable();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.unavailable();
    }
  }

  private Outcome run(InputStream file, Caller caller, Handle handle) throws IOException {
    handle.attach(AuthorDao.class).changeAs(caller);
    handle
        .createQuery("SELECT pg_advisory_xact_lock(:key)")
        .bind("key", ADVISORY_LOCK)
        .mapToMap()
        .one();
    handle.execute(STAGE);
    SkippedRows skipped = new SkippedRows();
    long imported = copy(file, handle.getConnection(), skipped);
    long created = handle.createQuery(MOVE).mapTo(long.class).one();
    return new Outcome(imported, created, imported - created, skipped.first(), skipped.count());
  }

  private long copy(InputStream file, Connection connection, SkippedRows skipped)
      throws IOException {
    long imported = 0;
    try (UserRows rows = new UserRows(file, clock, skipped);
        Writer target =
            new BufferedWriter(
                new OutputStreamWriter(
                    new PGCopyOutputStream(
                        connection.unwrap(PGConnection.class), COPY, BUFFER_BYTES),
                    StandardCharsets.UTF_8));
        CsvWriter csv = CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).build(target)) {
      for (Optional<UserRow> next = rows.next(); next.isPresent(); next = rows.next()) {
        UserRow row = next.get();
        csv.writeRecord(
            Long.toString(row.line()), row.username(), row.email(), row.createdAt().toString());
        imported++;
      }
    } catch (SQLException e) {
      throw new TransactionException("The import broke off", e);
    } catch (IOException e) {
      if (e.getCause() instanceof SQLException database) {
        throw new TransactionException("The import broke off", database);
      }
      throw e;
    }
    return imported;
  }

  /**
   * What came of an import.
   *
   * @param imported rows taken
   * @param created users that were not there before
   * @param updated rows that changed a user instead, one made earlier in the same file included
   * @param skipped the first rows that were not taken, with the reason
   * @param skippedCount how many those were in all
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Outcome(
      long imported, long created, long updated, List<SkippedRow> skipped, long skippedCount) {}

  /**
   * A row that was not taken.
   *
   * @param line where it begins, the header being on line 1
   */
  public record SkippedRow(long line, String reason) {}
}
