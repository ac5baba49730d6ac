package io.shortener.clicks;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A batch as columns, which a statement unnests.
 *
 * @param ids of the links, each once, in order
 * @param times how often each of them was clicked
 * @param urlIds one element for each click, as in all that follow
 * @param userIds the links' owners, null for none
 * @param seconds since 1970
 */
public record ClickColumns(
    List<Long> ids,
    List<Long> times,
    List<Long> urlIds,
    List<@Nullable Long> userIds,
    List<String> shortCodes,
    List<String> originalUrls,
    List<Long> seconds) {

  static ClickColumns of(List<Click> clicks) {
    SortedMap<Long, Long> counts = new TreeMap<>();
    clicks.forEach(click -> counts.merge(click.link().id(), 1L, Long::sum));
    return new ClickColumns(
        List.copyOf(counts.keySet()),
        List.copyOf(counts.values()),
        clicks.stream().map(click -> click.link().id()).toList(),
        clicks.stream().<@Nullable Long>map(click -> click.link().userId()).toList(),
        clicks.stream().map(click -> click.link().shortCode()).toList(),
        clicks.stream().map(click -> click.link().originalUrl()).toList(),
        clicks.stream().map(click -> click.timestamp().getEpochSecond()).toList());
  }
}
