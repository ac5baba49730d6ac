package io.shortener.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    List<Column> columns = columns(rowType);
    // Closed only at the end: closing sends what is left.
    CsvWriter csv =
        CsvWriter.builder()
            .build(new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8)));
    csv.writeRecord(columns.stream().map(Column::name).toList());
    rows.forEach(
        row -> csv.writeRecord(columns.stream().map(column -> text(column, row)).toList()));
    csv.close();
  }

  /** A field that JSON unwraps is as many columns as it has fields. */
  private List<Column> columns(Class<?> rowType) {
    SerializationConfig config = json.getSerializationConfig();
    List<Column> columns = new ArrayList<>();
    for (BeanPropertyDefinition field :
        config.introspect(json.constructType(rowType)).findProperties()) {
      AnnotatedMember member = field.getAccessor();
      if (config.getAnnotationIntrospector().findUnwrappingNameTransformer(member) == null) {
        columns.add(new Column(field.getName(), member::getValue));
      } else {
        columns(member.getRawType()).forEach(inner -> columns.add(inner.of(member::getValue)));
      }
    }
    return columns;
  }

  private String text(Column column, Object row) {
    Object value = column.value().apply(row);
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

  /**
   * A column.
   *
   * @param value takes it from a row
   */
  private record Column(String name, Function<Object, @Nullable Object> value) {
    Column of(Function<Object, @Nullable Object> outer) {
      return new Column(
          name,
          row -> {
            Object inner = outer.apply(row);
            return inner == null ? null : value.apply(inner);
          });
    }
  }
}
