package io.shortener.http;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a host in the one form in which it is stored and compared. */
public final class HostName {
  private static final int LIMIT = 253;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

  private HostName() {}

  /**
   * The name in lower case, as the DNS has it ({@code bücher.example} is {@code
   * xn--bcher-kva.example}) and without a final dot; empty when the text is something else, say a
   * URL or a name with a port.
   */
  public static Optional<String> of(String text) {
    // A name and its final dot; what it takes to convert a text grows faster than the text.
    if (text.length() > LIMIT + 1) {
      return Optional.empty();
    }
    return toAscii(text)
        .map(HostName::comparable)
        .filter(name -> name.length() <= LIMIT && NAME.matcher(name).matches());
  }

  /**
   * What the DNS is asked for a name, in any case; empty when it is too long. Browsers map
   * characters by UTS 46, which comes to NFKC and {@link IDN}; this knows those that are younger
   * than IDN's table.
   *
   * @see <a href="https://www.unicode.org/reports/tr46/">UTS 46</a>
   */
  public static Optional<String> toAscii(String name) {
    if (name.chars().allMatch(c -> c < 0x80)) {
      return Optional.of(name);
    }
    String mapped = Normalizer.normalize(name, Normalizer.Form.NFKC);
    // A character of two units takes at least one in ASCII. Time grows faster than the length.
    if (mapped.length() > 2 * (LIMIT + 1)) {
      return Optional.empty();
    }
    try {
      return Optional.of(IDN.toASCII(mapped, IDN.ALLOW_UNASSIGNED));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What is a name already, as it is compared; a usual one is not copied. */
  public static String comparable(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
