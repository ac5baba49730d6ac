package io.shortener.transfer;

import java.util.List;
import java.util.Optional;

/**
 * A link in another shortener's export, be it an object of JSON or a row of CSV. Names of fields
 * are compared by their letters and digits alone: {@code Long URL} is {@code long_url}.
 */
interface Entry {
  /** Where it stands in the file: a line, or its place among the objects. */
  long place();

  /** The first of these fields that is there and not empty, as text. */
  Optional<String> text(List<String> names);

  /**
   * The texts of a list, the first of these fields that is there.
   *
   * @param separators what is between them where the list is one text, as a regular expression
   */
  List<String> texts(List<String> names, String separators);
}
