package io.shortener.retries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests that are sent again. */
class IdempotencyTest {
  private static final int CLIENTS = 64;
  private static final String LINK = Json.of("original_url", "https://example.com/");

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final String key = UUID.randomUUID().toString();

  @Test
  void manyAtATimeMakeOneLink() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Answer>> running = new ArrayList<>();
      long rows = PostRoute.rows(SERVICE.database());
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(this::postUntilItIsDone));
      }
      List<String> bodies = new ArrayList<>();
      for (Future<Answer> answer : running) {
        assertThat(answer.get().status()).isEqualTo(201);
        bodies.add(answer.get().body());
      }

      assertThat(bodies).containsOnly(bodies.get(0));
      // The link and its event.
      assertThat(PostRoute.rows(SERVICE.database())).isEqualTo(rows + 2);
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void requestThatIsRunningIsAConflict() {
    try (Handle other = SERVICE.database().open()) {
      other.begin();
      String hash = KeyedRequest.of("", new IdempotencyKey(key), "").key();
      assertThat(other.attach(KeptAnswerDao.class).take(hash)).isTrue();

      Answer answer = post("/urls", LINK);

      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.error()).isEqualTo("A request with this Idempotency-Key is still running");
      assertThat(answer.header("Retry-After")).contains("1");
      other.rollback();
    }
    assertThat(post("/urls", LINK).status()).isEqualTo(201);
  }

  @Test
  void keyOfAnotherRequestIsRefused() {
    post("/urls", LINK);

    for (Answer answer :
        List.of(
            post("/urls", LINK + " "),
            post("/urls?x=1", LINK),
            post("/shorten", Json.of("url", "https://example.com/")))) {
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.error()).isEqualTo("This Idempotency-Key was used for another request");
    }
    assertThat(post("/urls", LINK).status()).isEqualTo(201);
  }

  @Test
  void quotedAndBareAreTheSameKey() {
    Answer bare = post("/urls", LINK);
    Answer quoted =
        http.send(
            "POST",
            "/urls",
            LINK,
            "Content-Type",
            "application/json",
            "Idempotency-Key",
            '"' + key + '"');

    assertThat(quoted.body()).isEqualTo(bare.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "a b", "\"a\"; b=1"})
  void unreadableKeyIsRefused(String unreadable) {
    Answer answer =
        http.send(
            "POST",
            "/urls",
            LINK,
            "Content-Type",
            "application/json",
            "Idempotency-Key",
            unreadable);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains("'Idempotency-Key'");
  }

  @Test
  void requestThatFailedRunsAgain() {
    String name = Some.name();
    String user = Json.of("username", name, "email", "e");
    long taken = http.post("/users", user).json().get("id").asLong();

    Answer conflict = post("/users", user);
    http.delete("/users/" + taken);
    Answer made = post("/users", user);

    assertThat(conflict.status()).isEqualTo(409);
    assertThat(conflict.header("Retry-After")).isEmpty();
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void errorThatARouteReturnsIsNotKept() {
    Answer refused =
        http.send(
            "POST",
            "/users/bulk",
            "{}",
            "Content-Type",
            "application/json",
            "Accept",
            "application/problem+json",
            "Idempotency-Key",
            key);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("Content-Type")).contains("application/problem+json");
    assertThat(post("/urls", LINK).status()).isEqualTo(201);
  }

  @Test
  void sameFormWithAnotherBoundaryIsTheSameRequest() {
    String form = PostRoute.USERS_BULK.body();
    Answer first = post("/users/bulk", form, "multipart/form-data; boundary=b");
    Answer again =
        post(
            "/users/bulk",
            form.replace("--b", "--other"),
            "multipart/form-data; boundary=\"other\"");

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotency-Replayed")).contains("true");
  }

  @Test
  void importIsAllOrNothingButForRowsThatAreNoGood() {
    String taken = "taken" + Some.name();
    http.post("/urls", Json.of("original_url", "https://example.com/", "short_code", taken));
    String rows =
        IntStream.range(0, 1_200)
            .mapToObj(
                i ->
                    i % 500 == 250
                        ? Json.of("original_url", "https://example.com/", "short_code", taken)
                        : i % 500 == 251
                            ? Json.of("original_url", "https://example.com/", "user_id", 1L << 40)
                            : LINK)
            .collect(Collectors.joining("\n"));
    long before = PostRoute.rows(SERVICE.database());

    Answer first = post("/urls/bulk", rows, "application/x-ndjson");
    Answer again = post("/urls/bulk", rows, "application/x-ndjson");

    List<String> statuses = first.json().findValuesAsText("status");
    assertThat(statuses).hasSize(1_200).containsOnly("201", "404", "409");
    assertThat(statuses.stream().filter(status -> !status.equals("201"))).hasSize(4);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(PostRoute.rows(SERVICE.database())).isEqualTo(before + 2 * 1_196);
  }

  /** A cache that hears of it before the commit would remember for a second that there is none. */
  @Test
  void linkThatIsLookedForWhileItIsMadeRedirectsAtOnce() throws Exception {
    String code = "early" + Some.name();
    String link = Json.of("original_url", "https://example.com/", "short_code", code);
    ExecutorService maker = Executors.newSingleThreadExecutor();
    try (Handle handle = SERVICE.database().open()) {
      handle.execute(
          "ALTER TABLE kept_answers ADD CONSTRAINT slow"
              + " CHECK (pg_sleep(0.5) IS NOT NULL) NOT VALID");
      Future<Answer> made = maker.submit(() -> post("/urls", link));
      while (!made.isDone()) {
        http.get("/" + code);
      }

      assertThat(http.get("/" + code).status()).isEqualTo(302);
      assertThat(made.get().status()).isEqualTo(201);
      handle.execute("ALTER TABLE kept_answers DROP CONSTRAINT slow");
    } finally {
      maker.shutdownNow();
    }
  }

  @Test
  void keyIsForgottenAfterADay() {
    Answer first = post("/urls", LINK);
    SERVICE
        .database()
        .useHandle(
            handle ->
                handle.execute("UPDATE kept_answers SET kept_at = kept_at - interval '1 day'"));

    Answer again = post("/urls", LINK);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().get("id")).isNotEqualTo(first.json().get("id"));
    assertThat(post("/urls", LINK).body()).isEqualTo(again.body());
  }

  @Test
  void otherMethodsHaveNoKeys() {
    assertThat(http.get("/users", "Idempotency-Key", "\"").status()).isEqualTo(200);
  }

  private Answer postUntilItIsDone() {
    return await().until(() -> post("/urls", LINK), IdempotencyTest::isDone);
  }

  private static boolean isDone(Answer answer) {
    if (answer.status() == 409) {
      assertThat(answer.header("Retry-After")).contains("1");
      return false;
    }
    return true;
  }

  private Answer post(String path, String json) {
    return post(path, json, "application/json");
  }

  private Answer post(String path, String body, String type) {
    return http.send("POST", path, body, "Content-Type", type, "Idempotency-Key", key);
  }
}
