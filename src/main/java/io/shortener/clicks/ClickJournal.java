package io.shortener.clicks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The batches that PostgreSQL did not take in time, in a file on the local disk. When {@link
 * #append} returns, they are on the disk, not just on their way: SQLite's write-ahead log is synced
 * at every commit. Thread-safe.
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_synchronous">PRAGMA synchronous</a>
 */
final class ClickJournal implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClickJournal.class);

  private static final String FILE = "clicks.db";

  /** What an empty journal may keep for the next outage. */
  private static final long ROOMY_BYTES = 1L << 20;

  /** What a batch of usual size may take. */
  private static final int ENOUGH_BYTES = 64 << 10;

  private static final int JOIN_LIMIT = 200;
  private static final int JOINED_CLICKS = 1_000;
  private static final int PAGE_BYTES = 4_096;

  private final Path file;
  private final Handle handle;
  private final JournalDao batches;
  private final UUID id;
  private long size;
  private long clicks;

  private ClickJournal(Path file, Connection connection) {
    this.file = file;
    this.handle = Jdbi.create(connection).installPlugin(new SqlObjectPlugin()).open();
    this.batches = handle.attach(JournalDao.class);
    batches.createJournal();
    batches.createBatches();
    if (batches.name().isEmpty()) {
      batches.nameJournal(UUID.randomUUID().toString());
    }
    this.id = UUID.fromString(batches.name().orElseThrow());
    this.size = batches.count();
    this.clicks = batches.clicks();
  }

  /** Whether a directory has a journal. */
  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /** Deletes a journal that nobody has open. */
  static void delete(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(FILE));
  }

  /**
   * Opens the journal of a directory, making it if need be. One that cannot be read is put aside
   * for whoever wants to save what is in it.
   *
   * @param directory used by no other process
   * @param maxBytes what the file may grow to; further batches are refused
   * @throws UncheckedIOException when there can be none: the disk is full, or not to be written
   */
  static ClickJournal open(Path directory, long maxBytes) {
    Path file = directory.resolve(FILE);
    try {
      return tryOpen(file, maxBytes);
    } catch (SQLException | JdbiException e) {
      if (!isUnreadable(e)) {
        throw new UncheckedIOException(new IOException("There can be no click journal", e));
      }
      LOGGER.error("The click journal {} cannot be read; it is put aside", file, e);
    }
    try {
      putAside(file);
      return tryOpen(file, maxBytes);
    } catch (SQLException | JdbiException | IOException e) {
      throw new UncheckedIOException(new IOException("There can be no click journal", e));
    }
  }

  /** With its write-ahead log, which belongs to it. */
  private static void putAside(Path file) throws IOException {
    Path aside = Files.createTempDirectory(file.getParent(), "clicks-unreadable-");
    for (String suffix : List.of("", "-wal", "-shm")) {
      Path part = file.resolveSibling(FILE + suffix);
      if (Files.exists(part)) {
        Files.move(part, aside.resolve(part.getFileName()));
      }
    }
  }

  /** Whether it is the file that is to blame, not a full disk, a limit or a lock. */
  private static boolean isUnreadable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e) {
        return e.getErrorCode() == SQLiteErrorCode.SQLITE_NOTADB.code
            || e.getErrorCode() == SQLiteErrorCode.SQLITE_CORRUPT.code;
      }
    }
    return false;
  }

  private static ClickJournal tryOpen(Path file, long maxBytes) throws SQLException {
    SQLiteConfig settings = new SQLiteConfig();
    settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
    settings.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    settings.setPageSize(PAGE_BYTES);
    settings.setMaxPageCount((int) Math.min(Integer.MAX_VALUE, maxBytes / PAGE_BYTES));
    Connection connection = settings.createConnection("jdbc:sqlite:" + file);
    try {
      return new ClickJournal(file, connection);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** The same as long as the file exists. */
  UUID id() {
    return id;
  }

  /**
   * Keeps a batch that PostgreSQL may have until it is {@link #settle settled}; does nothing when
   * it is here already.
   *
   * @throws JdbiException when it is not on the disk
   */
  synchronized void append(ClickBatch batch) {
    append(batch, true);
  }

  /**
   * Keeps a batch that PostgreSQL has never heard of: it may be joined with others of its kind.
   *
   * @throws JdbiException when it is not on the disk
   */
  synchronized void appendUnsent(ClickBatch batch) {
    append(batch, false);
  }

  private void append(ClickBatch batch, boolean sent) {
    int inserted =
        batches.insert(
            batch.id().toString(),
            batch.clicks().size(),
            batch.clicks().get(0).timestamp().getEpochSecond(),
            sent,
            ClickJson.write(batch.clicks()));
    size += inserted;
    clicks += (long) inserted * batch.clicks().size();
  }

  /**
   * The batch that has been here longest, to be sent to PostgreSQL: it is the same until it is
   * settled. Batches that were never sent are joined, because what came in a thousand small ones in
   * a second would take many seconds to go out so.
   */
  synchronized Optional<ClickBatch> oldest() {
    List<JournalDao.Row> rows = batches.oldest(JOIN_LIMIT);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    JournalDao.Row oldest = rows.get(0);
    return Optional.of(
        oldest.sent() ? new ClickBatch(UUID.fromString(oldest.id()), read(1)) : join(rows));
  }

  private List<Click> read(int batchesToRead) {
    return batches.oldestClicks(batchesToRead).stream()
        .flatMap(clicksOfBatch -> ClickJson.read(clicksOfBatch).stream())
        .toList();
  }

  private ClickBatch join(List<JournalDao.Row> rows) {
    List<JournalDao.Row> joined = new ArrayList<>();
    int together = 0;
    for (JournalDao.Row row : rows) {
      together += row.size();
      if (row.sent() || (!joined.isEmpty() && together > JOINED_CLICKS)) {
        break;
      }
      joined.add(row);
    }
    List<Click> all = read(joined.size());
    ClickBatch batch = ClickBatch.of(all, Instant.now());
    handle.useTransaction(
        transaction -> {
          joined.stream().skip(1).forEach(row -> batches.delete(row.id()));
          batches.replace(
              joined.get(0).id(), batch.id().toString(), all.size(), ClickJson.write(all));
        });
    size -= joined.size() - 1;
    return batch;
  }

  /**
   * Removes a batch that PostgreSQL has, and keeps what of it has to be written again.
   *
   * @param rest empty when nothing is left
   */
  synchronized void settle(ClickBatch batch, Optional<ClickBatch> rest) {
    long sizeBefore = size;
    long clicksBefore = clicks;
    try {
      handle.useTransaction(
          transaction -> {
            rest.ifPresent(this::appendUnsent);
            int deleted = batches.delete(batch.id().toString());
            size -= deleted;
            clicks -= (long) deleted * batch.clicks().size();
          });
    } catch (RuntimeException e) {
      // Rolled back, also when only the commit failed: a full disk shows there.
      size = sizeBefore;
      clicks = clicksBefore;
      throw e;
    }
    if (size == 0 && bytes() > ROOMY_BYTES) {
      batches.giveSpaceBack();
      batches.emptyLog();
    }
  }

  /** How many batches are in it. */
  synchronized long batches() {
    return size;
  }

  /** How many clicks are in it. */
  synchronized long clicks() {
    return clicks;
  }

  /** How large its file is. */
  long bytes() {
    return file.toFile().length();
  }

  /** When the oldest batch began; empty when there is none. */
  synchronized Optional<Instant> oldestTime() {
    return batches.oldestSecond().map(Instant::ofEpochSecond);
  }

  /**
   * Fails when nothing could be appended now: what is written in place says that there is a disk,
   * what is added that there is room.
   *
   * @throws JdbiException saying why
   */
  synchronized void checkWritable() {
    batches.touch();
    handle.useTransaction(
        transaction -> {
          batches.fill(ENOUGH_BYTES);
          transaction.rollback();
        });
  }

  @Override
  public synchronized void close() {
    handle.close();
    try {
      handle.getConnection().close();
    } catch (SQLException e) {
      LOGGER.warn("The click journal was not closed", e);
    }
  }
}
