package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import io.shortener.visitors.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClickBatchTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

  @Test
  void idsAreOfVersion7AndOfTheUsualVariant() {
    for (int i = 0; i < 1_000; i++) {
      UUID id = ClickBatch.idAt(NOW);

      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.toString()).startsWith("019ca945-0a7b-7");
    }
  }

  @Test
  void idsGrowWithTheMilliseconds() {
    List<String> ids =
        IntStream.range(0, 1_000)
            .mapToObj(i -> ClickBatch.idAt(NOW.plusMillis(i)).toString())
            .toList();

    assertThat(ids).isSorted();
  }

  @Test
  void idsOfOneMillisecondDiffer() {
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(ClickBatch.idAt(NOW));
    }

    assertThat(ids).hasSize(10_000);
  }

  @Test
  void oldestIdDividesWhatIsOlderFromWhatIsNot() {
    String oldest = ClickBatch.oldestId(NOW, Duration.ofMinutes(10)).toString();
    Instant limit = NOW.minus(Duration.ofMinutes(10));

    for (int i = 0; i < 1_000; i++) {
      assertThat(ClickBatch.idAt(limit.minusMillis(1)).toString()).isLessThan(oldest);
      assertThat(ClickBatch.idAt(limit).toString()).isGreaterThanOrEqualTo(oldest);
    }
  }

  @Test
  void batchKeepsItsClicksWhateverBecomesOfTheList() {
    List<Click> clicks = new ArrayList<>();
    clicks.add(
        new Click(
            new Link(1, null, "", "nobody", "http://b", LinkRules.USUAL), NOW, Visitor.UNKNOWN));
    ClickBatch batch = ClickBatch.of(clicks, NOW);
    clicks.clear();

    assertThat(batch.clicks()).hasSize(1);
  }
}
