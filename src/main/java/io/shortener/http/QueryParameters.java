package io.shortener.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The filters and the page in a query string. A value of the wrong form is refused with 400 and the
 * parameter's name; of a repeated parameter the first counts; unknown ones are ignored.
 */
public final class QueryParameters {
  private final MultivaluedMap<String, String> values;

  /** What has been asked for and is there. */
  private final Map<String, String> read = new TreeMap<>();

  public QueryParameters(UriInfo uri) {
    this.values = uri.getQueryParameters();
  }

  /** A positive 64-bit integer. */
  public Optional<Long> id(String name) {
    return text(name).map(value -> integer(name, value, 1, Long.MAX_VALUE));
  }

  /** An integer within bounds. */
  public Optional<Integer> integer(String name, int from, int to) {
    return text(name).map(value -> Math.toIntExact(integer(name, value, from, to)));
  }

  /** {@code true} or {@code false} in any case. */
  public Optional<Boolean> bool(String name) {
    return text(name)
        .map(
            value -> {
              if (value.equalsIgnoreCase("true")) {
                return true;
              }
              if (value.equalsIgnoreCase("false")) {
                return false;
              }
              throw ApiException.badRequest("'" + name + "' must be true or false");
            });
  }

  /** A time as {@link JsonObject#optionalTime} reads it. */
  public Optional<Instant> time(String name) {
    return text(name)
        .map(
            value ->
                UtcSeconds.parse(value)
                    .orElseThrow(
                        () ->
                            ApiException.badRequest(
                                "'" + name + "' must be a time like 2026-01-31T23:59:59")));
  }

  /** Any text that the database can compare. */
  public Optional<String> text(String name) {
    Optional<String> value = Optional.ofNullable(values.getFirst(name));
    if (value.isPresent() && !Text.isStorable(value.get())) {
      throw ApiException.badRequest("'" + name + "' has a character that no text can have");
    }
    value.ifPresent(present -> read.put(name, present));
    return value;
  }

  /** The page asked for; empty when neither {@code page} nor {@code per_page} is given. */
  public Optional<Page> page() {
    Optional<Long> number = text("page").map(value -> integer("page", value, 1, Long.MAX_VALUE));
    Optional<Integer> size = integer("per_page", 1, Page.MAX_SIZE);
    if (number.isEmpty() && size.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Page(number.orElse(1L), size.orElse(Page.DEFAULT_SIZE)));
  }

  /**
   * The stretch asked for; empty when neither {@code cursor} nor {@code limit} is given. To be read
   * after all filters: a cursor holds for the list that they make, and the next request repeats
   * them.
   *
   * @param path of the list
   */
  public Optional<Stretch> stretch(String path) {
    Map<String, String> filters = new TreeMap<>(read);
    Optional<Integer> limit = integer(Stretch.LIMIT, 1, Page.MAX_SIZE);
    Map<String, String> given = new TreeMap<>(read);
    Optional<String> cursor = text(Stretch.CURSOR);
    if (limit.isEmpty() && cursor.isEmpty()) {
      return Optional.empty();
    }
    if (values.containsKey("page") || values.containsKey("per_page")) {
      throw ApiException.badRequest(
          "'cursor' and 'limit' cannot be combined with 'page' and 'per_page'");
    }
    Stretch beginning =
        new Stretch(path, filters, given, Optional.empty(), limit.orElse(Page.DEFAULT_SIZE));
    return Optional.of(
        cursor.filter(text -> !text.isEmpty()).map(beginning::behind).orElse(beginning));
  }

  private static long integer(String name, String value, long from, long to) {
    boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    try {
      long number = digits ? Long.parseLong(value) : from - 1;
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException e) {
      // More digits than 64 bits hold: out of range like any other.
    }
    throw ApiException.badRequest(
        to == Long.MAX_VALUE
            ? "'" + name + "' must be a positive integer"
            : "'" + name + "' must be an integer from " + from + " to " + to);
  }
}
