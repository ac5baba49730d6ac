package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.database.DatabaseAddress;
import io.shortener.testing.FreezableProxy;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import io.shortener.testing.TestPostgres;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database that goes away in the middle: it hangs, or nobody listens there any more. */
class RedirectOutageTest {
  private static final DatabaseAddress DATABASE = TestPostgres.seededDatabase();
  private static final int SERVER =
      Integer.parseInt(DATABASE.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
  private static final Jdbi TABLES =
      Jdbi.create(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password());
  private static FreezableProxy proxy = new FreezableProxy(SERVER);

  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.on(
          new DatabaseAddress(
              DATABASE.jdbcUrl().replaceFirst(":\\d+/", ":" + proxy.port() + "/"),
              DATABASE.user(),
              DATABASE.password()));

  private final HttpClient http = SERVICE.http();

  @BeforeAll
  static void awaitDatabase() {
    soon().until(() -> SERVICE.http().get("/users?page=1&per_page=1").status() == 200);
  }

  @AfterAll
  static void closeProxy() throws IOException {
    proxy.close();
  }

  @Test
  void linksLeadOnWhileTheDatabaseHangsAndEveryClickIsCounted() {
    JsonNode url = new Some(http).url("http://known");
    assertThat(http.get(path(url)).status()).isEqualTo(302);
    int visits;
    proxy.freeze();
    try {
      visits = 1 + visitUntilItTakesTheJournal(url);
      assertUnknownCodesAreUnavailable();
    } finally {
      proxy.thaw();
    }

    soon().until(() -> isCounted(url, visits));
    assertAllIsWellAgain(url);
    soon().until(() -> isCounted(url, visits + 1));
  }

  @Test
  void linksLeadOnWhileNobodyListensAndEveryClickIsCounted() throws IOException {
    JsonNode url = new Some(http).url("http://known");
    assertThat(http.get(path(url)).status()).isEqualTo(302);
    int port = proxy.port();
    int visits;
    proxy.close();
    try {
      visits = 1 + visitUntilItTakesTheJournal(url);
      assertUnknownCodesAreUnavailable();
    } finally {
      proxy = new FreezableProxy(port, SERVER);
    }

    soon().until(() -> isCounted(url, visits));
    assertAllIsWellAgain(url);
    soon().until(() -> isCounted(url, visits + 1));
  }

  @Test
  void changeDuringTheOutageIsObeyedAfterIt() {
    JsonNode url = new Some(http).url("http://old");
    assertThat(http.get(path(url)).status()).isEqualTo(302);
    proxy.freeze();
    try {
      visitUntilItTakesTheJournal(url);
      TABLES.useHandle(
          handle ->
              handle.execute(
                  "UPDATE urls SET original_url = 'http://new' WHERE id = ?",
                  url.get("id").asLong()));
      assertThat(http.get(path(url)).header("Location")).contains("http://old");
    } finally {
      proxy.thaw();
    }

    soon()
        .until(
            () -> http.get(path(url)).header("Location").filter("http://new"::equals).isPresent());
  }

  /** Each of them is sent on; how many there were. */
  private int visitUntilItTakesTheJournal(JsonNode url) {
    int visits = 0;
    boolean journaled = false;
    for (int i = 0; i < 20 || !journaled; i++) {
      Answer visit = http.get(path(url));
      assertThat(visit.status()).isEqualTo(302);
      visits++;
      journaled = metric("click_journal_clicks") > 0;
    }
    return visits;
  }

  private void assertUnknownCodesAreUnavailable() {
    Answer unknown = http.get("/Unknwn");
    assertThat(unknown.status()).isEqualTo(503);
    assertThat(unknown.header("Retry-After")).isPresent();
    assertThat(unknown.body()).isEqualTo("{\"error\":\"Service unavailable\",\"status\":503}");
  }

  private void assertAllIsWellAgain(JsonNode url) {
    soon().until(() -> http.get("/Unknwn").status() == 404);
    soon().until(() -> metric("click_journal_clicks") == 0 && metric("click_journaling") == 0);
    assertThat(http.get(path(url)).header("Location")).contains("http://known");
    assertThat(metric("clicks_total{outcome=\"lost\"}")).isZero();
  }

  /** Counted, and recorded one by one. */
  private boolean isCounted(JsonNode url, int visits) {
    Answer found = http.get("/urls/" + url.get("id"));
    Answer clicks = http.get("/events?event_type=click&url_id=" + url.get("id"));
    return found.status() == 200
        && clicks.status() == 200
        && found.json().get("click_count").asInt() == visits
        && clicks.json().size() == visits;
  }

  private static double metric(String name) {
    return SERVICE
        .admin()
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }

  private static String path(JsonNode url) {
    return "/" + url.get("short_code").asText();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
