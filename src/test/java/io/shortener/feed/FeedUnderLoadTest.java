package io.shortener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Those who follow while many write: whatever order they commit in, nothing is passed over. */
class FeedUnderLoadTest {
  private static final int WRITERS = 32;
  private static final int ROUNDS = 40;

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  private final HttpClient http = SERVICE.http();

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @Test
  void everyEventAndChangeIsFollowedOnce() throws Exception {
    List<JsonNode> urls = IntStream.range(0, 8).mapToObj(i -> new Some(http).url()).toList();
    AtomicBoolean done = new AtomicBoolean();
    List<Future<List<Long>>> followers =
        List.of(
            follow("/events?limit=7&", done),
            follow("/events?limit=10000&wait=1&", done),
            follow("/events?limit=300&event_type=click&wait=1&", done),
            follow("/changes?limit=5&wait=1&", done));

    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(THREADS.submit(() -> write(writer, urls)));
    }
    writers.add(THREADS.submit(FeedUnderLoadTest::writeSlowly));
    for (Future<?> writer : writers) {
      writer.get();
    }
    done.set(true);

    List<Long> events = ids("SELECT id FROM all_events ORDER BY id");
    assertThat(events).hasSizeGreaterThan(WRITERS * ROUNDS);
    assertThat(followers.get(0).get(60, TimeUnit.SECONDS)).isEqualTo(events);
    assertThat(followers.get(1).get(60, TimeUnit.SECONDS)).isEqualTo(events);
    assertThat(followers.get(2).get(60, TimeUnit.SECONDS))
        .isEqualTo(ids("SELECT id FROM clicks ORDER BY id"));
    assertThat(followers.get(3).get(60, TimeUnit.SECONDS))
        .isEqualTo(ids("SELECT id FROM changes ORDER BY id"));
  }

  private void write(int writer, List<JsonNode> urls) {
    for (int i = 0; i < ROUNDS; i++) {
      JsonNode url = urls.get((writer + i) % urls.size());
      switch (writer % 4) {
        case 0 -> http.post("/events", Json.of("event_type", "x"));
        case 1 -> http.put("/urls/" + url.get("id"), Json.of("title", "t" + writer + "_" + i));
        default -> http.get("/" + url.get("short_code").asText());
      }
    }
  }

  /** Takes ids early and commits late, or not at all. */
  private static void writeSlowly() {
    for (int i = 0; i < ROUNDS; i++) {
      try (Handle handle = SERVICE.database().open()) {
        handle.begin();
        handle.execute("INSERT INTO events (event_type, timestamp) VALUES ('slow', now())");
        handle.execute("SELECT pg_sleep(0.05)");
        if (i % 4 == 0) {
          handle.rollback();
        } else {
          handle.commit();
        }
      }
    }
  }

  /** Follows until nothing comes any more when everything is written. */
  private Future<List<Long>> follow(String list, AtomicBoolean done) {
    Following following = new Following(http, list, "");
    return THREADS.submit(
        () -> {
          List<Long> followed = new ArrayList<>();
          boolean wasDone;
          do {
            wasDone = done.get();
            followed.addAll(following.rest());
          } while (!wasDone);
          return followed;
        });
  }

  private static List<Long> ids(String query) {
    return SERVICE.database().withHandle(handle -> handle.select(query).mapTo(Long.class).list());
  }
}
