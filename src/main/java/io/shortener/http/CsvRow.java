package io.shortener.http;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.Map;
import java.util.Optional;

/** A row of a CSV file, whose fields are asked for by their column's name. */
public final class CsvRow {
  private final CsvRecord row;
  private final Map<String, Integer> columns;

  CsvRow(CsvRecord row, Map<String, Integer> columns) {
    this.row = row;
    this.columns = columns;
  }

  /** Where the row begins in the file, from 1. */
  public long line() {
    return row.getStartingLineNumber();
  }

  /** The field exactly as it stands there; empty when the row or the header is without it. */
  public Optional<String> field(String column) {
    int index = columns.getOrDefault(column, Integer.MAX_VALUE);
    return index < row.getFieldCount() ? Optional.of(row.getField(index)) : Optional.empty();
  }
}
