package io.shortener.startup;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again, whatever becomes of it one time: an executor never runs again
 * what has thrown something.
 */
public final class Repeated {
  private static final Logger LOGGER = LoggerFactory.getLogger(Repeated.class);

  private final String complaint;
  private final Runnable work;
  private boolean isFailing;

  private Repeated(String complaint, Runnable work) {
    this.complaint = complaint;
    this.work = work;
  }

  /**
   * Does work for the first time after a pause, and after the same pause each time that it has
   * ended.
   *
   * @param complaint what is said when it fails, without a full stop
   * @param thread does it until it is shut down
   */
  public static void every(
      Duration pause, String complaint, Runnable work, ScheduledExecutorService thread) {
    every(pause, pause, complaint, work, thread);
  }

  /**
   * Does work again and again.
   *
   * @param first until the first time
   * @param pause from the end of one time to the next
   * @param complaint what is said when it fails, without a full stop
   * @param thread does it until it is shut down
   */
  public static void every(
      Duration first,
      Duration pause,
      String complaint,
      Runnable work,
      ScheduledExecutorService thread) {
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            new Repeated(complaint, work)::run,
            first.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Logs a failure, but not those that follow it without a success between. */
  private void run() {
    try {
      work.run();
      isFailing = false;
    } catch (RuntimeException | Error e) {
      if (!isFailing) {
        LOGGER.error("{}; it is tried again", complaint, e);
      }
      isFailing = true;
    }
  }
}
