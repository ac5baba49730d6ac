package io.shortener.users;

import io.shortener.http.ApiException;
import io.shortener.http.CsvRow;
import io.shortener.http.CsvRows;
import io.shortener.http.Text;
import io.shortener.http.UtcSeconds;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Reads users from CSV, row by row; what is not usable goes to the {@link SkippedRows}. */
final class UserRows implements AutoCloseable {
  private static final int MAX_FIELD = 1 << 20;

  private final CsvRows rows;
  private final Clock clock;
  private final SkippedRows skipped;

  /**
   * Reads the header.
   *
   * @throws ApiException 400 when there is none
   */
  UserRows(InputStream file, Clock clock, SkippedRows skipped) throws IOException {
    this.rows = new CsvRows(file, MAX_FIELD);
    this.clock = clock;
    this.skipped = skipped;
  }

  /** The next usable row, empty at the end of the file. */
  Optional<UserRow> next() {
    for (Optional<CsvRow> row = rows.next(); row.isPresent(); row = rows.next()) {
      Optional<UserRow> usable = usable(row.get());
      if (usable.isPresent()) {
        return usable;
      }
    }
    return Optional.empty();
  }

  private Optional<UserRow> usable(CsvRow row) {
    Optional<String> name = text(row, "username", NewUser.USERNAME_LIMIT);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> address = text(row, "email", NewUser.EMAIL_LIMIT);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    return time(row).map(time -> new UserRow(row.line(), name.get(), address.get(), time));
  }

  private Optional<String> text(CsvRow row, String column, int limit) {
    String value = field(row, column);
    if (value.isEmpty()) {
      return skip(row, "missing " + column);
    }
    if (!Text.fits(value, limit)) {
      return skip(row, column + " is longer than " + limit + " characters");
    }
    if (!Text.isStorable(value)) {
      return skip(row, column + " has a character that no text can have");
    }
    return Optional.of(value);
  }

  private Optional<Instant> time(CsvRow row) {
    String value = field(row, "created_at");
    if (value.isEmpty()) {
      return Optional.of(clock.instant());
    }
    return UtcSeconds.parseInFile(value)
        .or(() -> skip(row, "created_at is not of the form YYYY-MM-DD HH:MM:SS"));
  }

  private <T> Optional<T> skip(CsvRow row, String reason) {
    skipped.add(row.line(), reason);
    return Optional.empty();
  }

  /** The trimmed field, empty where the row or the header has no such column. */
  private static String field(CsvRow row, String column) {
    return row.field(column).map(Text::trim).orElse("");
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
