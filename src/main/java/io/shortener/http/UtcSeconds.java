package io.shortener.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Instants as UTC to the second, without zone: {@code 2026-01-31T23:59:59}. */
public final class UtcSeconds extends StdSerializer<Instant> {
  private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  /** What PostgreSQL and a date of four digits can both hold. */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private static final DateTimeFormatter ZONE_OPTIONAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .appendPattern("HH:mm:ss")
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /**
   * Exactly four digits of a year: with a sign or more of them it is none that clients can read.
   */
  private static final DateTimeFormatter IN_FILES =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4)
          .appendPattern("-MM-dd'T'HH:mm:ss")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  public UtcSeconds() {
    super(Instant.class);
  }

  /** Reads a time, which is UTC unless it has an offset; empty when it is none. */
  public static Optional<Instant> parse(String text) {
    try {
      TemporalAccessor time =
          ZONE_OPTIONAL.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      Instant instant =
          time instanceof OffsetDateTime zoned
              ? zoned.toInstant()
              : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
      return Optional.of(instant).filter(t -> !t.isBefore(FIRST) && !t.isAfter(LAST));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Reads what files have, {@code YYYY-MM-DD HH:MM:SS} or with {@code T}; empty if it is not. */
  public static Optional<Instant> parseInFile(String text) {
    try {
      LocalDateTime time = LocalDateTime.parse(text.replaceFirst(" ", "T"), IN_FILES);
      // There is no year 0, not in the database either.
      return time.getYear() > 0 ? Optional.of(time.toInstant(ZoneOffset.UTC)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether seconds since 1970 are a time that clients and the database can have. */
  static boolean isStorable(long seconds) {
    return seconds >= FIRST.getEpochSecond() && seconds <= LAST.getEpochSecond();
  }

  /** As clients see it. */
  public static String format(Instant instant) {
    return FORMAT.format(instant);
  }

  @Override
  public void serialize(Instant instant, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeString(format(instant));
  }
}
