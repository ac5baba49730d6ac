package io.shortener.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entity tags of a header, as RFC 9110 has them.
 *
 * @param isStar whether it is {@code *}, which names every version there is
 */
record TagList(boolean isStar, List<Tag> tags) {
  /** Behind a tag comes a comma or the end; elements of a list may be empty. */
  private static final Pattern ELEMENT =
      Pattern.compile("\\G[ \\t,]*(W/)?\"([^\\x00-\\x20\"\\x7F]*)\"[ \\t]*(?=,|$)");

  private static final Pattern REST = Pattern.compile("[ \\t,]*");

  /** Reads a header; empty when it is none that anybody can read. */
  static Optional<TagList> parse(String header) {
    if (header.strip().equals("*")) {
      return Optional.of(new TagList(true, List.of()));
    }
    List<Tag> tags = new ArrayList<>();
    int end = 0;
    Matcher element = ELEMENT.matcher(header);
    while (element.find()) {
      tags.add(new Tag(element.group(2), element.group(1) != null));
      end = element.end();
    }
    return REST.matcher(header.substring(end)).matches()
        ? Optional.of(new TagList(false, tags))
        : Optional.empty();
  }

  /** Whether a weak comparison finds the tag: what an answer shows, for who has it already. */
  boolean names(VersionTag current) {
    return hasAny(tag -> tag.value().equals(current.value()));
  }

  /** Whether a strong comparison finds the version: what there is, for who will change it. */
  boolean namesVersion(VersionTag current) {
    return hasAny(tag -> !tag.isWeak() && current.isVersionOf(tag.value()));
  }

  private boolean hasAny(Predicate<Tag> condition) {
    return isStar || tags.stream().anyMatch(condition);
  }

  /**
   * A tag that was sent.
   *
   * @param value what stands between the quotes
   */
  record Tag(String value, boolean isWeak) {}
}
