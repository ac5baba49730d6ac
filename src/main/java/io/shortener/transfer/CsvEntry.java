package io.shortener.transfer;

import com.google.common.base.Splitter;
import io.shortener.http.CsvRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entry of CSV.
 *
 * @param columns the header's names by what they are compared as
 */
record CsvEntry(CsvRow row, Map<String, String> columns) implements Entry {
  @Override
  public long place() {
    return row.line();
  }

  @Override
  public Optional<String> text(List<String> names) {
    return names.stream()
        .map(ForeignFile::comparable)
        .flatMap(name -> Optional.ofNullable(columns.get(name)).stream())
        .flatMap(column -> row.field(column).stream())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  @Override
  public List<String> texts(List<String> names, String separators) {
    return text(names).map(Splitter.onPattern(separators)::splitToList).orElse(List.of());
  }
}
