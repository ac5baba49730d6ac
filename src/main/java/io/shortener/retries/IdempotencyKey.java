package io.shortener.retries;

import io.shortener.http.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client calls one request, however often it is sent. {@code "abc"} and {@code abc} are the
 * same key: the quotes are syntax.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
 *     Idempotency-Key HTTP Header Field</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9651#name-strings">RFC 9651, Strings</a>
 */
record IdempotencyKey(String value) {
  static final String HEADER = "Idempotency-Key";

  private static final int LONGEST = 255;

  static final String UNREADABLE =
      "'"
          + HEADER
          + "' must be one string of 1 to "
          + LONGEST
          + " ASCII characters, like \"8e03978e-40d5-43e8\"";

  /** Quotes, and a backslash before each character. */
  private static final int LONGEST_STRING = 2 * LONGEST + 2;

  private static final Pattern STRING = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*)\"");

  /** What many clients send instead of a string. */
  private static final Pattern BARE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]+");

  /** Both, as a schema says it. */
  static final String FORM =
      "^(\"([ !#-\\[\\]-~]|\\\\[\"\\\\]){1,%1$d}\"|[!#-+\\--:<-\\[\\]-~]{1,%1$d})$"
          .formatted(LONGEST);

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  /**
   * The key of a request, if it has one.
   *
   * @throws ApiException 400 when it cannot be read: who meant to be careful must not be taken for
   *     somebody who did not
   */
  static Optional<IdempotencyKey> of(@Nullable List<String> headers) {
    if (headers == null || headers.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> value = headers.size() == 1 ? read(headers.get(0).strip()) : Optional.empty();
    return Optional.of(
        value
            .filter(key -> !key.isEmpty() && key.length() <= LONGEST)
            .map(IdempotencyKey::new)
            .orElseThrow(() -> ApiException.badRequest(UNREADABLE)));
  }

  private static Optional<String> read(String header) {
    if (header.length() > LONGEST_STRING) {
      return Optional.empty();
    }
    Matcher string = STRING.matcher(header);
    if (string.matches()) {
      return Optional.of(ESCAPE.matcher(string.group(1)).replaceAll("$1"));
    }
    return Optional.of(header).filter(bare -> BARE.matcher(bare).matches());
  }
}
