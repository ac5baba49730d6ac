package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import io.shortener.visitors.Visitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the file; see {@link ClickJournalTest} for what is in it. */
class ClickJournalFileTest {
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
  void clicksThatAnEarlierVersionLeftAreOfSomebodyUnknown() {
    journal.append(batch(click(1)));
    journal.close();
    sqlite(
        "UPDATE batches SET clicks = '[{\"link\":{\"id\":1,\"userId\":7,\"shortCode\":\"owned1\","
            + "\"originalUrl\":\"http://a\"},\"timestamp\":1772366400.000000000}]'");

    assertThat(open(ROOM).oldest().orElseThrow().clicks())
        .containsExactly(
            new Click(
                new Link(1, 7L, "", "owned1", "http://a", LinkRules.USUAL),
                Instant.parse("2026-03-01T12:00:00Z"),
                Visitor.UNKNOWN));
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
  void fileThatIsNoJournalIsPutAsideAndANewOneBegun() throws IOException {
    journal.close();
    Files.writeString(file(), "no database ".repeat(1_000));

    ClickJournal begun = open(ROOM);

    begun.append(batch(click(1)));
    assertThat(begun.batches()).isEqualTo(1);
    assertThat(aside()).singleElement().satisfies(ClickJournalFileTest::isWhatItWas);
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
  void journalIsInItsDirectoryUntilItIsDeleted() throws IOException {
    journal.close();

    assertThat(ClickJournal.isIn(directory)).isTrue();
    ClickJournal.delete(directory);
    assertThat(ClickJournal.isIn(directory)).isFalse();
    assertThat(directory).isEmptyDirectory();
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
    return new Click(
        new Link(url, null, "", "%06d".formatted(url), "http://example.com", LinkRules.USUAL),
        NOW,
        Visitor.UNKNOWN);
  }
}
