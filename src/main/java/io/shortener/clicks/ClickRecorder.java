package io.shortener.clicks;

import io.dropwizard.lifecycle.Managed;
import io.shortener.clicks.ClickSettings.Durability;
import io.shortener.http.ApiException;
import io.shortener.urls.Link;
import io.shortener.visitors.VisitorHeaders;
import io.shortener.visitors.Visitors;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes clicks durable without a thread for each that waits. One thread writes; what has gathered
 * while the last batch was being committed is the next batch, so that many visitors share one
 * commit and a link that everybody follows is no slower than others. Thread-safe.
 */
public final class ClickRecorder implements Managed {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClickRecorder.class);

  private static final int QUEUE_LIMIT = 100_000;
  private static final int BATCH_LIMIT = 1_000;

  /** With so many in memory, relaxed visitors wait as the others do. */
  private static final int RELAXED_LIMIT = 10_000;

  /** How long a click waits for its locked link before it goes to the journal. */
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(1);

  /** More of them go there at once: carried along they would fill the batches of all links. */
  private static final int LOCKED_LIMIT = BATCH_LIMIT / 2;

  /**
   * How long a relaxed batch gathers: no visitor waits for it, and a click costs PostgreSQL half as
   * much in a batch of hundreds as in one of thirty.
   */
  private static final Duration GATHERING = Duration.ofMillis(20);

  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final Duration IDLE = Duration.ofMillis(100);

  private final BlockingQueue<WaitingClick> queue = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private final ClickStore store;
  private final Visitors visitors;
  private final ClickMetrics metrics;
  private final Durability durability;
  private final Clock clock;
  private final Executor answers;
  private volatile boolean stopping;
  private volatile @Nullable Thread thread;

  // What follows is for the writing thread alone, be it the first one or one that took over.
  private List<WaitingClick> locked = List.of();
  private List<WaitingClick> inHand = List.of();
  private @Nullable ClickBatch batchInHand;

  /**
   * Not writing yet: see {@link #start}.
   *
   * @param answers where visitors are told, so that writing need not wait for it
   */
  ClickRecorder(
      ClickStore store,
      Visitors visitors,
      ClickMetrics metrics,
      Durability durability,
      Clock clock,
      Executor answers) {
    this.store = store;
    this.visitors = visitors;
    this.metrics = metrics;
    this.durability = durability;
    this.clock = clock;
    this.answers = answers;
    metrics.gauge("click_queue_clicks", "Clicks that wait in memory.", queue::size);
  }

  /**
   * Records one visit to a link.
   *
   * @param headers what the visitor's request says; read by the writing thread
   * @return completes when the click is durable, with false when the link has been deleted since it
   *     was looked up and nothing is recorded; with durability relaxed, when the click is queued;
   *     exceptionally with 503 when too many wait already
   */
  public CompletionStage<Boolean> record(Link link, VisitorHeaders headers) {
    WaitingClick click = new WaitingClick(link, clock.instant(), headers);
    if (stopping || !queue.offer(click)) {
      return CompletableFuture.failedFuture(ApiException.unavailable());
    }
    return durability == Durability.RELAXED && queue.size() < RELAXED_LIMIT
        ? CompletableFuture.completedFuture(true)
        : click.recorded();
  }

  @Override
  public void start() {
    Thread writing = new Thread(this::writeAll, "click-writer");
    writing.setUncaughtExceptionHandler(
        (dead, reason) ->
            LOGGER.error("The thread that writes clicks died; another goes on", reason));
    thread = writing;
    writing.start();
  }

  /** Returns when everything that was accepted is durable. */
  @Override
  public void stop() throws InterruptedException {
    stopping = true;
    for (Thread writing = thread; writing != null; writing = thread) {
      writing.join();
    }
  }

  private void writeAll() {
    boolean finished = false;
    try {
      rescue();
      while (!stopping || !queue.isEmpty() || !locked.isEmpty()) {
        writeOnce();
      }
      finished = true;
    } finally {
      if (finished) {
        thread = null;
      } else {
        start();
      }
    }
  }

  /** Whether a batch that a dead thread had in hand is in PostgreSQL only its id can tell. */
  private void rescue() {
    if (!inHand.isEmpty()) {
      journalInHand();
    }
  }

  private void writeOnce() {
    gather();
    if (inHand.isEmpty()) {
      return;
    }
    ClickWriter.Outcome outcome = store.keep(batchInHand());
    List<WaitingClick> open =
        outcome.locked().isEmpty()
            ? List.of()
            : inHand.stream().filter(click -> outcome.isLocked(click.link())).toList();
    answer(inHand, outcome);
    locked = open;
    release();
    journalOldest();
  }

  /** The same until it is released, whoever asks: under two ids its clicks would count twice. */
  private ClickBatch batchInHand() {
    ClickBatch batch =
        batchInHand == null
            ? ClickBatch.of(
                inHand.stream().map(click -> click.click(visitors)).toList(), clock.instant())
            : batchInHand;
    batchInHand = batch;
    return batch;
  }

  private void journalInHand() {
    store.journal(batchInHand());
    answer(inHand, ClickWriter.Outcome.COMPLETE);
    release();
  }

  private void release() {
    batchInHand = null;
    inHand = List.of();
  }

  private void gather() {
    Duration wait = locked.isEmpty() ? IDLE : PAUSE;
    // With room for all: what has left the queue must find its place here.
    List<WaitingClick> gathered = new ArrayList<>(BATCH_LIMIT);
    gathered.addAll(locked);
    inHand = gathered;
    locked = List.of();
    try {
      WaitingClick next = queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
      if (next != null) {
        inHand.add(next);
        awaitMore();
        queue.drainTo(inHand, BATCH_LIMIT - inHand.size());
      }
    } catch (InterruptedException e) {
      LOGGER.warn("Nobody but stop() ends this thread; going on", e);
    }
  }

  private void awaitMore() throws InterruptedException {
    if (durability == Durability.RELAXED && !stopping && queue.size() < BATCH_LIMIT) {
      Thread.sleep(GATHERING.toMillis());
    }
  }

  /** What a link's lock has kept waiting for too long is made durable without it. */
  private void journalOldest() {
    long limit = System.nanoTime() - LOCK_LIMIT.toNanos();
    int old = locked.size() > LOCKED_LIMIT ? locked.size() : 0;
    while (old < locked.size() && locked.get(old).since() - limit < 0) {
      old++;
    }
    if (old > 0) {
      List<WaitingClick> young = locked.subList(old, locked.size());
      inHand = locked.subList(0, old);
      locked = young;
      journalInHand();
    }
  }

  /** Tells all but those whose link is locked. */
  private void answer(List<WaitingClick> clicks, ClickWriter.Outcome outcome) {
    List<WaitingClick> settled =
        clicks.stream().filter(click -> !outcome.isLocked(click.link())).toList();
    settled.forEach(click -> metrics.durable(click.seconds()));
    answers.execute(
        () -> settled.forEach(click -> click.recorded().complete(!outcome.isGone(click.link()))));
  }
}
