package io.shortener.clicks;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.shortener.startup.InstanceDirectory;
import io.shortener.visitors.Visitor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An instance with an empty journal that it can replay, for each test. */
abstract class ReplayFixture {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final long ROOM = 1L << 30;

  @RegisterExtension static final ClickTables TABLES = new ClickTables();

  @TempDir static Path data;

  InstanceDirectory mine;
  ClickJournal journal;
  ClickStore store;
  JournalReplay replay;

  @BeforeEach
  void start() {
    mine = InstanceDirectory.hold(data);
    journal = ClickJournal.open(mine.path(), ROOM);
    begin(Clock.systemUTC());
  }

  /** Begins again, on another clock. */
  final void begin(Clock clock) {
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

  static ClickBatch batch(String... codes) {
    return batchAt(NOW, codes);
  }

  static ClickBatch batchAt(Instant time, String... codes) {
    List<Click> clicks =
        Stream.of(codes).map(code -> new Click(TABLES.link(code), time, Visitor.UNKNOWN)).toList();
    return ClickBatch.of(clicks, Instant.now());
  }
}
