package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.shortener.database.DatabaseAddress;
import io.shortener.testing.TestPostgres;
import io.shortener.urls.Link;
import io.shortener.urls.UrlDao;
import java.time.Clock;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkChangesTest {
  private static final DatabaseAddress ADDRESS = TestPostgres.migratedDatabase();
  private static final Jdbi DATABASE = jdbi(ADDRESS.jdbcUrl());
  private static final UrlDao URLS = DATABASE.onDemand(UrlDao.class);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final LinkCacheMetrics metrics = new LinkCacheMetrics(registry);

  /** For this cache no time passes: only what it hears makes it forget. */
  private final LinkCache cache =
      new LinkCache(
          1 << 20,
          new LinkLookups(URLS::findLinks, Runnable::run, 1, () -> 0)::find,
          () -> 0,
          metrics);

  private final LinkChanges changes = new LinkChanges(ADDRESS, cache, metrics, Clock.systemUTC());

  @BeforeEach
  void start() {
    execute("TRUNCATE users CASCADE");
    execute("TRUNCATE urls, retired_codes CASCADE");
    execute("INSERT INTO users VALUES (7, 'ada', 'e', now())");
    execute(
        "INSERT INTO urls (id, user_id, short_code, original_url, created_at, updated_at)"
            + " VALUES (1, 7, 'owned1', 'http://a', now(), now()),"
            + " (2, NULL, 'nobody', 'http://b', now(), now())");
    execute(
        "INSERT INTO urls (id, domain, short_code, original_url, created_at, updated_at)"
            + " VALUES (3, 'go.example', 'owned1', 'http://there', now(), now())");
    execute(
        "INSERT INTO urls (id, short_code, original_url, created_at, updated_at)"
            + " SELECT 100 + i, lpad(i::text, 6, '0'), 'http://many', now(), now()"
            + " FROM generate_series(1, 101) AS i");
    changes.start();
    soon().until(() -> listening() == 1);
    visit("owned1");
    visit("go.example/owned1");
    visit("nobody");
    visit("000001");
  }

  @AfterEach
  void stop() throws InterruptedException {
    changes.stop();
  }

  @Test
  void changeOfTheTargetIsHeard() {
    execute("UPDATE urls SET original_url = 'http://new' WHERE id = 1");

    soon().until(() -> isForgotten("owned1"));
    assertThat(visit("owned1")).contains("http://new");
    assertThat(cache.known("nobody")).isPresent();
  }

  @Test
  void changeOfADomainsLinkIsHeardOfThatAlone() {
    execute("UPDATE urls SET original_url = 'http://new' WHERE id = 3");

    soon().until(() -> isForgotten("go.example/owned1"));
    assertThat(visit("go.example/owned1")).contains("http://new");
    assertThat(cache.known("owned1")).isPresent();
    execute("UPDATE urls SET original_url = 'http://new' WHERE id = 1");
    soon().until(() -> isForgotten("owned1"));
    assertThat(cache.known("go.example/owned1")).isPresent();
  }

  @Test
  void deletionOfADomainsLinkIsHeard() {
    execute("DELETE FROM urls WHERE id = 3");

    soon().until(() -> isForgotten("go.example/owned1"));
    assertThat(visit("go.example/owned1")).isEmpty();
    assertThat(cache.known("owned1")).isPresent();
  }

  @Test
  void linkThatIsSwitchedOffIsHeard() {
    execute("UPDATE urls SET is_active = false WHERE id = 1");

    soon().until(() -> isForgotten("owned1"));
    assertThat(visit("owned1")).isEmpty();
  }

  @Test
  void linkThatIsSwitchedOnIsHeard() {
    execute("UPDATE urls SET is_active = false WHERE id = 1");
    soon().until(() -> visit("owned1").isEmpty());
    execute("UPDATE urls SET is_active = true WHERE id = 1");

    soon().until(() -> visit("owned1").isPresent());
  }

  @Test
  void deletionOfALinkIsHeard() {
    execute("DELETE FROM urls WHERE id = 2");

    soon().until(() -> isForgotten("nobody"));
    assertThat(cache.known("owned1")).isPresent();
  }

  @Test
  void deletionOfTheOwnerIsHeard() {
    execute("DELETE FROM users WHERE id = 7");

    soon().until(() -> isForgotten("owned1"));
    assertThat(cache.known("nobody")).isPresent();
  }

  @Test
  void changeThatIsRolledBackIsNotAnnounced() {
    DATABASE.useHandle(
        handle -> {
          handle.begin();
          handle.execute("UPDATE urls SET original_url = 'http://new' WHERE id = 1");
          handle.rollback();
        });

    hearAChangeOf("nobody");
    assertThat(cache.known("owned1")).isPresent();
  }

  @Test
  void whatNoRedirectDependsOnIsNotAnnounced() {
    execute("UPDATE urls SET title = 'new', updated_at = now() WHERE id = 1");
    execute("UPDATE urls SET original_url = original_url WHERE id = 1");
    execute("UPDATE click_counts SET clicks = clicks + 1 WHERE url_id = 1");
    execute(
        "INSERT INTO clicks (url_id, short_code, original_url, timestamp)"
            + " VALUES (1, 'owned1', 'http://a', now())");
    execute(
        "INSERT INTO urls (id, short_code, original_url, created_at, updated_at)"
            + " VALUES (4, 'newest', 'http://c', now(), now())");

    hearAChangeOf("nobody");
    assertThat(cache.known("owned1")).isPresent();
  }

  @Test
  void hundredLinksThatChangeTogetherAreNamed() {
    execute(
        "UPDATE urls SET original_url = 'http://new' WHERE short_code BETWEEN '0' AND '000100'");

    soon().until(() -> isForgotten("000001"));
    hearAChangeOf("nobody");
    assertThat(cache.known("owned1")).isPresent();
  }

  @Test
  void moreThanAHundredLinksThatChangeTogetherMakeEveryLinkDoubtful() {
    execute(
        "UPDATE urls SET original_url = 'http://new' WHERE short_code BETWEEN '0' AND '000101'");

    soon().until(() -> isDoubtful("000001"));
    assertThat(isDoubtful("owned1")).isTrue();
    assertThat(visit("000001")).contains("http://new");
    assertThat(cache.known("000001")).isPresent();
  }

  @Test
  void connectionThatIsLostIsReplacedAndEveryLinkIsDoubtful() {
    int lost = listener().orElseThrow();
    execute("SELECT pg_terminate_backend(" + lost + ")");

    soon().until(() -> isDoubtful("owned1"));
    soon().until(() -> listener().filter(next -> next != lost).isPresent());
    soon().until(() -> listening() == 1);
    visit("owned1");
    execute("UPDATE urls SET original_url = 'http://new' WHERE id = 1");
    soon().until(() -> isForgotten("owned1"));
  }

  @Test
  void operatorsSeeWhetherChangesAreHeard() {
    String name = ADDRESS.jdbcUrl().replaceFirst(".*/", "");
    Jdbi server = jdbi(ADDRESS.jdbcUrl().replaceFirst("[^/]*$", "postgres"));
    server.useHandle(
        handle -> handle.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false"));
    try {
      server.useHandle(
          handle ->
              handle.execute(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?",
                  name));
      soon().until(() -> listening() == 0);
    } finally {
      server.useHandle(
          handle -> handle.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true"));
    }
    soon().until(() -> listening() == 1);
  }

  @Test
  void nothingIsHeardAfterTheEnd() throws InterruptedException {
    changes.stop();

    assertThat(listener()).isEmpty();
  }

  /** What was announced before has been heard when this returns. */
  private void hearAChangeOf(String code) {
    execute("UPDATE urls SET original_url = original_url || '/' WHERE short_code = '" + code + "'");
    soon().until(() -> isForgotten(code));
  }

  private Optional<String> visit(String code) {
    return cache
        .known(code)
        .or(() -> cache.load(code).toCompletableFuture().join())
        .map(KnownLink::location);
  }

  private boolean isForgotten(String code) {
    return cache.known(code).isEmpty() && !isInMemory(code);
  }

  /** To be looked up again, but good enough while that fails. */
  private boolean isDoubtful(String code) {
    return cache.known(code).isEmpty() && isInMemory(code);
  }

  private boolean isInMemory(String code) {
    return cache.hottest(1_000).stream().map(Link::address).anyMatch(code::equals);
  }

  private double listening() {
    return registry.scrape("link_changes_listening"::equals).stream()
        .map(GaugeSnapshot.class::cast)
        .mapToDouble(gauge -> gauge.getDataPoints().get(0).getValue())
        .sum();
  }

  /** The server's process of the connection that listens. */
  private static Optional<Integer> listener() {
    return DATABASE.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = 'shortener link changes'")
                .mapTo(Integer.class)
                .findOne());
  }

  private static void execute(String sql) {
    DATABASE.useHandle(handle -> handle.execute(sql));
  }

  private static Jdbi jdbi(String url) {
    return Jdbi.create(url, ADDRESS.user(), ADDRESS.password())
        .installPlugin(new SqlObjectPlugin());
  }

  private static ConditionFactory soon() {
    return await().atMost(java.time.Duration.ofSeconds(30));
  }
}
