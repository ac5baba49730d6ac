package io.shortener.startup;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepeatedTest {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger times = new AtomicInteger();

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  @Test
  void failureEndsNothing() {
    Repeated.every(
        Duration.ofMillis(1),
        "It failed",
        () -> {
          if (times.incrementAndGet() == 1) {
            throw new StackOverflowError();
          }
        },
        thread);

    await().until(() -> times.get() > 2);
  }
}
