package io.shortener.stats;

import io.shortener.http.ApiException;
import io.shortener.http.QueryParameters;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a client wants to know about: from one time to another, in steps.
 *
 * @param from the first quarter of an hour, see {@link Quarters}
 * @param to the first one after it
 */
record TimeRange(int from, int to, Interval interval, ZoneId zone) {
  private static final int STEP_LIMIT = 1_000;
  private static final int USUAL_STEPS = 30;

  /** No clicks are older, and clocks were odd long ago. */
  private static final int FIRST_YEAR = 2000;

  /** Later times have more digits than answers have for a year, here or in UTC. */
  private static final int LAST_YEAR = 9999;

  private static final Instant LAST = Instant.parse(LAST_YEAR + "-12-31T23:59:59Z");

  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd")
          .optionalStart()
          .appendPattern("'T'HH:mm")
          .optionalStart()
          .appendPattern(":ss")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /**
   * Reads a query string; what is not given is the last 30 days.
   *
   * @throws ApiException 400 when something cannot be read, or would be too much
   */
  static TimeRange from(QueryParameters query, Instant now) {
    ZoneId zone = query.text("tz").map(TimeRange::zone).orElse(ZoneId.of("UTC"));
    Interval interval =
        query
            .text("interval")
            .map(
                word ->
                    Interval.of(word)
                        .orElseThrow(
                            () ->
                                ApiException.badRequest(
                                    "'interval' must be hour, day, week or month")))
            .orElse(Interval.DAY);
    int to = query.text("to").map(text -> quarter("to", text, zone)).orElse(Quarters.of(now) + 1);
    int from =
        query
            .text("from")
            .map(text -> quarter("from", text, zone))
            .orElseGet(() -> usualStart(to, interval, zone));
    if (from >= to) {
      throw ApiException.badRequest("'from' must be before 'to'");
    }
    TimeRange range = new TimeRange(from, to, interval, zone);
    if (range.isTooMuch()) {
      throw ApiException.badRequest(
          "'interval' must be longer: from 'from' to 'to' there are more than "
              + STEP_LIMIT
              + " of it");
    }
    return range;
  }

  private static ZoneId zone(String name) {
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      throw ApiException.badRequest("'tz' must be the name of a time zone, like Europe/Berlin");
    }
    return ZoneId.of(name);
  }

  private static int quarter(String name, String text, ZoneId zone) {
    TemporalAccessor time;
    try {
      time = FORM.parseBest(text, LocalDateTime::from, LocalDate::from);
    } catch (DateTimeException e) {
      throw ApiException.badRequest(
          "'" + name + "' must be a date or a time, like 2026-01-31 or 2026-01-31T12:15");
    }
    LocalDateTime local =
        time instanceof LocalDateTime exact ? exact : LocalDate.from(time).atStartOfDay();
    Instant instant = local.atZone(zone).toInstant();
    if (local.getYear() < FIRST_YEAR || local.getYear() > LAST_YEAR || instant.isAfter(LAST)) {
      throw ApiException.badRequest(
          "'" + name + "' must be in the years from " + FIRST_YEAR + " to " + LAST_YEAR);
    }
    if (time instanceof LocalDateTime && !Quarters.isStart(instant)) {
      throw ApiException.badRequest(
          "'" + name + "' must be at a full quarter of an hour, like 12:00 or 12:15");
    }
    return Quarters.of(instant);
  }

  private static int usualStart(int to, Interval interval, ZoneId zone) {
    ZonedDateTime last = Quarters.start(to - 1).atZone(zone);
    return interval == Interval.HOUR
        ? Quarters.of(last.toInstant().minus(USUAL_STEPS - 1, interval.unit()))
        : Quarters.of(
            interval.firstDay(last.toLocalDate()).minus(USUAL_STEPS - 1, interval.unit()), zone);
  }

  private boolean isTooMuch() {
    long longest = interval.unit().getDuration().toMinutes() / 15 * (STEP_LIMIT + 2L);
    return to - from > longest || steps().size() > STEP_LIMIT;
  }

  boolean contains(int quarter) {
    return quarter >= from && quarter < to;
  }

  /** The quarters in which its steps begin; the first and the last step may be shorter. */
  List<Integer> steps() {
    return interval == Interval.HOUR ? hours() : days();
  }

  /**
   * Where the clock says another hour, or is set to the same one again: an hour that comes twice is
   * two steps.
   */
  private List<Integer> hours() {
    List<Integer> starts = new ArrayList<>(List.of(from));
    ZonedDateTime before = Quarters.start(from).atZone(zone);
    for (int quarter = from + 1; quarter < to; quarter++) {
      ZonedDateTime now = Quarters.start(quarter).atZone(zone);
      if (now.getHour() != before.getHour() || !now.getOffset().equals(before.getOffset())) {
        starts.add(quarter);
      }
      before = now;
    }
    return starts;
  }

  private List<Integer> days() {
    List<Integer> starts = new ArrayList<>(List.of(from));
    LocalDate day = interval.firstDay(Quarters.start(from).atZone(zone).toLocalDate());
    int quarter = from;
    while (quarter < to) {
      if (quarter > starts.get(starts.size() - 1)) {
        starts.add(quarter);
      }
      day = day.plus(1, interval.unit());
      quarter = Quarters.of(day, zone);
    }
    return starts;
  }

  /** Where its steps begin, and the end. */
  List<Integer> borders() {
    List<Integer> borders = steps();
    borders.add(to);
    return borders;
  }
}
