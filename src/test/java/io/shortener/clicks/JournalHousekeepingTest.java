package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.shortener.startup.InstanceDirectory;
import io.shortener.visitors.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is done now and then, for journals of others too. */
class JournalHousekeepingTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long ROOM = 1L << 30;

  @RegisterExtension static final ClickTables TABLES = new ClickTables();

  @TempDir private static Path data;

  private InstanceDirectory mine;
  private ClickJournal journal;
  private ClickStore store;
  private JournalReplay replay;

  @BeforeEach
  void start() {
    mine = InstanceDirectory.hold(data);
    journal = ClickJournal.open(mine.path(), ROOM);
    begin(Clock.systemUTC());
  }

  private void begin(Clock clock) {
    store =
        new ClickStore(
            new ClickWriter(TABLES.database(), System::nanoTime),
            journal,
            new ClickMetrics(new PrometheusRegistry()),
            clock);
    replay = new JournalReplay(store, journal, mine);
  }

  @AfterEach
  void stop() throws IOException {
    journal.close();
    mine.close();
    FileUtils.cleanDirectory(data.toFile());
  }

  @Test
  void journalsOfDeadInstancesAreReplayedAndRemoved() throws IOException {
    Path first = leave(2, "owned1", "nobody");
    Path second = leave(3, "nobody");

    replay.keepHouse();

    assertThat(TABLES.counts()).isEqualTo("1,2");
    assertThat(ClickJournal.isIn(first)).isFalse();
    assertThat(ClickJournal.isIn(second)).isFalse();
    try (InstanceDirectory next = InstanceDirectory.hold(data)) {
      assertThat(next.path()).isEqualTo(first);
    }
  }

  @Test
  void journalOfALivingInstanceIsLeftAlone() throws IOException {
    try (InstanceDirectory living = InstanceDirectory.hold(data);
        ClickJournal its = ClickJournal.open(living.path(), ROOM)) {
      its.append(batch("owned1"));

      replay.keepHouse();

      assertThat(its.batches()).isEqualTo(1);
      assertThat(ClickJournal.isIn(living.path())).isTrue();
    }
    assertThat(TABLES.counts()).isEqualTo("0,0");
  }

  @Test
  void journalOfADeadInstanceWaitsForPostgres() throws IOException {
    Path left = leave(2, "owned1");
    TABLES.execute("ALTER TABLE clicks RENAME TO away");
    try {
      replay.keepHouse();
      replay.keepHouse();
    } finally {
      TABLES.execute("ALTER TABLE away RENAME TO clicks");
    }
    assertThat(ClickJournal.isIn(left)).isTrue();

    replay.replayOwn();
    replay.keepHouse();
    assertThat(TABLES.counts()).isEqualTo("1,0");
    assertThat(ClickJournal.isIn(left)).isFalse();
  }

  @Test
  void journalOfADeadInstanceThatCannotBeOpenedHoldsUpNoOther() throws IOException {
    Path broken = leave(2, "owned1");
    Path good = leave(3, "nobody");
    Path obstacle = Files.createDirectory(broken.resolve("clicks.db-wal"));

    replay.keepHouse();

    assertThat(TABLES.counts()).isEqualTo("0,1");
    assertThat(ClickJournal.isIn(good)).isFalse();
    Files.delete(obstacle);
    replay.keepHouse();
    assertThat(TABLES.counts()).isEqualTo("1,1");
  }

  @Test
  void settledBatchesAreForgottenOnceTheJournalIsEmpty() {
    ClickBatch old = ClickBatch.of(batch("owned1").clicks(), NOW);
    journal.append(old);
    replay.keepHouse();
    assertThat(store.replayOldest(journal)).isTrue();
    assertThat(TABLES.text("SELECT count(*) FROM click_batches")).isEqualTo("1");

    replay.keepHouse();

    assertThat(TABLES.text("SELECT count(*) FROM click_batches")).isEqualTo("0");
  }

  @Test
  void housekeepingThatDiesIsTriedAgain() {
    begin(new DyingClock(Clock.systemUTC(), 1));
    assertThat(store.keep(ClickBatch.of(batch("owned1").clicks(), NOW)))
        .isEqualTo(ClickWriter.Outcome.COMPLETE);

    replay.keepHouse();
    assertThat(TABLES.text("SELECT count(*) FROM click_batches")).isEqualTo("1");
    replay.keepHouse();
    assertThat(TABLES.text("SELECT count(*) FROM click_batches")).isEqualTo("0");
  }

  /** What an instance leaves behind that dies in an outage, in the directory of a number. */
  private static Path leave(int number, String... codes) throws IOException {
    Path directory = Files.createDirectories(data.resolve("instances/" + number));
    try (ClickJournal left = ClickJournal.open(directory, ROOM)) {
      left.append(batch(codes));
    }
    return directory;
  }

  private static ClickBatch batch(String... codes) {
    List<Click> clicks =
        Stream.of(codes).map(code -> new Click(TABLES.link(code), NOW, Visitor.UNKNOWN)).toList();
    return ClickBatch.of(clicks, Instant.now());
  }
}
