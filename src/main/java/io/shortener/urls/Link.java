package io.shortener.urls;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * What a redirect needs to know of an active url.
 *
 * @param domain {@code ""} for none, also when not given: files of earlier versions have none
 * @param rules {@link LinkRules#USUAL} when not given; links with the usual rules share that one
 */
public record Link(
    long id,
    @Nullable Long userId,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String domain,
    String shortCode,
    String originalUrl,
    @Nested LinkRules rules) {
  public Link {
    domain = domain == null ? "" : domain;
    rules = rules == null || rules.equals(LinkRules.USUAL) ? LinkRules.USUAL : rules;
  }

  /** What visitors ask for who come to it. */
  public String address() {
    return Domains.address(domain, shortCode);
  }

  /** The same with another copy of its address, where that is its code alone. */
  public Link named(String address) {
    return domain.isEmpty() ? new Link(id, userId, domain, address, originalUrl, rules) : this;
  }
}
