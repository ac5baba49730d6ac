package io.shortener.visitors;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The programs that say who they are, by the list crawler-user-agents, and those that say only that
 * they are programs. Thread-safe.
 *
 * @see <a href="https://github.com/monperrus/crawler-user-agents">crawler-user-agents</a>
 */
final class Crawlers {
  private static final String LIST = "crawlers.json";
  private static final String PREVIEW_TAG = "social-preview";

  /** Escapes that stand for the character itself. */
  private static final Pattern ESCAPED = Pattern.compile("\\\\([^A-Za-z0-9])");

  private static final Pattern SPECIAL = Pattern.compile("[\\\\^$.|?*+()\\[{]");

  /**
   * Programs that show a link in a chat, by names that the list counts among others. Where they
   * differ, these hold.
   */
  private static final Pattern PREVIEWS =
      Pattern.compile(
          "(?i)slackbot|slack-imgproxy|twitterbot|facebookexternalhit|facebot|whatsapp/|discordbot"
              + "|telegrambot|linkedinbot|skypeuripreview|pinterestbot|redditbot|iframely|embedly"
              + "|vkshare|viber|line-poker|mattermost|synapse|matrix.*preview|link ?preview"
              + "|url ?preview|bingpreview|microsoftpreview|google-pagerenderer");

  /** Browsers inside of an app, which the list takes for their makers' programs. */
  private static final Pattern BROWSERS_IN_APPS = Pattern.compile("MetaIAB|FBAN/|FBAV/");

  /**
   * What only programs say, where no list knows them: what they are, whom to write to, or a name
   * and nothing else. Some telephones are called bots.
   */
  private static final Pattern PROGRAMS =
      Pattern.compile(
          "(?i)(?<!cu|[mb] |id ?|power )bots?(?![a-z])|crawl|spider|scrap(?:er|y)|fetcher|slurp"
              + "|monitor(?:ing)?(?![a-z])|valid(?:ator|ation)|checker|scan(?:ner)?(?![a-z])"
              + "|(?<!browser from: )https?://|\\bwww\\.|\\w@\\w|\\bptst\\b|headless|phantomjs"
              + "|google[ -](?:page|search|publisher|adwords|web|site)|\\bdaum|yande[gx]/|preview"
              + "|agent/|^[a-z0-9._ -]+(?:/v?[a-z0-9._-]+)?$"
              + "|\\b(?:java|php|perl|ruby|node|python|curl|libcurl|okhttp)[/-]?\\d");

  private final List<Predicate<String>> previews = new ArrayList<>();
  private final List<Predicate<String>> others = new ArrayList<>();

  Crawlers() {
    for (Entry entry : read()) {
      (entry.tags().contains(PREVIEW_TAG) ? previews : others).add(matcher(entry.pattern()));
    }
  }

  /** What kind of program says this of itself; empty when it may be a person's browser. */
  Optional<VisitorKind> kind(String userAgent) {
    if (BROWSERS_IN_APPS.matcher(userAgent).find()) {
      return Optional.empty();
    }
    if (PREVIEWS.matcher(userAgent).find() || isAny(previews, userAgent)) {
      return Optional.of(VisitorKind.PREVIEW);
    }
    return userAgent.isEmpty() || PROGRAMS.matcher(userAgent).find() || isAny(others, userAgent)
        ? Optional.of(VisitorKind.BOT)
        : Optional.empty();
  }

  private static boolean isAny(List<Predicate<String>> patterns, String userAgent) {
    for (Predicate<String> pattern : patterns) {
      if (pattern.test(userAgent)) {
        return true;
      }
    }
    return false;
  }

  /** Nearly all are plain words, which are found much faster as such. */
  private static Predicate<String> matcher(String pattern) {
    String word = ESCAPED.matcher(pattern).replaceAll("$1");
    boolean plain =
        !SPECIAL.matcher(ESCAPED.matcher(pattern).replaceAll("")).find()
            && !pattern.matches(".*\\\\[A-Za-z0-9].*");
    return plain ? userAgent -> userAgent.contains(word) : Pattern.compile(pattern).asPredicate();
  }

  private static List<Entry> read() {
    try (InputStream list = Crawlers.class.getResourceAsStream(LIST)) {
      return new ObjectMapper()
          .readValue(Objects.requireNonNull(list, LIST), new TypeReference<List<Entry>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Entry(String pattern, List<String> tags) {}
}
