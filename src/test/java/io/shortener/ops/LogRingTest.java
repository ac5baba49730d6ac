package io.shortener.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the ring keeps of what is logged. */
class LogRingTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("some.Logger");
  private final LogRing ring = new LogRing();

  @Test
  void ringKeepsTheNewestThousand() {
    for (int i = 1; i <= 1_500; i++) {
      log(Level.INFO, "entry " + i, null);
    }

    List<LogEntry> kept = ring.newest(2_000, entry -> true);

    assertThat(kept).hasSize(1_000);
    assertThat(kept.get(0).message()).isEqualTo("entry 501");
    assertThat(kept.get(999).message()).isEqualTo("entry 1500");
  }

  @Test
  void filterComesBeforeTheLimit() {
    log(Level.ERROR, "first", null);
    log(Level.ERROR, "second", null);
    log(Level.ERROR, "third", null);
    log(Level.INFO, "noise", null);
    log(Level.INFO, "noise", null);

    assertThat(ring.newest(2, entry -> entry.levelname().equals("ERROR")))
        .extracting(LogEntry::message)
        .containsExactly("second", "third");
  }

  @Test
  void entryNamesTimeLevelAndPlace() {
    log(Level.WARN, "careful", null);

    LogEntry entry = ring.newest(1, any -> true).get(0);

    assertThat(entry.asctime()).isEqualTo("2026-01-02 03:04:05,678");
    assertThat(entry.name()).isEqualTo("some.Logger");
    assertThat(entry.levelname()).isEqualTo("WARNING");
    assertThat(entry.pathname()).endsWith("LogRingTest.java");
    assertThat(entry.lineno()).isPositive();
    assertThat(entry.stackTrace()).isNull();
  }

  @Test
  void stackTraceIsKeptAndFound() {
    log(Level.ERROR, "broken", new IllegalStateException("the reason"));

    assertThat(ring.newest(1, entry -> entry.contains("THE REASON")))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.stackTrace())
                    .contains("java.lang.IllegalStateException: the reason", "\tat "));
  }

  @Test
  void textIsSoughtInEveryFieldInAnyCase() {
    log(Level.WARN, "Careful now", null);

    for (String text : new String[] {"CAREFUL", "some.logger", "warning", "03:04:05", "ringtest"}) {
      assertThat(ring.newest(1, entry -> entry.contains(text))).as(text).hasSize(1);
    }
    assertThat(ring.newest(1, entry -> entry.contains("nowhere"))).isEmpty();
  }

  private void log(Level level, String message, @Nullable Throwable failure) {
    LoggingEvent event =
        new LoggingEvent(LogRingTest.class.getName(), logger, level, message, failure, null);
    event.setCallerData(
        new StackTraceElement[] {
          new StackTraceElement("io.shortener.LogRingTest", "log", "LogRingTest.java", 7)
        });
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    ring.append(event);
  }
}
