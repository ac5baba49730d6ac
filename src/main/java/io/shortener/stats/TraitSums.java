package io.shortener.stats;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.BiConsumer;

/** How many people had what stands behind each number. */
final class TraitSums {
  private final Integer[] numbers;
  private final Long[] people;

  private TraitSums(Integer[] numbers, Long[] people) {
    this.numbers = numbers;
    this.people = people;
  }

  /** JDBI's own mapper of arrays would copy each one more time. */
  static TraitSums read(ResultSet row) throws SQLException {
    return new TraitSums(
        (Integer[]) row.getArray(1).getArray(), (Long[]) row.getArray(2).getArray());
  }

  /** Tells each number and its people. */
  void forEach(BiConsumer<Integer, Long> consumer) {
    for (int i = 0; i < numbers.length; i++) {
      consumer.accept(numbers[i], people[i]);
    }
  }
}
