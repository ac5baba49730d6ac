package io.shortener.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.shortener.http.CsvRow;
import io.shortener.http.CsvRows;
import io.shortener.startup.StartupException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Reads the entries of another shortener's export, one by one. JSON may be several documents after
 * each other, as pages of an API are when they are put into one file.
 */
final class ForeignFile implements AutoCloseable {
  private static final int MAX_FIELD = 1 << 20;

  private final BoundedInputStream file;
  private final Source source;

  private ForeignFile(BoundedInputStream file, Source source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Opens a file.
   *
   * @param container the field of JSON documents that the entries are in
   */
  static ForeignFile open(Path path, String container) throws IOException {
    BoundedInputStream file = BoundedInputStream.builder().setPath(path).get();
    InputStream bytes = new BufferedInputStream(file);
    return new ForeignFile(file, isJson(bytes) ? json(bytes, container) : csv(bytes));
  }

  /** The next entry, or empty at the end. */
  Optional<Entry> next() throws IOException {
    return source.next();
  }

  /** How many bytes were read. */
  long read() {
    return file.getCount();
  }

  /** By what a name of a field is compared. */
  static String comparable(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static boolean isJson(InputStream bytes) throws IOException {
    bytes.mark(MAX_FIELD);
    int first = bytes.read();
    // White space, and the three bytes of a byte-order mark.
    while (first == ' ' || first == '\t' || first == '\r' || first == '\n' || first >= 0xbb) {
      first = bytes.read();
    }
    bytes.reset();
    return first == '{' || first == '[';
  }

  private static Source csv(InputStream bytes) throws IOException {
    CsvRows rows = new CsvRows(bytes, MAX_FIELD);
    Map<String, String> columns = new HashMap<>();
    rows.header().forEach(column -> columns.putIfAbsent(comparable(column), column));
    return () -> {
      Optional<CsvRow> row = rows.next();
      return row.map(found -> new CsvEntry(found, columns));
    };
  }

  private static Source json(InputStream bytes, String container) throws IOException {
    JsonMapper json = new JsonMapper();
    JsonParser parser = json.createParser(bytes);
    long[] place = {0};
    return () -> {
      try {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          if (token == JsonToken.START_OBJECT && isIn(container, parser.getParsingContext())) {
            JsonNode object = json.readTree(parser);
            return Optional.of(new JsonEntry(++place[0], object));
          }
        }
        return Optional.empty();
      } catch (JsonProcessingException e) {
        throw new StartupException("The file is not JSON after entry " + place[0] + ".", e);
      }
    };
  }

  /** In an array or an object of that name, or in an array that is the document. */
  private static boolean isIn(String container, JsonStreamContext object) {
    JsonStreamContext parent = object.getParent();
    JsonStreamContext outer = parent == null ? null : parent.getParent();
    if (parent == null || outer == null) {
      return false;
    }
    return outer.inRoot() ? parent.inArray() : container.equals(outer.getCurrentName());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  @FunctionalInterface
  private interface Source {
    Optional<Entry> next() throws IOException;
  }
}
