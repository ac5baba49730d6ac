package io.shortener.stats;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How long the steps of a time series are, by the clocks and calendars of its time zone. */
enum Interval {
  HOUR(ChronoUnit.HOURS),
  DAY(ChronoUnit.DAYS),
  /** From Monday. */
  WEEK(ChronoUnit.WEEKS),
  MONTH(ChronoUnit.MONTHS);

  private final ChronoUnit unit;

  Interval(ChronoUnit unit) {
    this.unit = unit;
  }

  static Optional<Interval> of(String word) {
    return Arrays.stream(values()).filter(interval -> interval.word().equals(word)).findFirst();
  }

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  ChronoUnit unit() {
    return unit;
  }

  /** The first day of the step that a day is in; for hours the day itself. */
  LocalDate firstDay(LocalDate day) {
    return switch (this) {
      case HOUR, DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
    };
  }
}
