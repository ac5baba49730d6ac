package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.clicks.ClickWriter.Outcome;
import io.shortener.visitors.Visitor;
import io.shortener.visitors.VisitorKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is written of who made a click. */
class ClickVisitorsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID JOURNAL = UUID.fromString("00000000-0000-4000-8000-000000000001");

  @RegisterExtension static final ClickTables TABLES = new ClickTables();

  private final ClickWriter writer = new ClickWriter(TABLES.database(), System::nanoTime);

  @Test
  void peopleAreCountedApartAndStatisticsLearnOfAll() throws SQLException {
    Visitor person =
        new Visitor(VisitorKind.HUMAN, "a.b", "Chrome", "Linux", "desktop", "de", "DE");
    Click click = new Click(TABLES.link("owned1"), NOW, person);
    Click other = new Click(TABLES.link("nobody"), NOW, Visitor.UNKNOWN);
    Click bot = new Click(TABLES.link("owned1"), NOW, visitor(VisitorKind.BOT));
    ClickBatch batch = ClickBatch.of(List.of(click, bot, other, click, bot, bot), NOW);

    assertThat(writer.write(batch, JOURNAL)).isEqualTo(Outcome.COMPLETE);
    assertThat(writer.write(batch, JOURNAL)).isEqualTo(Outcome.COMPLETE);

    assertThat(TABLES.counts()).isEqualTo("5,1");
    assertThat(TABLES.people()).isEqualTo("2,1");
    assertThat(TABLES.kinds()).isEqualTo("1 human 2,1 bot 3,2 human 1");
    assertThat(
            TABLES.text(
                "SELECT concat_ws(' ', kind, referrer, browser, os, device, language, country)"
                    + " FROM clicks WHERE referrer IS NOT NULL LIMIT 1"))
        .isEqualTo("human a.b Chrome Linux desktop de DE");
  }

  @Test
  void ofALinkThatIsLeftOutStatisticsLearnNothing() throws SQLException {
    Click click = new Click(TABLES.link("owned1"), NOW, Visitor.UNKNOWN);
    Click other = new Click(TABLES.link("nobody"), NOW, visitor(VisitorKind.PREFETCH));
    Outcome outcome;
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");
      outcome = writer.write(ClickBatch.of(List.of(click, other), NOW), JOURNAL);
      locking.rollback();
    }

    assertThat(outcome.locked()).containsExactly(1L);
    assertThat(TABLES.people()).isEqualTo("0,0");
    assertThat(TABLES.kinds()).isEqualTo("2 prefetch 1");
  }

  private static Visitor visitor(VisitorKind kind) {
    return new Visitor(kind, null, null, null, null, null, null);
  }
}
