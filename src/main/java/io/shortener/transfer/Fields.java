package io.shortener.transfer;

import io.shortener.http.ApiException;
import io.shortener.http.CsvRow;
import io.shortener.http.HostName;
import io.shortener.http.Text;
import io.shortener.http.UtcSeconds;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The fields of a row of an import, each taken as what it has to be or refused. */
final class Fields {
  /** Leaves room for the ids that are given out, and the clicks that are counted, afterwards. */
  private static final long LARGEST = Long.MAX_VALUE / 2;

  private final CsvRow row;

  Fields(CsvRow row) {
    this.row = row;
  }

  long line() {
    return row.line();
  }

  /** The field as it is, empty if it is missing. */
  String text(String column, int limit) {
    String value = given(column).orElse("");
    if (!Text.fits(value, limit)) {
      throw new RefusedException(column + " is longer than " + limit + " characters");
    }
    if (!Text.isStorable(value)) {
      throw new RefusedException(column + " has a character that no text can have");
    }
    return value;
  }

  /** As {@link #text}, but not empty. */
  String requiredText(String column, int limit) {
    String value = text(column, limit);
    if (value.isEmpty()) {
      throw new RefusedException("missing " + column);
    }
    return value;
  }

  /** The field as one of the API's rules wants it. */
  String checked(String column, UnaryOperator<String> rule) {
    try {
      return rule.apply(requiredText(column, Integer.MAX_VALUE));
    } catch (ApiException e) {
      throw new RefusedException(column + ": " + e.body().error());
    }
  }

  long id(String column) {
    return optionalId(column).orElseThrow(() -> new RefusedException("missing " + column));
  }

  Optional<Long> optionalId(String column) {
    Optional<Long> id = number(column);
    if (id.isPresent() && (id.get() < 1 || id.get() > LARGEST)) {
      throw new RefusedException(column + " is not from 1 to " + LARGEST);
    }
    return id;
  }

  /** A whole number that nothing is added to. */
  Optional<Long> positive(String column) {
    Optional<Long> number = number(column);
    if (number.equals(Optional.of(0L))) {
      throw new RefusedException(column + " is not positive");
    }
    return number;
  }

  /** How often something happened that may happen again. */
  Optional<Long> count(String column) {
    return withRoom(column, number(column));
  }

  /** A number to which others may be added. */
  static Optional<Long> withRoom(String name, Optional<Long> number) {
    if (number.isPresent() && number.get() > LARGEST) {
      throw new RefusedException(name + " is more than " + LARGEST);
    }
    return number;
  }

  /** A whole number that is not negative. */
  Optional<Long> number(String column) {
    return given(column)
        .filter(value -> !value.isEmpty())
        .map(
            value -> {
              try {
                if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                  return Long.parseLong(value);
                }
              } catch (NumberFormatException e) {
                // Refused below, as every other text that is no number.
              }
              throw new RefusedException(column + " is not a whole number");
            });
  }

  /** The name of a host, {@code ""} when there is none. */
  String domain() {
    String domain = text("domain", Integer.MAX_VALUE);
    if (domain.isEmpty()) {
      return domain;
    }
    return HostName.of(domain)
        .orElseThrow(() -> new RefusedException("domain is not the name of a host"));
  }

  Optional<Boolean> flag(String column) {
    return given(column)
        .filter(value -> !value.isEmpty())
        .map(
            value ->
                switch (value.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new RefusedException(column + " is neither True nor False");
                });
  }

  /** A time as PostgreSQL reads it. */
  String time(String column) {
    return optionalTime(column).orElseThrow(() -> new RefusedException("missing " + column));
  }

  Optional<String> optionalTime(String column) {
    return given(column)
        .filter(value -> !value.isEmpty())
        .map(
            value ->
                UtcSeconds.parseInFile(value)
                    .orElseThrow(
                        () ->
                            new RefusedException(
                                column + " is not of the form YYYY-MM-DD HH:MM:SS"))
                    .toString());
  }

  private Optional<String> given(String column) {
    return row.field(column);
  }
}
