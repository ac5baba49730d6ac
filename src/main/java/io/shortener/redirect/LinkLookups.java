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
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Asks the database for links. What gathers while it is busy is asked for together, because a
 * question takes many times as long as a link more in it. Thread-safe.
 */
final class LinkLookups {
  /**
   * At most so many links in a question, so that a disk that takes long for each does not make all
   * of them fail together.
   */
  static final int TOGETHER = 32;

  /** How many may wait for a thread. */
  static final int ROOM = 1_000;

  /**
   * What waits longer for a thread could not be answered in the time that visitors are promised.
   */
  static final Duration QUEUE_LIMIT = Duration.ofMillis(400);

  private final Queue<Lookup> waiting = new ArrayBlockingQueue<>(ROOM);
  private final Function<Collection<String>, List<Link>> database;
  private final Executor threads;
  private final Semaphore idle;
  private final LongSupplier nanoTime;

  /**
   * @param database gives the links that addresses lead to now, in any order; fails within seconds
   *     when it cannot
   * @param threads where that happens; rejects when it is shut down
   * @param limit how many threads do it at the same time
   */
  LinkLookups(
      Function<Collection<String>, List<Link>> database,
      Executor threads,
      int limit,
      LongSupplier nanoTime) {
    this.database = database;
    this.threads = threads;
    this.idle = new Semaphore(limit);
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
    if (!waiting.offer(lookup)) {
      lookup.refuse();
    } else if (idle.tryAcquire()) {
      try {
        threads.execute(this::answerAll);
      } catch (RejectedExecutionException e) {
        idle.release();
        // Another thread may have taken it meanwhile.
        if (waiting.remove(lookup)) {
          lookup.refuse();
        }
      }
    }
    return lookup.result;
  }

  /** Until nobody waits, also of those who came when this thread had looked for the last time. */
  private void answerAll() {
    do {
      try {
        boolean more = true;
        while (more) {
          more = answerSome();
        }
      } finally {
        idle.release();
      }
    } while (!waiting.isEmpty() && idle.tryAcquire());
  }

  /**
   * However it ends, visitors are told: they wait for nothing else.
   *
   * @return whether somebody waited
   */
  private boolean answerSome() {
    List<Lookup> together = new ArrayList<>(TOGETHER);
    try {
      boolean any = take(together);
      if (!together.isEmpty()) {
        ask(together);
      }
      return any;
    } catch (Throwable e) {
      together.forEach(lookup -> lookup.result.completeExceptionally(e));
      return true;
    }
  }

  private boolean take(List<Lookup> together) {
    long now = nanoTime.getAsLong();
    boolean any = false;
    while (together.size() < TOGETHER) {
      Lookup lookup = waiting.poll();
      if (lookup == null) {
        break;
      }
      any = true;
      if (now - lookup.askedAt > QUEUE_LIMIT.toNanos()) {
        lookup.refuse();
      } else {
        together.add(lookup);
      }
    }
    return any;
  }

  private void ask(List<Lookup> together) {
    Set<String> addresses = together.stream().map(Lookup::address).collect(Collectors.toSet());
    Map<String, Link> links =
        database.apply(addresses).stream()
            .collect(Collectors.toMap(Link::address, Function.identity()));
    for (Lookup lookup : together) {
      lookup.result.complete(Optional.ofNullable(links.get(lookup.address)));
    }
  }

  /**
   * @param askedAt by the clock given
   */
  private record Lookup(String address, long askedAt, CompletableFuture<Optional<Link>> result) {
    void refuse() {
      result.completeExceptionally(ApiException.unavailable());
    }
  }
}
