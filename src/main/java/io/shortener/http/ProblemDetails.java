package io.shortener.http;

import com.google.common.base.Ascii;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.QuotedQualityCSV;

/**
 * An error in the words of RFC 9457.
 *
 * @param title what HTTP calls the status: that is what a type of {@code about:blank} says
 * @param detail the text of the {@link ErrorBody}
 * @param instance the id of the request, as a fragment of the URI that was asked
 */
public record ProblemDetails(
    String type, String title, int status, String detail, String instance) {
  /** How it is sent. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The ranges that take the usual shape; the most specific one that is given counts. */
  private static final List<String> USUAL = List.of("application/json", "application/*", "*/*");

  /** The same that an {@link ErrorBody} says. */
  public static ProblemDetails of(ErrorBody error, String requestId) {
    return new ProblemDetails(
        "about:blank",
        HttpStatus.getMessage(error.status()),
        error.status(),
        error.error(),
        "#" + requestId);
  }

  /**
   * Whether a client wants errors so: it names the type, and prefers it to the usual one or names
   * it earlier.
   *
   * @param accept its {@code Accept} headers
   */
  static boolean arePreferred(Iterable<String> accept) {
    QuotedQualityCSV ranges = new QuotedQualityCSV();
    accept.forEach(ranges::addValue);
    List<String> types =
        ranges.getValues().stream().map(ProblemDetails::withoutParameters).toList();
    int place = types.indexOf(MEDIA_TYPE);
    return place >= 0
        && USUAL.stream()
            .filter(types::contains)
            .findFirst()
            .map(usual -> place < types.indexOf(usual))
            .orElse(true);
  }

  private static String withoutParameters(String range) {
    return Ascii.toLowerCase(range.split(";", 2)[0].strip());
  }
}
