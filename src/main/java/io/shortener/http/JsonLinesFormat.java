package io.shortener.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A JSON object a line. */
final class JsonLinesFormat implements RowsFormat {
  private final ObjectWriter json;

  JsonLinesFormat(ObjectMapper json) {
    this.json =
        json.writer().withRootValueSeparator("\n").without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  @Override
  public void write(Rows<?> rows, Class<?> rowType, OutputStream body) throws IOException {
    JsonGenerator generator = json.createGenerator(body);
    rows.forEach(
        row -> {
          try {
            json.writeValue(generator, row);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    if (generator.getOutputContext().hasCurrentIndex()) {
      generator.writeRaw('\n');
    }
    generator.close();
  }
}
