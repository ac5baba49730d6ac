package io.shortener.visitors;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells from the headers of a request who or what sent it. What a User-Agent stands for is
 * remembered, because few of them make most visits. Thread-safe.
 */
public final class Visitors {
  private static final Logger LOGGER = LoggerFactory.getLogger(Visitors.class);

  /** With User-Agents of the usual length about three megabytes. */
  private static final int REMEMBERED = 10_000;

  private static final Pattern REFERRER =
      Pattern.compile("[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([a-z0-9._-]{1,253})(?:[:/?#].*)?");
  private static final Pattern LANGUAGE = Pattern.compile("\\s*([a-z]{2,3})(?:[-_;,\\s].*)?");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z][A-Z0-9]");

  /** How proxies say that they don't know. */
  private static final String NO_COUNTRY = "XX";

  private final Cache<String, Software> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();
  private final SoftwareReader reader = new SoftwareReader();

  /** Never fails: a click must not be lost because nobody knows who made it. */
  public Visitor of(VisitorHeaders headers) {
    Software software = remembered.get(headers.userAgent(), this::read);
    VisitorKind kind =
        headers.isPrefetch() && software.kind() == VisitorKind.HUMAN
            ? VisitorKind.PREFETCH
            : software.kind();
    if (headers.isUntracked()) {
      return Visitor.untracked(kind);
    }
    return new Visitor(
        kind,
        first(REFERRER, headers.referrer().toLowerCase(Locale.ROOT)),
        software.browser(),
        software.os(),
        software.device(),
        first(LANGUAGE, headers.languages().toLowerCase(Locale.ROOT)),
        country(headers.country()));
  }

  private Software read(String userAgent) {
    try {
      return reader.read(userAgent);
    } catch (RuntimeException | StackOverflowError e) {
      LOGGER.warn("A User-Agent cannot be read: {}", e.toString());
      return Software.UNKNOWN;
    }
  }

  private static @Nullable String first(Pattern pattern, String header) {
    if (header.isEmpty()) {
      return null;
    }
    Matcher matcher = pattern.matcher(header);
    return matcher.matches() ? matcher.group(1) : null;
  }

  private static @Nullable String country(String header) {
    String country = header.toUpperCase(Locale.ROOT);
    return COUNTRY.matcher(country).matches() && !country.equals(NO_COUNTRY) ? country : null;
  }
}
