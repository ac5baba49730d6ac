package io.shortener.feed;

import io.shortener.http.ApiException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that wait hold neither a thread nor a connection each: one thread looks after all of
 * them. When the server stops nobody waits any more.
 */
final class WaitingRoom implements Runnable, LifeCycle.Listener {
  private static final Logger LOGGER = LoggerFactory.getLogger(WaitingRoom.class);

  /** Each may cost a query a second, and keeps a client connected. */
  static final int PLACES = 64;

  private final Queue<Waiting<?>> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore places = new Semaphore(PLACES);
  private final Executor answers;
  private final LongSupplier nanoTime;
  private volatile boolean closing;

  /**
   * @param answers where answers are written, for which a client may let them wait
   */
  WaitingRoom(Executor answers, LongSupplier nanoTime) {
    this.answers = answers;
    this.nanoTime = nanoTime;
  }

  /**
   * Has a request wait.
   *
   * @throws ApiException 503 when there is no place left
   */
  void enter(Waiting<?> request) {
    if (!places.tryAcquire()) {
      throw ApiException.unavailable();
    }
    waiting.add(request);
  }

  /** How many wait. */
  int size() {
    return PLACES - places.availablePermits();
  }

  /** Looks after everybody once. */
  @Override
  public void run() {
    try {
      long now = nanoTime.getAsLong();
      waiting.removeIf(request -> leave(closing ? Optional.of(request.end()) : request.look(now)));
    } catch (RuntimeException e) {
      LOGGER.debug("Nothing is known of what is followed", e);
      waiting.removeIf(request -> leave(Optional.of(request.fail(e))));
    }
  }

  private boolean leave(Optional<Runnable> answer) {
    answer.ifPresent(
        giving -> {
          places.release();
          answers.execute(giving);
        });
    return answer.isPresent();
  }

  @Override
  public void lifeCycleStopping(LifeCycle server) {
    closing = true;
  }
}
