package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final ObjectMapper JSON = Jackson.newObjectMapper();

  @Test
  void usualRulesTakeNoRoomOnTheDisk() throws IOException {
    Link link = new Link(1, null, "abcdef", "http://a", LinkRules.USUAL);

    String json = JSON.writeValueAsString(link);

    assertThat(json).doesNotContain("rules");
    assertThat(JSON.readValue(json, Link.class)).isEqualTo(link);
  }

  @Test
  void otherRulesComeBackFromTheDisk() throws IOException {
    LinkRules rules = new LinkRules(null, Instant.parse("2030-01-01T00:00:00Z"), 5L, 308, true);
    Link link = new Link(1, 7L, "abcdef", "http://a", rules);

    assertThat(JSON.readValue(JSON.writeValueAsString(link), Link.class)).isEqualTo(link);
  }
}
