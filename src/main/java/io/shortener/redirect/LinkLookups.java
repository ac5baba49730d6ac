package io.shortener.redirect;

import io.shortener.http.ApiException;
import io.shortener.urls.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
  private static final int TOGETHER = 32;

  /** How many may wait for a thread. */
  private static final int ROOM = 1_000;

  /**
   * What waits longer for a thread could not be answered in the time that visitors are promised.
   */
  private static final Duration QUEUE_LIMIT = Duration.ofMillis(400);

  private final BlockingQueue<WaitingLookup> waiting = new ArrayBlockingQueue<>(ROOM);
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
   * Where an address leads now. Throws nothing: whoever asks is told by what is returned.
   *
   * @return completes with empty when it is unknown or switched off; exceptionally with an {@link
   *     ApiException} when too much else is asked, and with what the database throws
   */
  CompletableFuture<Optional<Link>> find(String address) {
    WaitingLookup lookup =
        new WaitingLookup(address, nanoTime.getAsLong(), new CompletableFuture<>());
    if (!waiting.offer(lookup)) {
      lookup.refuse();
    } else if (idle.tryAcquire()) {
      try {
        threads.execute(this::answerAll);
      } catch (Throwable e) {
        idle.release();
        // Another thread may have taken it meanwhile.
        if (waiting.remove(lookup)) {
          lookup.fail(e instanceof RejectedExecutionException ? ApiException.unavailable() : e);
        }
      }
    }
    return lookup.result;
  }

  /** Until nobody waits, also of those who came when this thread had looked for the last time. */
  private void answerAll() {
    do {
      try {
        while (!waiting.isEmpty()) {
          answerSome();
        }
      } finally {
        idle.release();
      }
    } while (!waiting.isEmpty() && idle.tryAcquire());
  }

  /** However it ends, visitors are told: they wait for nothing else. */
  private void answerSome() {
    List<WaitingLookup> together = new ArrayList<>(TOGETHER);
    waiting.drainTo(together, TOGETHER);
    try {
      together.removeIf(this::isRefused);
      if (!together.isEmpty()) {
        answer(together);
      }
    } catch (Throwable e) {
      together.forEach(lookup -> lookup.fail(e));
    }
  }

  private boolean isRefused(WaitingLookup lookup) {
    boolean late = nanoTime.getAsLong() - lookup.askedAt > QUEUE_LIMIT.toNanos();
    if (late) {
      lookup.refuse();
    }
    return late;
  }

  private void answer(List<WaitingLookup> together) {
    Set<String> addresses =
        together.stream().map(WaitingLookup::address).collect(Collectors.toSet());
    Map<String, Link> links =
        database.apply(addresses).stream()
            .collect(Collectors.toMap(Link::address, Function.identity()));
    for (WaitingLookup lookup : together) {
      lookup.result.complete(Optional.ofNullable(links.get(lookup.address)));
    }
  }

  /**
   * @param askedAt by the clock given
   */
  private record WaitingLookup(
      String address, long askedAt, CompletableFuture<Optional<Link>> result) {
    void refuse() {
      fail(ApiException.unavailable());
    }

    void fail(Throwable reason) {
      result.completeExceptionally(reason);
    }
  }
}
