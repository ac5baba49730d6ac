package io.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What many clients do at the same time. */
class ConcurrencyTest {
  private static final int CLIENTS = 64;

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(CLIENTS);

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @Test
  void everyVisitIsCountedOnce() throws Exception {
    int visits = CLIENTS * 5;
    JsonNode url = some.urlOf(some.userId());
    String path = "/" + url.get("short_code").asText();

    List<Integer> statuses = all(visits, i -> () -> http.get(path).status());

    assertThat(statuses).hasSize(visits).containsOnly(302);
    assertThat(http.get("/urls/" + url.get("id")).json().get("click_count").asInt())
        .isEqualTo(visits);
    assertThat(http.get("/events?event_type=click&url_id=" + url.get("id")).json()).hasSize(visits);
  }

  @Test
  void oneOfManyGetsTheName() throws Exception {
    String body = Json.of("username", Some.name(), "email", "e");

    List<Integer> statuses = all(CLIENTS, i -> () -> http.post("/users", body).status());

    assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
  }

  @Test
  void usersAndLinksDeletedWhileVisitedAreNoFault() throws Exception {
    List<Long> users = IntStream.range(0, 8).mapToObj(i -> some.userId()).toList();
    List<JsonNode> urls =
        IntStream.range(0, 16).mapToObj(i -> some.urlOf(users.get(i % 8))).toList();

    List<Integer> statuses =
        all(
            CLIENTS * 6,
            i -> {
              JsonNode url = urls.get(i % 16);
              String id = url.get("id").asText();
              return switch (i % 12) {
                case 3 -> () -> http.put("/urls/" + id, Json.of("title", "t" + i)).status();
                case 5 ->
                    () ->
                        http.post(
                                "/events",
                                Json.of(
                                    "event_type",
                                    "x",
                                    "url_id",
                                    url.get("id"),
                                    "user_id",
                                    url.get("user_id")))
                            .status();
                case 7 ->
                    () -> i > 100 ? http.delete("/users/" + url.get("user_id")).status() : 204;
                case 11 -> () -> i > 100 ? http.delete("/urls/" + id).status() : 204;
                default -> () -> http.get("/" + url.get("short_code").asText()).status();
              };
            });

    assertThat(statuses).isSubsetOf(302, 404, 200, 201, 204).contains(302, 404);
    for (JsonNode url : http.get("/urls").json()) {
      assertThat(http.get("/events?event_type=click&url_id=" + url.get("id")).json())
          .hasSize(url.get("click_count").asInt());
    }
  }

  @Test
  void importsSideBySideBothGoThrough() throws Exception {
    String name = Some.name();
    StringBuilder up = new StringBuilder("username,email\n");
    StringBuilder down = new StringBuilder("username,email\n");
    for (int i = 0; i < 500; i++) {
      up.append(name).append('_').append(i).append(",up\n");
      down.append(name).append('_').append(499 - i).append(",down\n");
    }

    List<Integer> statuses =
        all(
            8,
            i ->
                () ->
                    http.upload(
                            "/users/bulk",
                            (i % 2 == 0 ? up : down)
                                .toString()
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .status());

    assertThat(statuses).containsOnly(201);
    assertThat(http.get("/users").json().findValuesAsText("username"))
        .filteredOn(username -> username.startsWith(name + "_"))
        .hasSize(500);
  }

  private static <T> List<T> all(int times, IntFunction<Callable<T>> call) throws Exception {
    List<Callable<T>> calls = IntStream.range(0, times).mapToObj(call).toList();
    List<T> results = new ArrayList<>();
    for (Future<T> result : THREADS.invokeAll(calls)) {
      results.add(result.get());
    }
    return results;
  }
}
