package io.shortener.clicks;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.shortener.clicks.ClickSettings.Durability;
import io.shortener.database.DatabaseAddress;
import io.shortener.testing.TestPostgres;
import io.shortener.urls.Link;
import io.shortener.urls.UrlDao;
import io.shortener.visitors.Visitors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Two links, {@code owned1} and {@code nobody}, and an empty journal for each test. */
final class ClickTables implements BeforeEachCallback, AfterEachCallback {
  private static final Visitors VISITORS = new Visitors();

  private final DatabaseAddress address = TestPostgres.migratedDatabase();
  private final Jdbi database = database(Duration.ofMillis(50));
  private @Nullable Parts parts;

  @Override
  public void beforeEach(ExtensionContext context) {
    execute(
        "TRUNCATE users, urls, events, clicks, click_counts, click_batches, retired_codes"
            + " CASCADE");
    // The clocks of these tests stand still.
    execute("SELECT make_event_months('2026-01-01Z', '2026-03-01Z')");
    execute("INSERT INTO users VALUES (7, 'ada', 'e', now())");
    execute(
        "INSERT INTO urls (id, user_id, short_code, original_url, created_at, updated_at)"
            + " VALUES (1, 7, 'owned1', 'http://a', now(), now()),"
            + " (2, NULL, 'nobody', 'http://b', now(), now())");
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (parts != null) {
      parts.journal.close();
      FileUtils.deleteDirectory(parts.directory.toFile());
      parts = null;
    }
  }

  Jdbi database() {
    return database;
  }

  /** The same database, on connections that wait for a lock only so long. */
  Jdbi database(Duration lockTimeout) {
    return Jdbi.create(
            address.jdbcUrl() + "?options=-c%20lock_timeout=" + lockTimeout.toMillis(),
            address.user(),
            address.password())
        .installPlugin(new SqlObjectPlugin());
  }

  ClickStore store() {
    return parts().store;
  }

  ClickJournal journal() {
    return parts().journal;
  }

  Path directory() {
    return parts().directory;
  }

  /** Not started; answers on its own thread. */
  ClickRecorder recorder(Durability durability, Clock clock) {
    return recorder(durability, clock, Runnable::run);
  }

  /** Not started. */
  ClickRecorder recorder(Durability durability, Clock clock, Executor answers) {
    return new ClickRecorder(
        store(), VISITORS, new ClickMetrics(new PrometheusRegistry()), durability, clock, answers);
  }

  /** How many clicks had these outcomes. */
  String metric(String... outcomes) {
    CounterSnapshot clicks =
        parts().registry.scrape("clicks_total"::startsWith).stream()
            .map(CounterSnapshot.class::cast)
            .findFirst()
            .orElseThrow();
    return Stream.of(outcomes)
        .map(
            outcome ->
                clicks.getDataPoints().stream()
                    .filter(point -> outcome.equals(point.getLabels().get("outcome")))
                    .map(point -> Long.toString((long) point.getValue()))
                    .collect(Collectors.joining()))
        .collect(Collectors.joining(" "));
  }

  Link link(String code) {
    return database.onDemand(UrlDao.class).findLinks(List.of(code)).get(0);
  }

  /** The counts of both links. */
  String counts() {
    return text("SELECT string_agg(clicks::text, ',' ORDER BY url_id) FROM click_counts");
  }

  /** The people of both links. */
  String people() {
    return text("SELECT string_agg(people::text, ',' ORDER BY url_id) FROM click_counts");
  }

  /** The clicks on both links by the kind of visitor. */
  String kinds() {
    return text(
        """
        SELECT COALESCE(string_agg(concat_ws(' ', url_id, kind, visits), ','), '')
        FROM (
          SELECT url_id, kind, count(*) AS visits
          FROM clicks
          GROUP BY url_id, kind
          ORDER BY url_id, kind
        ) AS visit
        """);
  }

  /** How many clicks are recorded. */
  String clicks() {
    return text("SELECT count(*) FROM clicks");
  }

  void execute(String sql) {
    database.useHandle(handle -> handle.execute(sql));
  }

  String text(String sql) {
    return database.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }

  private Parts parts() {
    if (parts == null) {
      parts = Parts.make(database);
    }
    return Objects.requireNonNull(parts);
  }

  private record Parts(
      Path directory, PrometheusRegistry registry, ClickJournal journal, ClickStore store) {
    static Parts make(Jdbi database) {
      try {
        Path directory = Files.createTempDirectory("journal");
        PrometheusRegistry registry = new PrometheusRegistry();
        ClickJournal journal = ClickJournal.open(directory, 1L << 30);
        return new Parts(
            directory,
            registry,
            journal,
            new ClickStore(
                new ClickWriter(database, System::nanoTime),
                journal,
                new ClickMetrics(registry),
                Clock.systemUTC()));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
