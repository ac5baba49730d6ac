package io.shortener.clicks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A batch as columns, which a statement unnests. */
final class ClickColumns {
  private final List<Click> clicks;
  private final Map<Long, Long> counts = new TreeMap<>();

  ClickColumns(List<Click> clicks) {
    this.clicks = clicks;
    clicks.forEach(click -> counts.merge(click.link().id(), 1L, Long::sum));
  }

  /** The links, each once, in the order of their ids. */
  Object[] ids() {
    return counts.keySet().toArray(Long[]::new);
  }

  /** How often each of them was clicked. */
  Object[] times() {
    return counts.values().toArray(Long[]::new);
  }

  /** Of each click its link, as in all that follow. */
  Object[] urlIds() {
    return clicks.stream().map(click -> click.link().id()).toArray(Long[]::new);
  }

  /** The links' owners, null for none. */
  Object[] userIds() {
    return clicks.stream().map(click -> click.link().userId()).toArray(Long[]::new);
  }

  Object[] shortCodes() {
    return clicks.stream().map(click -> click.link().shortCode()).toArray(String[]::new);
  }

  Object[] originalUrls() {
    return clicks.stream().map(click -> click.link().originalUrl()).toArray(String[]::new);
  }

  /** When, in seconds since 1970. */
  Object[] seconds() {
    return clicks.stream().map(click -> click.timestamp().getEpochSecond()).toArray(Long[]::new);
  }
}
