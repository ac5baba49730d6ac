package io.shortener.users;

import io.shortener.users.UserImport.SkippedRow;
import java.util.ArrayList;
import java.util.List;

/** The rows that an import did not take: all counted, the first ones named. */
final class SkippedRows {
  private static final int NAMED = 1_000;

  private final List<SkippedRow> first = new ArrayList<>();
  private long count;

  void add(long line, String reason) {
    count++;
    if (first.size() < NAMED) {
      first.add(new SkippedRow(line, reason));
    }
  }

  List<SkippedRow> first() {
    return List.copyOf(first);
  }

  long count() {
    return count;
  }
}
