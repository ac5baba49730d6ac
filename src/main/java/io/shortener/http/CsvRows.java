package io.shortener.http;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.input.BOMInputStream;

/**
 * The rows of a CSV file that begins with a header line, read one by one: UTF-8, RFC 4180, CRLF or
 * LF, a byte-order mark or none. Blank lines are passed over.
 */
public final class CsvRows implements AutoCloseable {
  private final CloseableIterator<CsvRecord> records;
  private final List<String> header;
  private final Map<String, Integer> columns = new HashMap<>();
  private long lastLine;

  /**
   * Reads the header.
   *
   * @param maxField the longest field, in characters: an open quotation mark must not swallow a
   *     whole file
   * @throws ApiException 400 when there is none
   */
  public CsvRows(InputStream file, int maxField) throws IOException {
    this.records =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(maxField)
            .ofCsvRecord(
                new InputStreamReader(
                    BOMInputStream.builder().setInputStream(file).get(),
                    StandardCharsets.UTF_8.newDecoder()))
            .iterator();
    this.header =
        read()
            .orElseThrow(() -> ApiException.badRequest("The file has no header line"))
            .getFields()
            .stream()
            .map(Text::trim)
            .toList();
    for (int i = 0; i < header.size(); i++) {
      columns.putIfAbsent(header.get(i), i);
    }
  }

  /** The names of the columns, in order. */
  public List<String> header() {
    return header;
  }

  /**
   * The next row, or empty at the end of the file.
   *
   * @throws ApiException 400 when the rest is not UTF-8 or not CSV
   */
  public Optional<CsvRow> next() {
    Optional<CsvRecord> row = read();
    while (row.isPresent() && isBlank(row.get())) {
      row = read();
    }
    return row.map(record -> new CsvRow(record, columns));
  }

  private static boolean isBlank(CsvRecord row) {
    return row.getFieldCount() == 1 && Text.trim(row.getField(0)).isEmpty();
  }

  private Optional<CsvRecord> read() {
    try {
      if (!records.hasNext()) {
        return Optional.empty();
      }
      CsvRecord row = records.next();
      lastLine = row.getStartingLineNumber();
      return Optional.of(row);
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
