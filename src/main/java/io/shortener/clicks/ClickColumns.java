package io.shortener.clicks;

import io.shortener.urls.Link;
import io.shortener.visitors.Visitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A batch as columns, which a statement unnests. Every visitor waits for them to be made: that is
 * why they are arrays that the driver sends as they are, each filled in one go.
 */
final class ClickColumns {
  private final SortedMap<Long, Count> counts = new TreeMap<>();

  /** Each visitor once, with its number from 1: most clicks of a batch share a few. */
  private final Map<Visitor, Long> numbers = new LinkedHashMap<>();

  private final long[] urlIds;
  private final @Nullable Long[] userIds;
  private final String[] shortCodes;
  private final String[] originalUrls;
  private final long[] seconds;
  private final long[] visitors;

  ClickColumns(List<Click> clicks) {
    int size = clicks.size();
    urlIds = new long[size];
    userIds = new @Nullable Long[size];
    shortCodes = new String[size];
    originalUrls = new String[size];
    seconds = new long[size];
    visitors = new long[size];
    for (int row = 0; row < size; row++) {
      put(row, clicks.get(row));
    }
  }

  private void put(int row, Click click) {
    Link link = click.link();
    Visitor visitor = click.visitor();
    counts.computeIfAbsent(link.id(), id -> new Count()).add(visitor);
    urlIds[row] = link.id();
    userIds[row] = link.userId();
    shortCodes[row] = link.shortCode();
    originalUrls[row] = link.originalUrl();
    seconds[row] = click.timestamp().getEpochSecond();
    visitors[row] = numbers.computeIfAbsent(visitor, first -> numbers.size() + 1L);
  }

  /** The links, each once, in the order of their ids. */
  long[] ids() {
    return counts.keySet().stream().mapToLong(Long::longValue).toArray();
  }

  /** How often each of them was clicked. */
  long[] times() {
    return counts.values().stream().mapToLong(count -> count.clicks).toArray();
  }

  /** How often of that by people. */
  long[] people() {
    return counts.values().stream().mapToLong(count -> count.people).toArray();
  }

  /** Of each click its link, as in all that follow. */
  long[] urlIds() {
    return urlIds;
  }

  /** The links' owners, null for none. */
  @Nullable Long[] userIds() {
    return userIds;
  }

  String[] shortCodes() {
    return shortCodes;
  }

  String[] originalUrls() {
    return originalUrls;
  }

  /** When, in seconds since 1970. */
  long[] seconds() {
    return seconds;
  }

  /** Of each click the number of its visitor. */
  long[] visitors() {
    return visitors;
  }

  /** The visitors' own columns. */
  List<@Nullable String[]> ofVisitors() {
    return List.of(
        column(visitor -> visitor.kind().word()),
        column(Visitor::referrer),
        column(Visitor::browser),
        column(Visitor::os),
        column(Visitor::device),
        column(Visitor::language),
        column(Visitor::country));
  }

  private @Nullable String[] column(Function<Visitor, @Nullable String> value) {
    @Nullable String[] column = new @Nullable String[numbers.size()];
    int row = 0;
    for (Visitor visitor : numbers.keySet()) {
      column[row++] = value.apply(visitor);
    }
    return column;
  }

  /** Of one link. */
  private static final class Count {
    private long clicks;
    private long people;

    void add(Visitor visitor) {
      clicks++;
      people += visitor.isHuman() ? 1 : 0;
    }
  }
}
