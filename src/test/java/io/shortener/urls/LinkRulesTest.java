package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a link's maker may say of it beside where it leads. */
class LinkRulesTest {
  private static final String TARGET = "https://example.com/";

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "summer-sale_2026", "-", "_", "x1234567890123456789012345678901234567"})
  void linkMayBringItsCode(String code) {
    Answer made = make("short_code", code);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("short_code").asText()).isEqualTo(code);
    assertThat(http.get("/" + code).header("Location")).contains(TARGET);
  }

  @Test
  void shortenTakesACodeAsWell() {
    Answer made = http.post("/shorten", Json.of("url", TARGET, "short_code", "shorten-me"));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("short_url").asText()).endsWith("/shorten-me");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " a", "a b", "a/b", "a.b", "é", "a+", "%61"})
  void codeOfAnotherFormIsRefused(String code) {
    assertRefused(
        make("short_code", code),
        "'short_code' must be 1 to 64 of the characters A-Z, a-z, 0-9, _ and -");
  }

  @ParameterizedTest
  @ValueSource(strings = {"users", "health", "URLS", "stats", "metrics"})
  void wordOfTheServiceIsNoCode(String code) {
    assertRefused(
        make("short_code", code), "'short_code' must not be a word that the service uses");
  }

  @Test
  void codeOfAnotherLinkIsTaken() {
    make("short_code", "mine");

    assertTaken(make("short_code", "mine"));
    assertThat(make("short_code", "Mine").status()).isEqualTo(201);
  }

  @Test
  void codeOfADeletedLinkIsTakenForGood() {
    long id = make("short_code", "once").json().get("id").asLong();
    http.delete("/urls/" + id);

    assertTaken(make("short_code", "once"));
    assertThat(http.get("/once").status()).isEqualTo(404);
  }

  @Test
  void oneOfManyWhoWantACodeGetsIt() throws Exception {
    List<Integer> statuses = atOnce(16, () -> make("short_code", "wanted").status());

    assertThat(statuses).containsOnlyOnce(201);
    assertThat(statuses.stream().filter(status -> status == 409)).hasSize(15);
  }

  @Test
  void linkThatIsNotYetValidIsNotFound() {
    JsonNode url = make("valid_from", "2099-01-01T00:00:00").json();

    assertThat(url.get("valid_from").asText()).isEqualTo("2099-01-01T00:00:00");
    assertThat(visit(url).status()).isEqualTo(404);
    assertThat(visit(change(url, "{\"valid_from\": null}").json()).status()).isEqualTo(302);
  }

  @Test
  void linkThatHasExpiredIsGoneUntilItIsBroughtBack() {
    JsonNode url = make("expires_at", "2026-01-01T02:00:00+02:00").json();

    assertThat(url.get("expires_at").asText()).isEqualTo("2026-01-01T00:00:00");
    Answer visit = visit(url);
    assertThat(visit.status()).isEqualTo(410);
    assertThat(visit.json().get("error").asText()).isEqualTo("Link expired");
    assertThat(clicks(url)).isZero();
    assertThat(visit(change(url, Json.of("expires_at", "2099-01-01T00:00:00")).json()).status())
        .isEqualTo(302);
  }

  @ParameterizedTest
  @CsvSource({
    "valid_from,yesterday",
    "expires_at,2026-02-30T00:00:00",
    "expires_at,2026-01-01",
    "expires_at,10000-01-01T00:00:00"
  })
  void whatIsNoTimeIsRefused(String field, String time) {
    assertRefused(make(field, time), "'" + field + "' must be a time like 2026-01-31T23:59:59");
  }

  @Test
  void endBeforeTheBeginningIsRefused() {
    JsonNode url = make("valid_from", "2026-06-01T00:00:00").json();

    assertRefused(
        change(url, Json.of("expires_at", "2026-06-01T00:00:00")),
        "'expires_at' must be later than 'valid_from'");
  }

  @ParameterizedTest
  @CsvSource({
    "301,'private, max-age=300'",
    "302,no-store",
    "307,no-store",
    "308,'private, max-age=300'"
  })
  void linkMaySayHowItRedirects(int status, String cacheControl) {
    Answer visit = visit(make("redirect_status", status).json());

    assertThat(visit.status()).isEqualTo(status);
    assertThat(visit.header("Cache-Control")).contains(cacheControl);
  }

  @Test
  void permanentRedirectIsNotKeptBeyondTheEndOfItsLink() {
    Answer visit = visit(make("redirect_status", 301, "expires_at", "2099-01-01T00:00:00").json());

    assertThat(visit.header("Cache-Control")).contains("private, max-age=300");
  }

  @ParameterizedTest
  @ValueSource(strings = {"200", "303", "null"})
  void otherStatusIsRefused(String status) {
    assertRefused(
        http.post("/urls", "{\"original_url\": \"http://a\", \"redirect_status\": " + status + "}"),
        "'redirect_status' must be 301, 302, 307 or 308");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/,https://example.com/?a=1&b=%20",
    "https://example.com/?x=y,https://example.com/?x=y&a=1&b=%20",
    "https://example.com/?,https://example.com/?a=1&b=%20",
    "https://example.com/#part,https://example.com/?a=1&b=%20#part"
  })
  void linkMayPassTheVisitorsQueryOn(String target, String location) {
    JsonNode url =
        http.post("/urls", Json.of("original_url", target, "forward_query", true)).json();

    assertThat(http.get("/" + url.get("short_code").asText() + "?a=1&b=%20").header("Location"))
        .contains(location);
    assertThat(visit(url).header("Location")).contains(target);
  }

  @Test
  void tagsAreKeptOnceAndTrimmed() {
    JsonNode url =
        http.post("/urls", "{\"original_url\": \"http://a\", \"tags\": [\" b \", \"a\", \"b\"]}")
            .json();

    assertThat(url.get("tags").toString()).isEqualTo("[\"b\",\"a\"]");
    assertThat(change(url, "{\"tags\": []}").json().get("tags")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"a\"','''tags'' must be an array of texts'",
    "'[1]','''tags'' must be an array of texts'",
    "'null','''tags'' must be an array of texts'",
    "'[\"\"]','''tags'' must each have 1 to 50 characters'"
  })
  void otherTagsAreRefused(String tags, String error) {
    assertRefused(
        http.post("/urls", "{\"original_url\": \"http://a\", \"tags\": " + tags + "}"), error);
  }

  @Test
  void changeOfOneRuleLeavesTheOthers() {
    JsonNode url =
        make("expires_at", "2099-01-01T00:00:00", "max_clicks", 5, "redirect_status", 307).json();

    JsonNode changed = change(url, Json.of("title", "New")).json();

    assertThat(changed.get("title").asText()).isEqualTo("New");
    assertThat(changed.get("expires_at")).isEqualTo(url.get("expires_at"));
    assertThat(changed.get("max_clicks").asLong()).isEqualTo(5);
    assertThat(changed.get("redirect_status").asInt()).isEqualTo(307);
    assertThat(change(url, "{\"max_clicks\": null}").json().get("max_clicks").isNull()).isTrue();
  }

  @Test
  void sameLinkIsFoundAgain() {
    long user = new Some(http).userId();
    Answer first = make("reuse", true, "user_id", user, "title", "One");

    Answer second = make("reuse", true, "user_id", user, "title", "One");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(make("reuse", true, "title", "One").status()).isEqualTo(201);
    assertThat(make("reuse", true, "user_id", user).status()).isEqualTo(201);
    assertThat(make("user_id", user, "title", "One").status()).isEqualTo(201);
  }

  @Test
  void linkThatIsSwitchedOffIsNotUsedAgain() {
    JsonNode first = make("reuse", true, "title", "Off").json();
    change(first, Json.of("is_active", false));

    assertThat(make("reuse", true, "title", "Off").status()).isEqualTo(201);
  }

  @Test
  void manyWhoWantTheSameLinkGetOne() throws Exception {
    List<Long> ids =
        atOnce(16, () -> make("reuse", true, "title", "Shared").json().get("id").asLong());

    assertThat(ids).containsOnly(ids.get(0));
  }

  private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(Collections.nCopies(times, work))) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private Answer make(Object... namesAndValues) {
    Object[] all = new Object[namesAndValues.length + 2];
    all[0] = "original_url";
    all[1] = TARGET;
    System.arraycopy(namesAndValues, 0, all, 2, namesAndValues.length);
    return http.post("/urls", Json.of(all));
  }

  private Answer change(JsonNode url, String body) {
    return http.put("/urls/" + url.get("id"), body);
  }

  private Answer visit(JsonNode url) {
    return http.get("/" + url.get("short_code").asText());
  }

  private long clicks(JsonNode url) {
    return http.get("/urls/" + url.get("id")).json().get("click_count").asLong();
  }

  private static void assertRefused(Answer answer, String error) {
    assertThat(answer.json().get("error").asText()).isEqualTo(error);
    assertThat(answer.status()).isEqualTo(400);
  }

  private static void assertTaken(Answer answer) {
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("error").asText()).isEqualTo("Short code already taken");
  }
}
