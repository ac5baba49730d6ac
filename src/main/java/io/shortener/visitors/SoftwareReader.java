package io.shortener.visitors;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ua_parser.OS;
import ua_parser.Parser;
import ua_parser.UserAgent;

/**
 * Reads User-Agents, by the rules of uap-core and a list of crawlers. It takes a few tenths of a
 * millisecond for each. Thread-safe.
 *
 * @see <a href="https://github.com/ua-parser/uap-java">uap-java</a>
 */
final class SoftwareReader {
  private static final String OTHER = "Other";

  /** What a rule cuts out of a User-Agent can be anything. */
  private static final Pattern NAME = Pattern.compile("[\\x20-\\x7E]{1,40}");

  /** In the order in which they are asked; the library's rules name models instead. */
  private static final ImmutableMap<String, Pattern> DEVICES =
      ImmutableMap.of(
          "tv",
          Pattern.compile(
              "(?i)smart-?tv|hbbtv|appletv|apple tv|googletv|google tv|android tv|bravia|crkey|roku"
                  + "|web0s|webos.*tv|netcast|tizen.*\\btv\\b|aft[a-z]+ build|viera|\\bdtv\\b"),
          "console",
          Pattern.compile("(?i)playstation|nintendo|xbox"),
          "tablet",
          Pattern.compile(
              "(?i)ipad|tablet|playbook|kindle|\\bsilk/(?!.*mobile)|\\bSM-T\\d|android(?!.*mobi)"),
          "mobile",
          Pattern.compile(
              "(?i)mobi|iphone|ipod|android|windows phone|blackberry|bb10|opera mini|kaios|symbian"
                  + "|webos|cfnetwork"),
          "desktop",
          Pattern.compile("(?i)windows|macintosh|mac os x|x11|cros|linux"));

  private final Parser parser = new Parser();
  private final Crawlers crawlers = new Crawlers();

  /** Reads one of bounded length. What nobody has ever heard of is no browser. */
  Software read(String userAgent) {
    Optional<VisitorKind> program = crawlers.kind(userAgent);
    if (program.isPresent()) {
      return Software.program(program.get());
    }
    UserAgent browser = parser.parseUserAgent(userAgent);
    OS os = parser.parseOS(userAgent);
    Software software =
        new Software(
            VisitorKind.HUMAN,
            name(browser == null ? OTHER : browser.family),
            name(os == null ? OTHER : os.family),
            device(userAgent));
    return software.browser() == null && software.os() == null
        ? Software.program(VisitorKind.BOT)
        : software;
  }

  private static @Nullable String device(String userAgent) {
    return DEVICES.entrySet().stream()
        .filter(device -> device.getValue().matcher(userAgent).find())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String name(@Nullable String family) {
    return family == null || family.equals(OTHER) || !NAME.matcher(family).matches()
        ? null
        : family;
  }
}
