package io.shortener.http;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * CSV as RFC 4180 describes it, with a header line: the fields of the JSON objects in their order,
 * what is an object or an array there as JSON text. Texts stand there as they are, also those that
 * a spreadsheet takes for a formula.
 */
final class CsvFormat implements RowsFormat {
  private final ObjectMapper json;

  CsvFormat(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public void write(Rows<?> rows, Class<?> rowType, OutputStream body) throws IOException {
    List<BeanPropertyDefinition> fields = fields(rowType);
    // Closed only at the end: closing sends what is left.
    CsvWriter csv =
        CsvWriter.builder()
            .build(new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8)));
    csv.writeRecord(fields.stream().map(BeanPropertyDefinition::getName).toList());
    rows.forEach(row -> csv.writeRecord(fields.stream().map(field -> text(field, row)).toList()));
    csv.close();
  }

  private List<BeanPropertyDefinition> fields(Class<?> rowType) {
    JavaType type = json.constructType(rowType);
    return json.getSerializationConfig().introspect(type).findProperties();
  }

  private String text(BeanPropertyDefinition field, Object row) {
    Object value = field.getAccessor().getValue(row);
    if (value == null) {
      return "";
    }
    if (value instanceof Instant time) {
      return UtcSeconds.format(time);
    }
    if (value instanceof Collection) {
      try {
        return json.writeValueAsString(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return value.toString();
  }
}
