package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.testing.HttpClient;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of two clients who change the same version at the same time, one does. */
class ConditionalRaceTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private static final int ROUNDS = 1_000;

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @Test
  void oneOfTwoChangesOfAUserWins() throws Exception {
    String path = "/users/" + some.userId();

    assertOneWins(
        path,
        (tag, round) -> change(path, Json.of("email", "a" + round), tag),
        (tag, round) -> change(path, Json.of("email", "b" + round), tag));
  }

  @Test
  void oneOfTwoChangesOfAUrlWins() throws Exception {
    String path = "/urls/" + some.url().get("id");

    assertOneWins(
        path,
        (tag, round) -> change(path, Json.of("is_active", true), tag),
        (tag, round) -> change(path, Json.of("is_active", true), tag));
  }

  /** Two clients with one tag, all rounds through. */
  private void assertOneWins(String path, Writer one, Writer other) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CyclicBarrier start = new CyclicBarrier(2);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        String tag = http.get(path).header("ETag").orElseThrow();
        Future<Integer> first = threads.submit(writing(one, tag, round, start));
        Future<Integer> second = threads.submit(writing(other, tag, round, start));
        assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(200, 412);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<Integer> writing(
      Writer writer, String tag, int round, CyclicBarrier start) {
    return () -> {
      start.await(10, TimeUnit.SECONDS);
      return writer.write(tag, round);
    };
  }

  private interface Writer {
    int write(String tag, int round);
  }

  private int change(String path, String body, String tag) {
    return http.send("PUT", path, body, "Content-Type", "application/json", "If-Match", tag)
        .status();
  }
}
