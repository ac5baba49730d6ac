package io.shortener.urls;

import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * What a redirect needs to know of an active url.
 *
 * @param rules {@link LinkRules#USUAL} when not given; links with the usual rules share that one
 */
public record Link(
    long id, @Nullable Long userId, String shortCode, String originalUrl, @Nested LinkRules rules) {
  public Link {
    rules = rules == null || rules.equals(LinkRules.USUAL) ? LinkRules.USUAL : rules;
  }

  /** The same with another copy of its code. */
  public Link named(String code) {
    return new Link(id, userId, code, originalUrl, rules);
  }
}
