package io.shortener.clicks;

import io.shortener.visitors.Visitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A batch as columns, which a statement unnests. */
final class ClickColumns {
  private final List<Click> clicks;
  private final Map<Long, Long> counts = new TreeMap<>();
  private final Map<Long, Long> people = new TreeMap<>();

  /** Each visitor once, with its number from 1: most clicks of a batch share a few. */
  private final Map<Visitor, Long> visitors = new LinkedHashMap<>();

  ClickColumns(List<Click> clicks) {
    this.clicks = clicks;
    for (Click click : clicks) {
      counts.merge(click.link().id(), 1L, Long::sum);
      people.merge(click.link().id(), click.visitor().isHuman() ? 1L : 0L, Long::sum);
      visitors.putIfAbsent(click.visitor(), visitors.size() + 1L);
    }
  }

  /** The links, each once, in the order of their ids. */
  Object[] ids() {
    return counts.keySet().toArray(Long[]::new);
  }

  /** How often each of them was clicked. */
  Object[] times() {
    return counts.values().toArray(Long[]::new);
  }

  /** How often of that by people. */
  Object[] people() {
    return people.values().toArray(Long[]::new);
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

  /** Of each click the number of its visitor. */
  Object[] visitors() {
    return clicks.stream().map(click -> visitors.get(click.visitor())).toArray(Long[]::new);
  }

  /** The visitors' own columns. */
  List<Object[]> ofVisitors() {
    return List.of(
        column(visitor -> visitor.kind().word()),
        column(Visitor::referrer),
        column(Visitor::browser),
        column(Visitor::os),
        column(Visitor::device),
        column(Visitor::language),
        column(Visitor::country));
  }

  private Object[] column(Function<Visitor, @Nullable String> value) {
    return visitors.keySet().stream().map(value).toArray(String[]::new);
  }
}
