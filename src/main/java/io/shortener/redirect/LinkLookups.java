package io.shortener.redirect;

import io.shortener.http.ApiException;
import io.shortener.urls.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Asks the database for links. What gathers while it is busy is asked for together, because a
 * question takes many times as long as a link more in it. Thread-safe.
 */
final class LinkLookups {
  /** At most so many links in a question, so that the last of them is not answered late. */
  static final int TOGETHER = 100;

  /**
   * What waits longer for a thread could not be answered in the time that visitors are promised.
   */
  static final Duration QUEUE_LIMIT = Duration.ofMillis(400);

  private final Queue<Lookup> waiting = new ConcurrentLinkedQueue<>();
  private final Function<Collection<String>, List<Link>> database;
  private final Executor threads;
  private final LongSupplier nanoTime;

  /**
   * @param database gives the links that addresses lead to now, in any order; fails within seconds
   *     when it cannot
   * @param threads where that happens; rejects what is too much
   */
  LinkLookups(
      Function<Collection<String>, List<Link>> database, Executor threads, LongSupplier nanoTime) {
    this.database = database;
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /**
   * Where an address leads now.
   *
   * @return completes with empty when it is unknown or switched off; exceptionally with an {@link
   *     ApiException} when too much else is asked, and with what the database throws
   */
  CompletableFuture<Optional<Link>> find(String address) {
    Lookup lookup = new Lookup(address, nanoTime.getAsLong(), new CompletableFuture<>());
    waiting.add(lookup);
    try {
      threads.execute(this::answerSome);
    } catch (RejectedExecutionException e) {
      // A thread may have taken it meanwhile, with others.
      if (waiting.remove(lookup)) {
        lookup.result.completeExceptionally(ApiException.unavailable());
      }
    }
    return lookup.result;
  }

  /**
   * Runs once for each lookup, so that none is left behind; there is nothing to do when it was
   * answered with others. However it ends, visitors are told: they wait for nothing else.
   */
  private void answerSome() {
    List<Lookup> together = takeSome();
    if (together.isEmpty()) {
      return;
    }
    try {
      Map<String, Link> links =
          database
              .apply(together.stream().map(Lookup::address).collect(Collectors.toSet()))
              .stream()
              .collect(Collectors.toMap(Link::address, Function.identity()));
      together.forEach(
          lookup -> lookup.result.complete(Optional.ofNullable(links.get(lookup.address))));
    } catch (Throwable e) {
      together.forEach(lookup -> lookup.result.completeExceptionally(e));
    }
  }

  private List<Lookup> takeSome() {
    long now = nanoTime.getAsLong();
    List<Lookup> taken = new ArrayList<>();
    while (taken.size() < TOGETHER) {
      Lookup lookup = waiting.poll();
      if (lookup == null) {
        break;
      }
      if (now - lookup.askedAt > QUEUE_LIMIT.toNanos()) {
        lookup.result.completeExceptionally(ApiException.unavailable());
      } else {
        taken.add(lookup);
      }
    }
    return taken;
  }

  /**
   * @param askedAt by the clock given
   */
  private record Lookup(String address, long askedAt, CompletableFuture<Optional<Link>> result) {}
}
