package io.shortener.transfer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The fields of an entry by what they mean, each taken as what it has to be or refused. */
record ForeignFields(Entry entry, ForeignShortener shortener) {
  /** In CSV, tags are parted by one of these. */
  private static final String SEPARATORS = "[|,]";

  /** ISO 8601 or nearly so, UTC unless it says otherwise. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd['T'][' ']HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHmm", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  Optional<String> text(ForeignField field) {
    return entry.text(shortener.names(field));
  }

  List<String> texts(ForeignField field) {
    return entry.texts(shortener.names(field), SEPARATORS);
  }

  /** A whole number that is not negative. */
  Optional<Long> number(ForeignField field) {
    return text(field)
        .map(
            text -> {
              try {
                long number = Long.parseLong(text.replace(",", ""));
                if (number >= 0) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // Refused below, as a negative number is.
              }
              throw new RefusedException(name(field) + " is not a whole number: " + text);
            });
  }

  /** How often something happened that may happen again. */
  Optional<Long> count(ForeignField field) {
    return Fields.withRoom(name(field), number(field));
  }

  /** As {@link Instant} is written, in whole seconds. */
  Optional<String> time(ForeignField field) {
    return text(field)
        .map(
            text -> {
              try {
                return instant(text).truncatedTo(ChronoUnit.SECONDS).toString();
              } catch (DateTimeException e) {
                throw new RefusedException(
                    name(field) + " is not of the form YYYY-MM-DD HH:MM:SS: " + text);
              }
            });
  }

  private static Instant instant(String text) {
    TemporalAccessor time = TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return time instanceof OffsetDateTime zoned
        ? zoned.toInstant()
        : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
  }

  private String name(ForeignField field) {
    return shortener.names(field).get(0);
  }
}
