package io.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The product as its users meet it: the whole service, seeded, over HTTP. */
class JourneyTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.seeded();

  private final HttpClient http = SERVICE.http();

  @Test
  void fixturesAreThereAfterTheFirstStart() {
    assertThat(http.get("/users").json()).hasSize(400);
    assertThat(http.get("/urls?page=1&per_page=10000").json()).hasSizeGreaterThanOrEqualTo(2_000);
    assertThat(http.get("/events?event_type=updated").json()).isNotEmpty();
  }

  @Test
  void visitorIsSentOnAndCounted() {
    JsonNode link = http.post("/shorten", "{\"url\": \"https://example.com/a b?q=[x]|é\"}").json();
    String code = link.get("short_code").asText();

    Answer visit = http.get("/" + code);

    assertThat(visit.status()).isEqualTo(302);
    assertThat(visit.header("Location")).contains("https://example.com/a%20b?q=[x]|%C3%A9");
    JsonNode clicks = http.get("/events?event_type=click").json();
    assertThat(clicks).hasSize(1);
    assertThat(clicks.get(0).get("details").get("short_code").asText()).isEqualTo(code);
    assertThat(http.get("/urls/" + clicks.get(0).get("url_id")).json().get("click_count").asLong())
        .isEqualTo(1);
  }
}
