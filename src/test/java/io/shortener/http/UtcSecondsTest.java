package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtcSecondsTest {
  private final ObjectMapper json =
      new ObjectMapper()
          .registerModule(new SimpleModule().addSerializer(Instant.class, new UtcSeconds()));

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:59:59Z,2026-01-31T23:59:59",
    "2026-02-01T00:00:00Z,2026-02-01T00:00:00",
    "2026-02-01T01:02:03.999Z,2026-02-01T01:02:03",
    "0999-02-01T01:02:03Z,0999-02-01T01:02:03"
  })
  void timeIsUtcWithoutZoneAndFraction(Instant time, String text) throws IOException {
    assertThat(json.writeValueAsString(time)).isEqualTo('"' + text + '"');
  }
}
