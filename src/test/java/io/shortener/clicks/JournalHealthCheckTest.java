package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.health.HealthCheck.Result;
import io.shortener.visitors.Visitor;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JournalHealthCheckTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @RegisterExtension static final ClickTables TABLES = new ClickTables();

  private final JournalHealthCheck check =
      new JournalHealthCheck(TABLES.store(), TABLES.journal(), TABLES.directory());

  @Test
  void journalThatCouldTakeClicksIsHealthy() {
    Result result = check.execute();

    assertThat(result.isHealthy()).isTrue();
    assertThat(result.getMessage()).isNull();
    assertThat(TABLES.journal().batches()).isZero();
  }

  @Test
  void serviceIsHealthyAndSaysSoWhileClicksGoToTheJournal() {
    ClickBatch batch = batch();
    TABLES.execute("ALTER TABLE clicks RENAME TO away");
    try {
      assertThat(TABLES.store().keep(batch)).isEqualTo(ClickWriter.Outcome.COMPLETE);
    } finally {
      TABLES.execute("ALTER TABLE away RENAME TO clicks");
    }

    Result result = check.execute();

    assertThat(result.isHealthy()).isTrue();
    assertThat(result.getMessage())
        .isEqualTo("PostgreSQL does not take clicks; 2 wait in the journal until it does");
  }

  @Test
  void serviceIsHealthyAndSaysSoWhileTheJournalIsReplayed() {
    TABLES.journal().append(batch());

    Result result = check.execute();

    assertThat(result.isHealthy()).isTrue();
    assertThat(result.getMessage()).isEqualTo("2 clicks of the journal are being replayed");
  }

  @Test
  void journalThatIsClosedIsNotHealthy() {
    TABLES.journal().close();

    assertThat(check.execute().isHealthy()).isFalse();
  }

  @Test
  void journalThatCannotBeWrittenIsNotHealthy() {
    Jdbi.create("jdbc:sqlite:" + TABLES.directory().resolve("clicks.db"))
        .useHandle(
            handle ->
                handle.execute(
                    "CREATE TRIGGER refusal BEFORE UPDATE ON journal"
                        + " BEGIN SELECT RAISE(ABORT, 'no'); END"));

    assertThat(check.execute().isHealthy()).isFalse();
  }

  private static ClickBatch batch() {
    Click click = new Click(TABLES.link("owned1"), NOW, Visitor.UNKNOWN);
    return ClickBatch.of(List.of(click, click), NOW);
  }
}
