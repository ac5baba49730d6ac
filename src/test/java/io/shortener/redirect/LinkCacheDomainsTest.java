package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import org.junit.jupiter.api.Test;

/** Links that have a domain, beside those that have none. */
class LinkCacheDomainsTest {
  private final CacheInHand hand = new CacheInHand();
  private final LinkCache cache = hand.cache();

  @Test
  void sameCodeOfTwoDomainsIsTwoLinks() {
    hand.row("sale", "http://here");
    hand.row(new Link(2, null, "go.example", "sale", "http://a", LinkRules.USUAL));
    assertThat(hand.follow("sale")).contains("http://here");
    assertThat(hand.follow("go.example/sale")).contains("http://a");
    assertThat(hand.follow("to.example/sale")).isEmpty();

    hand.row(new Link(2, null, "go.example", "sale", "http://b", LinkRules.USUAL));
    cache.linkChanged("go.example/sale");

    assertThat(cache.known("sale")).isPresent();
    assertThat(hand.follow("go.example/sale")).contains("http://b");
  }

  @Test
  void linkOfADomainIsLookedUpAgainUnderItsAddress() {
    hand.row(new Link(2, null, "go.example", "sale", "http://a", LinkRules.USUAL));
    hand.follow("go.example/sale");
    cache.distrustAll();

    assertThat(hand.follow("go.example/sale")).contains("http://a");
    assertThat(cache.hottest(10)).singleElement().returns("sale", Link::shortCode);
  }
}
