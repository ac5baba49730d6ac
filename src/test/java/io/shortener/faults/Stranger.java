package io.shortener.faults;

import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks for codes that the service has never seen while its database is away: it cannot know what
 * they are, so 503 with {@code Retry-After}, in time, is the one right answer.
 */
final class Stranger implements Closeable {
  private static final int UNAVAILABLE = 503;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

  private final Round round;
  private final HttpClient http;
  private final KnownLink unvisited;
  private final AtomicInteger answers = new AtomicInteger();
  private final Thread thread = new Thread(this::ask, "stranger");
  private volatile boolean stopped;

  /**
   * Asks from now on.
   *
   * @param unvisited is there, but nobody has followed it
   */
  Stranger(Round round, KnownLink unvisited) {
    this.round = round;
    this.http = round.installation().http();
    this.unvisited = unvisited;
    thread.setDaemon(true);
    thread.start();
  }

  /** Some answers must have come. */
  void expectAnswers() {
    if (answers.get() == 0) {
      round.breach("codes that the service does not know got no answer");
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException("Interrupted", e);
    }
  }

  private void ask() {
    try {
      while (!stopped) {
        askOnce();
        Patience.pass(PAUSE);
      }
    } catch (RuntimeException e) {
      round.breach("an unknown code was not answered: " + e);
    }
  }

  private void askOnce() {
    int number = ThreadLocalRandom.current().nextInt(100_000);
    String code = answers.get() % 2 == 0 ? unvisited.code() : String.format("x%05d", number);
    long start = System.nanoTime();
    Answer answer = http.get("/" + code);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (answer.status() != UNAVAILABLE || answer.header("Retry-After").isEmpty()) {
      round.breach("an unknown code was answered " + answer.status());
    }
    if (took.compareTo(ANSWER_LIMIT) > 0) {
      round.breach(
          "an unknown code was answered after more than " + ANSWER_LIMIT.toSeconds() + " s");
    }
    answers.incrementAndGet();
  }
}
