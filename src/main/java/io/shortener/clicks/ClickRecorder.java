package io.shortener.clicks;

import io.dropwizard.lifecycle.Managed;
import io.shortener.http.ApiException;
import io.shortener.urls.Link;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes clicks durable: when {@link #record} returns, the click is committed. One thread writes;
 * what has gathered while the last batch was committing is the next batch, so that many visitors
 * share one commit and a link that everybody follows is no slower than others. Thread-safe.
 */
public final class ClickRecorder implements Managed {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClickRecorder.class);

  private static final int QUEUE_LIMIT = 10_000;
  private static final int BATCH_LIMIT = 1_000;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(2);

  private final BlockingQueue<Click> queue = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private final ClickWriter writer;
  private final Clock clock;
  private final Thread thread = new Thread(this::writeAll, "click-writer");
  private volatile boolean stopping;

  /**
   * Not writing yet: see {@link #start}.
   *
   * @param database used by one thread
   */
  public ClickRecorder(Jdbi database, Clock clock) {
    this.writer = new ClickWriter(database);
    this.clock = clock;
  }

  /**
   * Records one visit to a link.
   *
   * @return false when the link has been deleted or switched off since it was looked up; nothing is
   *     recorded then
   * @throws ApiException 503 when it cannot be done in time
   */
  public boolean record(Link link) {
    Click click = new Click(link, clock.instant());
    if (stopping || !queue.offer(click)) {
      throw ApiException.unavailable();
    }
    try {
      return click.recorded().get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    } catch (TimeoutException e) {
      click.recorded().cancel(false);
      throw ApiException.unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.unavailable();
    }
  }

  @Override
  public void start() {
    thread.start();
  }

  /** Returns when everything that was accepted is written or has failed. */
  @Override
  public void stop() throws InterruptedException {
    stopping = true;
    thread.join();
  }

  private void writeAll() {
    List<Click> again = List.of();
    while (!stopping || !queue.isEmpty() || !again.isEmpty()) {
      try {
        again = writeOnce(again);
      } catch (InterruptedException e) {
        LOGGER.warn("Nobody but stop() ends this thread; going on", e);
      }
    }
  }

  private List<Click> writeOnce(List<Click> again) throws InterruptedException {
    List<Click> batch = new ArrayList<>(again);
    Click next = queue.poll(again.isEmpty() ? 100 : PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    if (next != null) {
      batch.add(next);
    }
    queue.drainTo(batch, BATCH_LIMIT - batch.size());
    batch.removeIf(click -> click.recorded().isDone());
    if (batch.isEmpty()) {
      return batch;
    }
    try {
      return writer.write(batch);
    } catch (RuntimeException | Error e) {
      batch.forEach(click -> click.recorded().completeExceptionally(e));
      return List.of();
    }
  }
}
