package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.urls.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickJournalTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long ROOM = 1L << 30;

  @TempDir private Path directory;

  private final List<ClickJournal> open = new ArrayList<>();
  private ClickJournal journal;

  @BeforeEach
  void begin() {
    journal = open(ROOM);
  }

  @AfterEach
  void close() {
    open.forEach(ClickJournal::close);
  }

  @Test
  void whatIsAppendedIsThereWithAllThatItSays() {
    ClickBatch batch =
        batch(
            new Click(new Link(1, 7L, "owned1", "http://\u00e9/\"'\\\ud83d\ude00"), NOW),
            new Click(new Link(2, null, "nobody", "http://b"), NOW.plusSeconds(1)));

    journal.append(batch);

    assertThat(journal.oldest()).contains(batch);
    assertThat(journal.batches()).isEqualTo(1);
    assertThat(journal.clicks()).isEqualTo(2);
    assertThat(journal.oldestTime()).contains(NOW);
  }

  @Test
  void emptyJournalHasNothing() {
    assertThat(journal.oldest()).isEmpty();
    assertThat(journal.oldestTime()).isEmpty();
    assertThat(journal.batches()).isZero();
    assertThat(journal.clicks()).isZero();
  }

  @Test
  void oldestComesFirstWhateverItsId() {
    List<ClickBatch> batches =
        new ArrayList<>(Stream.generate(() -> batch(click(1))).limit(5).toList());
    Collections.shuffle(batches);
    batches.forEach(journal::append);

    for (ClickBatch batch : batches) {
      assertThat(journal.oldest()).contains(batch);
      journal.settle(batch, Optional.empty());
    }
    assertThat(journal.batches()).isZero();
  }

  @Test
  void batchThatIsAppendedTwiceIsThereOnce() {
    ClickBatch batch = batch(click(1), click(2));
    journal.append(batch);
    journal.append(batch);

    assertThat(journal.batches()).isEqualTo(1);
    assertThat(journal.clicks()).isEqualTo(2);
    journal.settle(batch, Optional.empty());
    assertThat(journal.oldest()).isEmpty();
  }

  @Test
  void whatIsSettledLeavesItsRestBehindTheOthers() {
    ClickBatch first = batch(click(1), click(2), click(1));
    ClickBatch second = batch(click(3));
    ClickBatch rest = batch(click(1), click(1));
    journal.append(first);
    journal.append(second);

    journal.settle(first, Optional.of(rest));

    assertThat(journal.batches()).isEqualTo(2);
    assertThat(journal.clicks()).isEqualTo(3);
    assertThat(journal.oldest()).contains(second);
    journal.settle(second, Optional.empty());
    assertThat(journal.oldest().orElseThrow().clicks()).isEqualTo(rest.clicks());
  }

  @Test
  void batchesThatWereNeverSentAreJoinedAndStaySo() {
    ClickBatch sent = batch(click(1));
    journal.append(sent);
    journal.appendUnsent(batch(click(2), click(3)));
    journal.appendUnsent(batch(click(4)));
    ClickBatch sentLater = batch(click(5));
    journal.append(sentLater);

    assertThat(journal.oldest()).contains(sent);
    journal.settle(sent, Optional.empty());
    ClickBatch joined = journal.oldest().orElseThrow();
    assertThat(joined.clicks()).containsExactly(click(2), click(3), click(4));
    assertThat(journal.batches()).isEqualTo(2);
    assertThat(journal.clicks()).isEqualTo(4);
    assertThat(journal.oldest()).contains(joined);

    journal.settle(joined, Optional.empty());
    assertThat(journal.oldest()).contains(sentLater);
    assertThat(journal.clicks()).isEqualTo(1);
  }

  @Test
  void batchThatIsSettledTwiceIsGoneOnce() {
    ClickBatch batch = batch(click(1));
    journal.append(batch);
    journal.append(batch(click(2)));
    journal.settle(batch, Optional.empty());
    journal.settle(batch, Optional.empty());

    assertThat(journal.batches()).isEqualTo(1);
    assertThat(journal.clicks()).isEqualTo(1);
  }

  @Test
  void journalThatIsOpenedAgainHasAllThatWasInIt() {
    ClickBatch first = batch(click(1), click(2));
    ClickBatch second = batch(click(3));
    journal.append(first);
    journal.append(second);
    UUID id = journal.id();
    journal.close();

    ClickJournal again = open(ROOM);

    assertThat(again.id()).isEqualTo(id);
    assertThat(again.batches()).isEqualTo(2);
    assertThat(again.clicks()).isEqualTo(3);
    assertThat(again.oldest()).contains(first);
  }

  @Test
  void journalOfAProcessThatWasKilledHasAllThatWasInIt() throws IOException {
    ClickBatch batch = batch(click(1));
    journal.append(batch);
    Path killed = copyAsAfterAKill();

    ClickJournal rescued = ClickJournal.open(killed, ROOM);
    open.add(rescued);

    assertThat(rescued.id()).isEqualTo(journal.id());
    assertThat(rescued.oldest()).contains(batch);
  }

  @Test
  void journalThatIsFullRefusesMoreAndKeepsWhatIsInIt() {
    journal.close();
    ClickJournal small = open(128 << 10);
    List<ClickBatch> taken = new ArrayList<>();
    ClickBatch refused = fill(small, taken);

    assertThat(taken).isNotEmpty();
    assertThat(small.bytes()).isLessThanOrEqualTo(128 << 10);
    assertThat(small.batches()).isEqualTo(taken.size());
    assertThat(small.oldest()).contains(taken.get(0));
    taken.forEach(batch -> small.settle(batch, Optional.empty()));
    small.append(refused);
    assertThat(small.oldest()).contains(refused);
  }

  @Test
  void fileThatIsNoJournalIsPutAsideAndANewOneBegun() throws IOException {
    journal.close();
    Files.writeString(file(), "no database ".repeat(1_000));

    ClickJournal begun = open(ROOM);

    begun.append(batch(click(1)));
    assertThat(begun.batches()).isEqualTo(1);
    assertThat(aside()).singleElement().satisfies(ClickJournalTest::isWhatItWas);
  }

  @Test
  void fileThatWasDamagedAfterAKillIsPutAside() throws IOException {
    journal.append(batch(click(1)));
    sqlite("PRAGMA wal_checkpoint(RESTART)");
    journal.append(batch(click(1)));
    Path killed = copyAsAfterAKill();
    Files.writeString(killed.resolve("clicks.db"), "no database ".repeat(1_000));

    ClickJournal begun = ClickJournal.open(killed, ROOM);
    ClickBatch batch = batch(click(2));
    begun.append(batch);
    begun.close();
    begun = ClickJournal.open(killed, ROOM);
    open.add(begun);

    assertThat(begun.oldest()).contains(batch);
    assertThat(begun.batches()).isEqualTo(1);
  }

  @Test
  void settlingThatFailsChangesNothing() {
    ClickBatch batch = batch(click(1), click(2));
    journal.append(batch);
    sqlite("CREATE TRIGGER refusal BEFORE DELETE ON batches BEGIN SELECT RAISE(ABORT, 'no'); END");

    assertThatThrownBy(() -> journal.settle(batch, Optional.of(batch(click(1)))))
        .isInstanceOf(JdbiException.class);

    assertThat(journal.oldest()).contains(batch);
    assertThat(journal.batches()).isEqualTo(1);
    assertThat(journal.clicks()).isEqualTo(2);
  }

  @Test
  void goodFileThatCannotBeOpenedNowStaysInItsPlace() throws IOException {
    ClickBatch batch = batch(click(1));
    journal.append(batch);
    journal.close();
    Path obstacle = Files.createDirectory(directory.resolve("clicks.db-wal"));
    assertThatThrownBy(() -> open(ROOM)).isInstanceOf(UncheckedIOException.class);
    Files.delete(obstacle);

    assertThat(open(ROOM).oldest()).contains(batch);
    assertThat(aside()).isEmpty();
  }

  @Test
  void fileShrinksWhenItIsEmptied() {
    List<ClickBatch> batches = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ClickBatch batch = batch(Stream.generate(() -> click(1)).limit(1_000).toArray(Click[]::new));
      batches.add(batch);
      journal.append(batch);
    }
    sqlite("PRAGMA wal_checkpoint");
    assertThat(journal.bytes()).isGreaterThan(2L << 20);

    batches.forEach(batch -> journal.settle(batch, Optional.empty()));

    assertThat(journal.bytes()).isLessThan(1L << 20);
  }

  @Test
  void journalThatCannotBeMadeIsAnError() {
    Path nowhere = directory.resolve("nowhere");

    assertThatThrownBy(() -> ClickJournal.open(nowhere, ROOM))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void checkFailsWhenNothingCouldBeAppended() {
    journal.checkWritable();
    assertThat(journal.oldest()).isEmpty();
    journal.close();

    assertThatThrownBy(journal::checkWritable).isInstanceOf(JdbiException.class);
  }

  @Test
  void journalIsInItsDirectoryUntilItIsDeleted() throws IOException {
    journal.close();

    assertThat(ClickJournal.isIn(directory)).isTrue();
    ClickJournal.delete(directory);
    assertThat(ClickJournal.isIn(directory)).isFalse();
    assertThat(directory).isEmptyDirectory();
  }

  /** Returns the first batch that was refused. */
  private static ClickBatch fill(ClickJournal journal, List<ClickBatch> taken) {
    while (true) {
      ClickBatch next = batch(Stream.generate(() -> click(1)).limit(50).toArray(Click[]::new));
      try {
        journal.append(next);
        taken.add(next);
      } catch (JdbiException e) {
        return next;
      }
    }
  }

  /** What the disk has while the journal is open. */
  private Path copyAsAfterAKill() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("killed"));
    for (String name : List.of("clicks.db", "clicks.db-wal")) {
      Files.copy(directory.resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    return copy;
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("clicks-unreadable-"))
          .toList();
    }
  }

  private static void isWhatItWas(Path file) {
    assertThat(file.resolve("clicks.db")).content().startsWith("no database");
  }

  private void sqlite(String statement) {
    Jdbi.create("jdbc:sqlite:" + file()).useHandle(handle -> handle.execute(statement));
  }

  private Path file() {
    return directory.resolve("clicks.db");
  }

  private ClickJournal open(long maxBytes) {
    ClickJournal opened = ClickJournal.open(directory, maxBytes);
    open.add(opened);
    return opened;
  }

  private static ClickBatch batch(Click... clicks) {
    return ClickBatch.of(List.of(clicks), NOW);
  }

  private static Click click(long url) {
    return new Click(new Link(url, null, "%06d".formatted(url), "http://example.com"), NOW);
  }
}
