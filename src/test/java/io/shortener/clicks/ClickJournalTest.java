package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import io.shortener.visitors.Visitor;
import io.shortener.visitors.VisitorKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
            new Click(
                new Link(1, 7L, "", "owned1", "http://\u00e9/\"'\\\ud83d\ude00", LinkRules.USUAL),
                NOW,
                Visitor.UNKNOWN),
            new Click(
                new Link(2, null, "go.example", "nobody", "http://b", LinkRules.USUAL),
                NOW.plusSeconds(1),
                new Visitor(
                    VisitorKind.PREVIEW, "a.b", "Twitterbot", "iOS", "mobile", "de", "DE")));

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
  void clicksOfLaterBatchesAreNotReadBeforeTheirTurn() {
    ClickBatch first = batch(click(1));
    ClickBatch second = batch(click(2));
    journal.append(first);
    journal.append(second);
    sqlite("ALTER TABLE batches RENAME TO stored");
    sqlite(
        "CREATE VIEW batches AS SELECT position, id, size, second, sent,"
            + " CASE WHEN position = 1 THEN clicks ELSE json('fails when read') END AS clicks"
            + " FROM stored");

    assertThat(journal.oldest()).contains(first);
    sqlite("DELETE FROM stored WHERE position = 1");
    assertThatThrownBy(journal::oldest).hasMessageContaining("malformed JSON");
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
  void checkFailsWhenNothingCouldBeAppended() {
    journal.checkWritable();
    assertThat(journal.oldest()).isEmpty();
    journal.close();

    assertThatThrownBy(journal::checkWritable).isInstanceOf(JdbiException.class);
  }

  @Test
  void checkFailsWhileTheJournalIsFullAndLeavesItAsItWas() {
    journal.close();
    ClickJournal small = open(128 << 10);
    small.checkWritable();
    List<ClickBatch> taken = new ArrayList<>();
    ClickBatch refused = fill(small, taken);

    assertThatThrownBy(small::checkWritable).hasMessageContaining("SQLITE_FULL");

    taken.forEach(batch -> small.settle(batch, Optional.empty()));
    small.checkWritable();
    assertThat(small.batches()).isZero();
    assertThat(small.oldest()).isEmpty();
    small.append(refused);
    assertThat(small.oldest()).contains(refused);
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
