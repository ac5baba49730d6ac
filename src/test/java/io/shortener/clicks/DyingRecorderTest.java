package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shortener.clicks.ClickSettings.Durability;
import io.shortener.urls.Link;
import io.shortener.visitors.VisitorHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of clicks when the thread that writes them dies. */
class DyingRecorderTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  @RegisterExtension static final ClickTables TABLES = new ClickTables();

  /** Its thread dies at the first batch, after a visit has asked for the time. */
  private ClickRecorder clicks = recorder(2, Runnable::run);

  private Link link;

  @BeforeEach
  void find() {
    link = TABLES.link("owned1");
  }

  @AfterEach
  void stop() throws InterruptedException {
    clicks.stop();
  }

  @Test
  void threadThatDiesIsReplacedAndItsClicksAreNotLost() {
    clicks.start();

    assertThat(record().join()).isTrue();
    assertThat(TABLES.journal().clicks()).isEqualTo(1);
    assertThat(record().join()).isTrue();
    assertThat(TABLES.store().replayOldest(TABLES.journal())).isTrue();
    assertThat(TABLES.counts()).isEqualTo("2,0");
  }

  @Test
  void clicksOnALockedLinkOutliveTheThreadThatWasToJournalThem() {
    // Each visit asks for the time, then each batch: the second one is for the journal.
    clicks = recorder(1_002, Runnable::run);
    try (Handle locking = TABLES.database().open()) {
      locking.begin();
      locking.execute("SELECT FROM click_counts WHERE url_id = 1 FOR UPDATE");
      List<CompletableFuture<Boolean>> visits = Stream.generate(this::record).limit(1_000).toList();
      clicks.start();

      await().until(() -> visits.stream().allMatch(CompletableFuture::isDone));
      locking.commit();
    }
    assertThat(TABLES.journal().clicks()).isEqualTo(1_000);
    assertThat(TABLES.store().replayOldest(TABLES.journal())).isTrue();
    assertThat(TABLES.counts()).isEqualTo("1000,0");
  }

  @Test
  void clicksCountOnceWhenTheThreadThatRescuesThemDiesToo() {
    AtomicBoolean died = new AtomicBoolean();
    clicks =
        recorder(
            2,
            answer -> {
              if (died.compareAndSet(false, true)) {
                throw new OutOfMemoryError("as if");
              }
              answer.run();
            });
    clicks.start();

    assertThat(record().join()).isTrue();
    assertThat(TABLES.journal().clicks()).isEqualTo(1);
  }

  private static ClickRecorder recorder(int deadly, Executor answers) {
    return TABLES.recorder(Durability.COMMITTED, new DyingClock(CLOCK, deadly), answers);
  }

  private CompletableFuture<Boolean> record() {
    return clicks.record(link, VisitorHeaders.NONE).toCompletableFuture();
  }
}
