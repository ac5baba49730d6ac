package io.shortener.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever follows events with {@code wait=}, until something comes or does not. */
class EventFeedWaitTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.seeded();

  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  private final HttpClient http = SERVICE.http();

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @Test
  void whoWaitsIsToldSoon() throws Exception {
    JsonNode url = new Some(http).url();
    Following following = new Following(http, "/events?wait=20&", "now");
    CompletableFuture<List<Long>> waiting = CompletableFuture.supplyAsync(following::next);
    await().until(() -> waiting() == 1);
    long start = System.nanoTime();

    http.get("/" + url.get("short_code").asText());

    List<Long> told = waiting.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    JsonNode clicks = http.get("/events?event_type=click&url_id=" + url.get("id")).json();
    assertThat(told).containsExactly(clicks.at("/0/id").asLong());
  }

  @Test
  void whoWaitsInVainIsAnsweredInTime() {
    Following following = new Following(http, "/events?event_type=never&wait=1&", "now");
    long start = System.nanoTime();

    Answer answer = following.ask();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[]");
    assertThat(answer.header("Link").orElseThrow())
        .matches("<http://localhost:\\d+/events\\?.+&after=[\\w-]+>; .*");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(950), Duration.ofSeconds(3));
  }

  @Test
  void whoWaitsForOneThingIsNotToldOfAnother() throws Exception {
    Following following = new Following(http, "/events?event_type=wanted&wait=20&", "now");
    CompletableFuture<List<Long>> waiting = CompletableFuture.supplyAsync(following::next);
    await().until(() -> waiting() == 1);

    event("unwanted");
    await().during(Duration.ofMillis(600)).until(() -> !waiting.isDone());
    long wanted = event("wanted");

    assertThat(waiting.get()).containsExactly(wanted);
  }

  @Test
  void noMoreWaitThanThereIsPlaceFor() throws Exception {
    List<CompletableFuture<Answer>> waiting =
        IntStream.range(0, WaitingRoom.PLACES)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> http.get("/events?event_type=end&wait=20&after=now"), THREADS))
            .toList();
    await().until(() -> waiting() == WaitingRoom.PLACES);

    Answer refused = http.get("/events?event_type=end&wait=20&after=now");
    event("end");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isPresent();
    for (CompletableFuture<Answer> answer : waiting) {
      assertThat(answer.get().json()).hasSize(1);
    }
    assertThat(waiting()).isZero();
    await().untilAsserted(() -> assertThat(waitingRoute()).contains("status_code=\"503\""));
  }

  @Test
  void whoWaitsSaysBehindWhat() {
    assertThat(http.get("/events?wait=1").error()).isEqualTo("'wait' needs 'after'");
  }

  @Test
  void waitingIsARouteOfItsOwn() {
    http.get("/events?event_type=never&wait=1&after=now");

    await().untilAsserted(() -> assertThat(waitingRoute()).contains("status_code=\"200\""));
  }

  private long event(String type) {
    return http.post("/events", Json.of("event_type", type)).json().get("id").asLong();
  }

  private static String waitingRoute() {
    return metrics("http_server_requests_total{")
        .filter(line -> line.contains("http_route=\"/events?wait\""))
        .collect(Collectors.joining("\n"));
  }

  private static int waiting() {
    return metrics("feed_waiting_requests ")
        .mapToInt(line -> (int) Double.parseDouble(line.split(" ", -1)[1]))
        .sum();
  }

  private static Stream<String> metrics(String name) {
    return SERVICE.admin().get("/metrics").body().lines().filter(line -> line.startsWith(name));
  }
}
