package io.shortener.stats;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.BiConsumer;

/** Visits by the quarters or the days in which they were. */
final class VisitSums {
  private final boolean byDay;
  private final Integer[] starts;
  private final Long[][] visits;

  private VisitSums(boolean byDay, Integer[] starts, Long[]... visits) {
    this.byDay = byDay;
    this.starts = starts;
    this.visits = visits;
  }

  static VisitSums read(ResultSet row) throws SQLException {
    return new VisitSums(
        row.getBoolean(1),
        (Integer[]) row.getArray(2).getArray(),
        longs(row, 3),
        longs(row, 4),
        longs(row, 5),
        longs(row, 6));
  }

  private static Long[] longs(ResultSet row, int column) throws SQLException {
    return (Long[]) row.getArray(column).getArray();
  }

  /** Whether visits are told by day, not by quarter. */
  boolean byDay() {
    return byDay;
  }

  /** Tells of each day or quarter the first quarter and the visits. */
  void forEach(BiConsumer<Integer, Visits> consumer) {
    for (int i = 0; i < starts.length; i++) {
      consumer.accept(
          starts[i], new Visits(visits[0][i], visits[1][i], visits[2][i], visits[3][i]));
    }
  }
}
