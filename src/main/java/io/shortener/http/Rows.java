package io.shortener.http;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rows on their way to the client: one JSON array, or what the client asks for instead. A page is a
 * list that is already there; a whole table is read from the database while it is being sent, so
 * that memory stays constant.
 *
 * @param <T> the rows' type
 */
@FunctionalInterface
public interface Rows<T> {
  /** CSV with a header line. */
  String CSV = "text/csv";

  /** A JSON object a line. */
  String JSON_LINES = "application/x-ndjson";

  /** Hands over all rows in order; called once. */
  void forEach(Consumer<T> consumer);

  /** The URL of the rows behind these; empty when these are all, or nobody asked for a part. */
  default Optional<String> next() {
    return Optional.empty();
  }
}
