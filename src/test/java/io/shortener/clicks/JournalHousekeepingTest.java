package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.startup.InstanceDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** What is done now and then, for journals of others too. */
class JournalHousekeepingTest extends ReplayFixture {
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

    assertThatThrownBy(replay::keepHouse).hasMessage("as if");
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
}
