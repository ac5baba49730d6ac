package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.database.DatabaseAddress;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Links that lead only so many people on, by two instances on one database. */
class LimitedClicksTest {
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final String BOT =
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

  private static final DatabaseAddress DATABASE = TestPostgres.migratedDatabase();

  @RegisterExtension static final RunningService ONE = RunningService.on(DATABASE);
  @RegisterExtension static final RunningService OTHER = RunningService.on(DATABASE);

  private final HttpClient http = ONE.http();
  private final HttpClient other = OTHER.http();

  @Test
  void manyWhoComeAtOnceToTwoInstancesAreNeverOneTooMany() throws Exception {
    JsonNode url = link(50);
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      List<Future<Integer>> visits = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        HttpClient instance = i % 2 == 0 ? http : other;
        visits.add(threads.submit(() -> visitUntilDecided(instance, url)));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> visit : visits) {
        statuses.add(visit.get());
      }

      assertThat(statuses).containsOnly(302, 410);
      assertThat(statuses.stream().filter(status -> status == 302)).hasSize(50);
    } finally {
      threads.shutdownNow();
    }
    assertThat(clickCount(url)).isEqualTo(50);
    assertThat(http.get("/events?event_type=click&url_id=" + url.get("id")).json()).hasSize(50);
  }

  @Test
  void whoIsNoPersonTakesNothingOfTheLimitAndGoesWherePeopleMay() {
    JsonNode url = link(1);

    assertThat(visit(http, url, BOT).status()).isEqualTo(302);
    assertThat(visit(http, url, BROWSER).status()).isEqualTo(302);
    assertThat(visit(http, url, BOT).status()).isEqualTo(410);
    assertThat(visit(http, url, BROWSER).json().get("error").asText()).isEqualTo("Link expired");
    assertThat(clickCount(url)).isEqualTo(2);
  }

  @Test
  void whoOnlyLooksIsToldWhatAVisitWouldBe() {
    JsonNode url = link(1);

    assertThat(head(url).status()).isEqualTo(302);
    assertThat(head(url).header("Location")).contains("https://example.com/");
    assertThat(http.get(path(url) + "+").status()).isEqualTo(200);
    visit(http, url, BROWSER);
    assertThat(head(url).status()).isEqualTo(410);
    assertThat(http.get(path(url) + "+").status()).isEqualTo(410);
    assertThat(clickCount(url)).isEqualTo(1);
  }

  @Test
  void limitThatIsRaisedBringsTheLinkBack() {
    JsonNode url = link(1);
    visit(http, url, BROWSER);

    http.put("/urls/" + url.get("id"), Json.of("max_clicks", 2));

    assertThat(visit(http, url, BROWSER).status()).isEqualTo(302);
    assertThat(visit(http, url, BROWSER).status()).isEqualTo(410);
  }

  @Test
  void peopleWhoCameBeforeTheLimitCount() {
    JsonNode url = http.post("/urls", Json.of("original_url", "https://example.com/")).json();
    visit(http, url, BROWSER);
    visit(http, url, BROWSER);

    http.put("/urls/" + url.get("id"), Json.of("max_clicks", 3));

    assertThat(visit(http, url, BROWSER).status()).isEqualTo(302);
    assertThat(visit(http, url, BROWSER).status()).isEqualTo(410);
  }

  @Test
  void linkThatSomebodyHoldsKeepsNobodyFromAnother() {
    JsonNode held = link(10);
    JsonNode free = link(1);
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Handle deletion = ONE.database().open()) {
      deletion.begin();
      deletion.execute(
          "SELECT FROM click_counts WHERE url_id = ? FOR UPDATE", held.get("id").asLong());
      assertThat(visit(http, held, BROWSER).status()).isEqualTo(503);
      for (int i = 0; i < 4; i++) {
        threads.execute(
            () -> {
              while (!over.get()) {
                visit(http, held, BROWSER);
                begun.countDown();
              }
            });
      }
      await().until(() -> begun.getCount() == 0);

      await().until(() -> visit(http, free, BROWSER).status() == 302);
      deletion.rollback();
    } finally {
      over.set(true);
      threads.shutdown();
    }
  }

  private JsonNode link(int limit) {
    return http.post("/urls", Json.of("original_url", "https://example.com/", "max_clicks", limit))
        .json();
  }

  private static Answer visit(HttpClient instance, JsonNode url, String userAgent) {
    return instance.get(path(url), "User-Agent", userAgent);
  }

  /** Whoever comes when too many wait already is told to come again. */
  private static int visitUntilDecided(HttpClient instance, JsonNode url) {
    int status = visit(instance, url, BROWSER).status();
    while (status == 503) {
      status = visit(instance, url, BROWSER).status();
    }
    return status;
  }

  private Answer head(JsonNode url) {
    return http.send("HEAD", path(url), "");
  }

  private long clickCount(JsonNode url) {
    return http.get("/urls/" + url.get("id")).json().get("click_count").asLong();
  }

  private static String path(JsonNode url) {
    return "/" + url.get("short_code").asText();
  }
}
