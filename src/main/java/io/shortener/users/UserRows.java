package io.shortener.users;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.shortener.http.ApiException;
import io.shortener.http.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.io.input.BOMInputStream;
import org.jspecify.annotations.Nullable;

/** Reads users from CSV, row by row; what is not usable goes to the {@link SkippedRows}. */
final class UserRows implements AutoCloseable {
  /** The longest field, in characters: an open quotation mark must not swallow the whole file. */
  private static final int MAX_FIELD = 1 << 20;

  /**
   * Exactly four digits of a year: with a sign or more of them it is none that clients can read.
   */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4)
          .appendPattern("-MM-dd'T'HH:mm:ss")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final CloseableIterator<CsvRecord> records;
  private final Clock clock;
  private final SkippedRows skipped;
  private final int username;
  private final int email;
  private final int createdAt;
  private long lastLine;

  /**
   * Reads the header.
   *
   * @throws ApiException 400 when there is none
   */
  UserRows(InputStream file, Clock clock, SkippedRows skipped) throws IOException {
    this.records =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(MAX_FIELD)
            .ofCsvRecord(
                new InputStreamReader(
                    BOMInputStream.builder().setInputStream(file).get(),
                    StandardCharsets.UTF_8.newDecoder()))
            .iterator();
    this.clock = clock;
    this.skipped = skipped;
    CsvRecord first = read();
    if (first == null) {
      throw ApiException.badRequest("The file has no header line");
    }
    List<String> header = first.getFields().stream().map(Text::trim).toList();
    this.username = header.indexOf("username");
    this.email = header.indexOf("email");
    this.createdAt = header.indexOf("created_at");
  }

  /** The next usable row, or null at the end of the file. */
  @Nullable UserRow next() {
    for (CsvRecord row = read(); row != null; row = read()) {
      Optional<UserRow> usable = usable(row);
      if (usable.isPresent()) {
        return usable.get();
      }
    }
    return null;
  }

  private Optional<UserRow> usable(CsvRecord row) {
    if (row.getFieldCount() == 1 && Text.trim(row.getField(0)).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name = text(row, "username", username, NewUser.USERNAME_LIMIT);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> address = text(row, "email", email, NewUser.EMAIL_LIMIT);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    return time(row)
        .map(time -> new UserRow(row.getStartingLineNumber(), name.get(), address.get(), time));
  }

  private Optional<String> text(CsvRecord row, String column, int index, int limit) {
    String value = field(row, index);
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

  private Optional<Instant> time(CsvRecord row) {
    String value = field(row, createdAt);
    if (value.isEmpty()) {
      return Optional.of(clock.instant());
    }
    try {
      LocalDateTime time = LocalDateTime.parse(value.replaceFirst(" ", "T"), TIME);
      // There is no year 0, not in the database either.
      if (time.getYear() > 0) {
        return Optional.of(time.toInstant(ZoneOffset.UTC));
      }
    } catch (DateTimeException e) {
      // Skipped below, as every other text that is no time.
    }
    return skip(row, "created_at is not of the form YYYY-MM-DD HH:MM:SS");
  }

  private <T> Optional<T> skip(CsvRecord row, String reason) {
    skipped.add(row.getStartingLineNumber(), reason);
    return Optional.empty();
  }

  /** The trimmed field, empty where the row or the header has no such column. */
  private static String field(CsvRecord row, int index) {
    return index >= 0 && index < row.getFieldCount() ? Text.trim(row.getField(index)) : "";
  }

  private @Nullable CsvRecord read() {
    try {
      if (!records.hasNext()) {
        return null;
      }
      CsvRecord row = records.next();
      lastLine = row.getStartingLineNumber();
      return row;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw ApiException.badRequest("The file is not UTF-8");
      }
      throw e;
    } catch (CsvParseException e) {
      throw ApiException.badRequest(
          "The file is not CSV as RFC 4180 describes it after line " + lastLine);
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
