package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.urls.LinkRules;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a permanent redirect may be kept. */
class FreshnessTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({"301, 300", "300, 300", "299, 299", "0, 0", "-1, 0"})
  void redirectIsKeptAsLongAsItsLinkLeadsOn(long secondsLeft, long age) {
    LinkRules rules = new LinkRules(null, NOW.plusSeconds(secondsLeft), null, 301, false);

    assertThat(Freshness.of(rules, Clock.fixed(NOW, ZoneOffset.UTC)).getValue())
        .isEqualTo("private, max-age=" + age);
  }
}
