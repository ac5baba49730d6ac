package io.shortener.clicks;

import io.dropwizard.core.setup.Environment;
import io.shortener.http.ApiException;
import io.shortener.urls.Link;
import io.shortener.visitors.Visitor;
import io.shortener.visitors.VisitorHeaders;
import io.shortener.visitors.Visitors;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor.AbortPolicy;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Clicks on links that lead only so many people on. Whether one more may go is decided by
 * PostgreSQL, in the transaction that records the click: no journal takes these, and while
 * PostgreSQL is away nobody is led on. Thread-safe.
 */
public final class LimitedClicks {
  /** How many clicks are decided at the same time. */
  public static final int THREADS = 2;

  private static final int QUEUE = 500;

  /** What waits longer could not be answered in the time that visitors are promised. */
  private static final Duration QUEUE_LIMIT = Duration.ofMillis(400);

  private final LimitedClickDao clicks;
  private final Visitors visitors;
  private final ClickMetrics metrics;
  private final Clock clock;
  private final Executor threads;

  /**
   * @param database with {@link #THREADS} connections for this, none of which waits long for a link
   *     that somebody holds: visitors of all the others would wait, too
   */
  public LimitedClicks(
      Environment environment,
      ClickMetrics metrics,
      Jdbi database,
      Visitors visitors,
      Clock clock) {
    this.clicks = database.onDemand(LimitedClickDao.class);
    this.visitors = visitors;
    this.metrics = metrics;
    this.clock = clock;
    this.threads =
        environment
            .lifecycle()
            .executorService("limited-clicks-%d")
            .minThreads(THREADS)
            .maxThreads(THREADS)
            .workQueue(new ArrayBlockingQueue<>(QUEUE))
            .rejectedExecutionHandler(new AbortPolicy())
            .build();
  }

  /**
   * Records one visit if the link leads on once more. Visitors that are not people take nothing of
   * the limit, and go where people may go.
   *
   * @return completes exceptionally when that cannot be decided now
   */
  public CompletionStage<Outcome> record(Link link, VisitorHeaders headers) {
    return decide(
        () -> {
          Visitor visitor = visitors.of(headers);
          int recorded = clicks.record(link, visitor, visitor.isHuman() ? 1 : 0, clock.instant());
          metrics.count(ClickMetrics.Outcome.COMMITTED, recorded);
          return recorded > 0 ? Outcome.LED_ON : look(link.id());
        });
  }

  /** What a visit would come to, without one. */
  public CompletionStage<Outcome> look(Link link) {
    return decide(() -> look(link.id()));
  }

  private Outcome look(long url) {
    return clicks
        .isUsedUp(url)
        .map(usedUp -> usedUp ? Outcome.USED_UP : Outcome.LED_ON)
        .orElse(Outcome.GONE);
  }

  private CompletionStage<Outcome> decide(Supplier<Outcome> decision) {
    long since = System.nanoTime();
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            if (System.nanoTime() - since > QUEUE_LIMIT.toNanos()) {
              throw ApiException.unavailable();
            }
            return decision.get();
          },
          threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(ApiException.unavailable());
    }
  }

  /** What becomes of a visitor. */
  public enum Outcome {
    /** The click is committed. */
    LED_ON,
    /** As many people as may go have gone. */
    USED_UP,
    /** The link was deleted since it was looked up. */
    GONE
  }
}
