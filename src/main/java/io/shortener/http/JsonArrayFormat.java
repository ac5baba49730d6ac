package io.shortener.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** One JSON array. */
final class JsonArrayFormat implements RowsFormat {
  private final ObjectWriter json;

  JsonArrayFormat(ObjectMapper json) {
    this.json = json.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  @Override
  public void write(Rows<?> rows, Class<?> rowType, OutputStream body) throws IOException {
    // Closed only at the end: closing writes the bracket that says the list is whole.
    JsonGenerator generator = json.createGenerator(body);
    generator.writeStartArray();
    rows.forEach(
        row -> {
          try {
            json.writeValue(generator, row);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    generator.writeEndArray();
    generator.close();
  }
}
