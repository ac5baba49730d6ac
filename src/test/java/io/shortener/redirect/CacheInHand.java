package io.shortener.redirect;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.shortener.http.ApiException;
import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A link cache of which the test is the clock, the database and the thread that asks it. */
final class CacheInHand {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<String, Link> rows = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final AtomicLong nanoTime = new AtomicLong();
  private final LinkCache cache;
  private int room = Integer.MAX_VALUE;
  private Runnable whileAsked = () -> {};
  private @Nullable RuntimeException failure;

  CacheInHand() {
    this(1 << 20);
  }

  CacheInHand(long bytes) {
    this.cache = new LinkCache(bytes, this::find, nanoTime::get, new LinkCacheMetrics(registry));
  }

  LinkCache cache() {
    return cache;
  }

  /** A row from now on. */
  Link row(String code, String originalUrl) {
    Link link = new Link(1, null, "", code, originalUrl, LinkRules.USUAL);
    row(link);
    return link;
  }

  /** A row from now on. */
  void row(Link link) {
    rows.put(link.address(), link);
  }

  void removeRow(String code) {
    rows.remove(code);
  }

  /** Asks the cache as a visitor does; what it asks the database waits for {@link #answer}. */
  CompletableFuture<Optional<KnownLink>> visit(String code) {
    Optional<KnownLink> known = cache.known(code);
    return known.isPresent()
        ? CompletableFuture.completedFuture(known)
        : cache.load(code).toCompletableFuture();
  }

  /** Where a visitor is sent who waits for the database; empty for nowhere. */
  Optional<String> follow(String code) {
    CompletableFuture<Optional<KnownLink>> visit = visit(code);
    answer();
    return visit.join().map(KnownLink::location);
  }

  /** Has the database answer all that it is asked. */
  void answer() {
    while (!waiting.isEmpty()) {
      answerFirst();
    }
  }

  /** Has the database answer what it was asked first. */
  void answerFirst() {
    waiting.remove().run();
  }

  /** Has the database answer what it was asked last. */
  void answerLast() {
    List<Runnable> others = new ArrayList<>(waiting);
    Runnable last = others.remove(others.size() - 1);
    waiting.clear();
    waiting.addAll(others);
    last.run();
  }

  /** What happens when a row has been read and before the cache has it. */
  void whileAsked(Runnable event) {
    whileAsked = event;
  }

  void fail(RuntimeException reason) {
    failure = reason;
  }

  void recover() {
    failure = null;
  }

  /** No more than so many questions may wait. */
  void limit(int questions) {
    room = questions;
  }

  void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  /** How often the database was asked. */
  int questions() {
    return asked.size();
  }

  /** How many lookups are running. */
  int waiting() {
    return waiting.size();
  }

  /** How many links the cache has, as operators see it. */
  double size() {
    return registry.scrape("link_cache_links"::equals).stream()
        .map(GaugeSnapshot.class::cast)
        .mapToDouble(gauge -> gauge.getDataPoints().get(0).getValue())
        .sum();
  }

  /** How many visits had this result, as operators see it. */
  long counted(String result) {
    return (long)
        registry.scrape("link_cache_lookups_total"::startsWith).stream()
            .flatMap(counter -> ((CounterSnapshot) counter).getDataPoints().stream())
            .filter(point -> result.equals(point.getLabels().get("result")))
            .mapToDouble(point -> point.getValue())
            .sum();
  }

  private CompletableFuture<Optional<Link>> find(String code) {
    if (waiting.size() >= room) {
      return CompletableFuture.failedFuture(ApiException.unavailable());
    }
    CompletableFuture<Optional<Link>> result = new CompletableFuture<>();
    waiting.add(
        () -> {
          try {
            result.complete(ask(code));
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private Optional<Link> ask(String code) {
    asked.add(code);
    Optional<Link> row = Optional.ofNullable(rows.get(code));
    whileAsked.run();
    if (failure != null) {
      throw failure;
    }
    return row;
  }
}
