package io.shortener.http;

import com.google.common.net.PercentEscaper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A part of a list that begins behind a row, wherever that stands by now: however many rows come
 * and go between two of them, none that stays is missed or comes twice.
 *
 * @param path of the list
 * @param filters what tells which rows the list has, and in which order
 * @param after the row; empty at the beginning
 * @param given the parameters of the request that the next one has to repeat
 */
public record Stretch(
    String path,
    Map<String, String> filters,
    Map<String, String> given,
    Optional<Cursor> after,
    int limit) {
  static final String CURSOR = "cursor";
  static final String LIMIT = "limit";

  private static final PercentEscaper VALUES = new PercentEscaper("-._~", false);

  /** The same behind the row that a client names. */
  Stretch behind(String cursor) {
    return new Stretch(
        path,
        filters,
        given,
        Optional.of(
            Cursor.parse(cursor, list())
                .orElseThrow(
                    () ->
                        ApiException.badRequest(
                            "'cursor' must be one that this list gave, with the same filters"))),
        limit);
  }

  /** How many rows to look for: one more than are shown, which tells whether there are more. */
  public int sought() {
    return limit + 1;
  }

  /**
   * The answer.
   *
   * @param found up to {@link #sought} rows
   * @param cursor where in the order a row is
   */
  public <T> Rows<T> rows(
      List<T> found, Function<T, Cursor> cursor, PublicUrl publicUrl, HttpServletRequest request) {
    if (found.size() <= limit) {
      return new Part<>(found, Optional.empty());
    }
    List<T> shown = found.subList(0, limit);
    String last = cursor.apply(shown.get(limit - 1)).text(list());
    return new Part<>(shown, Optional.of(publicUrl.link(request, next(last))));
  }

  private String list() {
    return path + filters;
  }

  private String next(String cursor) {
    StringBuilder next = new StringBuilder(path).append('?');
    given.forEach(
        (name, value) -> next.append(name).append('=').append(VALUES.escape(value)).append('&'));
    return next.append(CURSOR).append('=').append(cursor).toString();
  }

  private record Part<T>(List<T> rows, Optional<String> next) implements Rows<T> {
    @Override
    public void forEach(Consumer<T> consumer) {
      rows.forEach(consumer);
    }
  }
}
