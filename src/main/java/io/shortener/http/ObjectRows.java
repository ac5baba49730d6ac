package io.shortener.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

/** The objects of a body, one after the other; an object that is unusable spoils no other. */
public interface ObjectRows {
  /**
   * The next row; empty at the end.
   *
   * @throws ApiException 400 when it cannot be told where rows begin and end
   */
  Optional<ObjectRow> next() throws IOException;

  /** The elements of one JSON array. */
  static ObjectRows ofJsonArray(SpooledBody body) throws IOException {
    return new JsonArrayRows(body);
  }

  /** The lines that are not blank, each a JSON document. */
  static ObjectRows ofJsonLines(SpooledBody body) throws IOException {
    return new JsonLinesRows(body);
  }

  /**
   * The rows of CSV with a header line.
   *
   * @param json makes of a row the text of a JSON object
   */
  static ObjectRows ofCsv(SpooledBody body, Function<CsvRow, String> json) throws IOException {
    JsonObjectReader reader = new JsonObjectReader();
    CsvRows rows = new CsvRows(body.stream(), JsonObjectReader.MAX_BYTES);
    long[] number = {0};
    return () ->
        rows.next().map(row -> new ObjectRow(++number[0], () -> reader.read(json.apply(row))));
  }

  /** A row that stands somewhere in the body and is read when it is asked for. */
  static ObjectRow at(SpooledBody body, JsonObjectReader reader, long number, long from, long to) {
    return new ObjectRow(
        number,
        () -> {
          if (to - from > JsonObjectReader.MAX_BYTES) {
            throw ApiException.tooLarge("Request body too large");
          }
          try {
            return reader.read(body.part(from, Math.toIntExact(to - from)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
