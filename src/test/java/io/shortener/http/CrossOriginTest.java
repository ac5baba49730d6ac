package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.testing.ConfigOverride;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which scripts of other origins may read answers: those that the setting names. Settings of a
 * service are system properties, which those that were started before do not see.
 */
class CrossOriginTest {
  private static final String SETTING = "server.corsOrigins";

  @Order(1)
  @RegisterExtension
  static final RunningService CLOSED = RunningService.empty();

  @Order(2)
  @RegisterExtension
  static final RunningService LISTED =
      RunningService.empty(
          ConfigOverride.config(SETTING, "https://app.example, http://localhost:3000"));

  @Order(3)
  @RegisterExtension
  static final RunningService OPEN = RunningService.empty(ConfigOverride.config(SETTING, "*"));

  private static final String APP = "https://app.example";

  @Test
  void nobodyIsAllowedUntilSomebodyIsNamed() {
    Answer answer = CLOSED.http().get("/health", "Origin", APP);

    assertThat(allowed(answer)).isEmpty();
    assertThat(answer.header("Vary").orElse("")).doesNotContain("Origin");
    assertThat(allowed(preflight(CLOSED, "/urls", APP, "POST"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {APP, "http://localhost:3000"})
  void namedOriginMayReadAnswers(String origin) {
    for (String path : new String[] {"/health", "/users/9000000", "/users", "/users?page=0"}) {
      Answer answer = LISTED.http().get(path, "Origin", origin);

      assertThat(allowed(answer)).contains(origin);
      assertThat(list(answer, "Access-Control-Expose-Headers"))
          .contains("ETag", "Idempotency-Replayed", "Location", "Link", "Retry-After");
      assertThat(answer.response().headers().allValues("Vary").toString()).contains("Origin");
      assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://app.example",
        "https://app.example:444",
        "https://app.example.evil.example",
        "https://appXexample",
        "https://x.app.example",
        "null"
      })
  void otherOriginIsAnsweredAsIfItWereNone(String origin) {
    Answer answer = LISTED.http().get("/health", "Origin", origin);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(allowed(answer)).isEmpty();
    assertThat(allowed(preflight(LISTED, "/urls", origin, "POST"))).isEmpty();
  }

  @Test
  void listsVaryByOriginAndByFormat() {
    Answer answer = LISTED.http().get("/users", "Origin", APP);

    assertThat(answer.response().headers().allValues("Vary").toString())
        .contains("Origin")
        .contains("Accept");
  }

  @Test
  void preflightSaysWhatMayBeSent() {
    Answer answer = preflight(LISTED, "/urls/1", APP, "PUT");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(allowed(answer)).contains(APP);
    assertThat(list(answer, "Access-Control-Allow-Methods"))
        .containsExactlyInAnyOrder("GET", "HEAD", "POST", "PUT", "DELETE");
    assertThat(list(answer, "Access-Control-Allow-Headers"))
        .containsExactlyInAnyOrder(
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "X-Request-ID");
    assertThat(answer.header("Access-Control-Max-Age")).contains("600");
    assertThat(list(answer, "Allow")).contains("PUT", "DELETE");
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void anybodyIsAllowedByAStarButNeverWithCredentials() {
    for (Answer answer :
        new Answer[] {
          OPEN.http().get("/health", "Origin", "https://any.example"),
          preflight(OPEN, "/shorten", "https://any.example", "POST")
        }) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(allowed(answer)).isPresent();
      assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    }
  }

  @Test
  void operatorsPortAllowsNobody() {
    assertThat(allowed(OPEN.admin().get("/logs", "Origin", APP))).isEmpty();
  }

  private static Answer preflight(
      RunningService service, String path, String origin, String method) {
    return service
        .http()
        .send("OPTIONS", path, null, "Origin", origin, "Access-Control-Request-Method", method);
  }

  private static Optional<String> allowed(Answer answer) {
    return answer.header("Access-Control-Allow-Origin");
  }

  private static List<String> list(Answer answer, String header) {
    return Arrays.asList(answer.header(header).orElse("").split(", ?"));
  }
}
