package io.shortener.feed;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A request that waits for something to come; for one thread. */
final class Waiting<T> {
  /** How often somebody is looked after for whom there was nothing in what came. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Horizon horizon;
  private final Source<T> source;
  private final Function<FeedStretch<T>, Response> answering;
  private final int limit;
  private final long deadline;
  private final CompletableFuture<Response> answer = new CompletableFuture<>();
  private long after;
  private Optional<Long> pausedTo = Optional.empty();

  /**
   * @param deadline when it is answered in any case, by {@link System#nanoTime}
   */
  Waiting(
      Horizon horizon,
      Source<T> source,
      Function<FeedStretch<T>, Response> answering,
      long after,
      int limit,
      long deadline) {
    this.horizon = horizon;
    this.source = source;
    this.answering = answering;
    this.after = after;
    this.limit = limit;
    this.deadline = deadline;
  }

  /** Completed on the thread that is to write the answer. */
  CompletableFuture<Response> answer() {
    return answer;
  }

  /**
   * Looks for what has come.
   *
   * @return gives the answer; empty to wait on
   */
  Optional<Runnable> look(long now) {
    boolean isOver = now - deadline >= 0;
    long settled = horizon.recent().settled();
    if (settled > after && (isOver || pausedTo.filter(end -> now - end < 0).isEmpty())) {
      FeedStretch<T> found = source.read(after, settled, limit);
      after = found.to();
      if (!found.rows().isEmpty()) {
        return Optional.of(() -> answer.complete(answering.apply(found)));
      }
      pausedTo = Optional.of(now + PAUSE.toNanos());
    }
    return isOver ? Optional.of(end()) : Optional.empty();
  }

  /** Gives the answer that nothing came. */
  Runnable end() {
    FeedStretch<T> nothing = FeedStretch.nothing(after);
    return () -> answer.complete(answering.apply(nothing));
  }

  /** Gives an error. */
  Runnable fail(RuntimeException failure) {
    return () -> answer.completeExceptionally(failure);
  }
}
