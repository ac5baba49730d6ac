package io.shortener.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /logs} on the running service. */
class LogsTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private static final Logger LOGGER = LoggerFactory.getLogger("test.Logs");

  private final HttpClient admin = SERVICE.admin();

  @BeforeAll
  static void log() {
    for (int i = 1; i <= 300; i++) {
      LOGGER.info("Entry {}", i);
    }
    LOGGER.warn("A warning, Among others");
    LOGGER.error("An error", new IllegalStateException("the reason"));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                     50",
    "&limit=0,                               1",
    "&limit=-5,                              1",
    "&limit=7,                               7",
    "&limit=9999,                            200",
    "&limit=99999999999999999999999999,      200",
    "&limit=-99999999999999999999999999,     1"
  })
  void limitIsClamped(String limit, int count) {
    JsonNode answer = admin.get("/logs?filter=entry%20" + limit).json();

    assertThat(answer.get("count").asInt()).isEqualTo(count);
    assertThat(answer.get("logs")).hasSize(count);
    assertThat(answer.get("logs").get(count - 1).get("message").asText()).isEqualTo("Entry 300");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "1.5", "", "1e3", "0x10", "%201"})
  void limitThatIsNoIntegerIsRefused(String limit) {
    Answer answer = admin.get("/logs?limit=" + limit);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("'limit' must be an integer");
    assertThat(answer.json().get("status").asInt()).isEqualTo(400);
  }

  @Test
  void oldestOfTheNewestComesFirst() {
    List<JsonNode> logs =
        ImmutableList.copyOf(admin.get("/logs?limit=3&filter=ENTRY%20").json().get("logs"));

    assertThat(logs)
        .extracting(entry -> entry.get("message").asText())
        .containsExactly("Entry 298", "Entry 299", "Entry 300");
  }

  @ParameterizedTest
  @ValueSource(strings = {"warning", "WARNING", "Warning"})
  void levelIsMatchedInAnyCase(String level) {
    JsonNode logs = admin.get("/logs?filter=among%20others&level=" + level).json().get("logs");

    assertThat(logs).hasSize(1);
    assertThat(logs.get(0).get("levelname").asText()).isEqualTo("WARNING");
  }

  @Test
  void levelIsMatchedExactly() {
    assertThat(admin.get("/logs?filter=among%20others&level=warn").json().get("logs")).isEmpty();
  }

  @Test
  void entryHasItsFields() {
    JsonNode entry = admin.get("/logs?filter=an%20error&limit=1").json().get("logs").get(0);

    assertThat(entry.get("asctime").asText())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}");
    assertThat(entry.get("name").asText()).isEqualTo("test.Logs");
    assertThat(entry.get("levelname").asText()).isEqualTo("ERROR");
    assertThat(entry.get("message").asText()).isEqualTo("An error");
    assertThat(entry.get("pathname").asText()).endsWith("LogsTest.java");
    assertThat(entry.get("lineno").asInt()).isPositive();
    assertThat(entry.get("stack_trace").asText())
        .contains("IllegalStateException: the reason", "\tat ");
  }

  @Test
  void headAndOptionsWorkAndOtherMethodsAreRefused() {
    assertThat(admin.send("HEAD", "/logs", null).status()).isEqualTo(200);
    assertThat(admin.send("OPTIONS", "/logs", null).header("Allow")).contains("GET, HEAD, OPTIONS");
    Answer post = admin.send("POST", "/logs", "{}");
    assertThat(post.status()).isEqualTo(405);
    assertThat(post.header("Allow")).contains("GET, HEAD, OPTIONS");
    assertThat(post.error()).isEqualTo("Method not allowed");
  }
}
