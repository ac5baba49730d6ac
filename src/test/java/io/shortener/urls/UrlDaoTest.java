package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.shortener.database.DatabaseAddress;
import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import io.shortener.http.Conditions;
import io.shortener.testing.TestPostgres;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UrlDaoTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final NewUrl NEW =
      new NewUrl(
          "https://example.com/",
          Optional.empty(),
          "",
          Optional.empty(),
          LinkRules.USUAL,
          List.of(),
          "",
          false);
  private static final Caller CALLER =
      new Caller(Optional.empty(), "localhost", InetAddress.getLoopbackAddress(), Optional.empty());
  private static final DatabaseAddress ADDRESS = TestPostgres.migratedDatabase();

  private final Jdbi database =
      Jdbi.create(ADDRESS.jdbcUrl(), ADDRESS.user(), ADDRESS.password())
          .installPlugin(new SqlObjectPlugin())
          .registerArrayType(String.class, "text");
  private final UrlDao urls = database.onDemand(UrlDao.class);

  @BeforeEach
  void empty() {
    database.useHandle(
        handle ->
            handle.execute(
                "TRUNCATE users, urls, events, click_counts, retired_codes CASCADE;"
                    + " SELECT make_event_months('2026-03-01Z', '2026-03-01Z')"));
  }

  @Test
  void takenCodeIsDrawnAgain() {
    urls.create(NEW, () -> "taken1", CALLER, NOW);

    Url url =
        urls.create(NEW, draws(Collections.nCopies(9, "taken1"), "fresh1"), CALLER, NOW).url();

    assertThat(url.shortCode()).isEqualTo("fresh1");
    assertThat(eventsOf(url.id())).containsExactly("created");
  }

  @Test
  void linksAreFoundTogetherByTheirAddresses() {
    urls.create(NEW, () -> "plain1", CALLER, NOW);
    database.useHandle(
        handle ->
            handle.execute(
                """
                INSERT INTO urls (domain, short_code, original_url, is_active, created_at, updated_at)
                VALUES ('go.example', 'plain1', 'http://there', true, now(), now()),
                       ('go.example', 'sale', 'http://sale', true, now(), now()),
                       ('', 'asleep', 'http://asleep', false, now(), now())
                """));

    assertThat(urls.findLinks(List.of("plain1", "go.example/sale", "sale", "asleep", "none00")))
        .extracting(Link::address, Link::originalUrl)
        .containsExactlyInAnyOrder(
            tuple("plain1", "https://example.com/"), tuple("go.example/sale", "http://sale"));
    assertThat(urls.findLinks(List.of("none00"))).isEmpty();
  }

  @Test
  void tenTakenCodesAreAFailureThatLeavesNothing() {
    urls.create(NEW, () -> "taken1", CALLER, NOW);

    assertThatThrownBy(
            () -> urls.create(NEW, draws(Collections.nCopies(10, "taken1"), "fresh1"), CALLER, NOW))
        .isInstanceOfSatisfying(
            ApiException.class,
            failure -> {
              assertThat(failure.body().error()).isEqualTo("Failed to generate unique code");
              assertThat(failure.getResponse().getStatus()).isEqualTo(500);
            });
    assertThat(count("urls")).isEqualTo(1);
    assertThat(count("events")).isEqualTo(1);
  }

  @Test
  void urlWhoseEventFailsIsNotKept() {
    database.useHandle(handle -> handle.execute("ALTER TABLE events ADD CHECK (false) NOT VALID"));
    try {
      assertThatThrownBy(() -> urls.create(NEW, () -> "abcdef", CALLER, NOW))
          .isInstanceOf(UnableToExecuteStatementException.class)
          .hasMessageContaining("events_check");
    } finally {
      database.useHandle(
          handle -> handle.execute("ALTER TABLE events DROP CONSTRAINT events_check"));
    }

    assertThat(count("urls")).isZero();
  }

  @Test
  void changeWhoseEventFailsIsNotKept() {
    Url url = urls.create(NEW, () -> "abcdef", CALLER, NOW).url();
    UrlChanges changes = changes(Optional.of("New"), Optional.empty());
    database.useHandle(handle -> handle.execute("ALTER TABLE events ADD CHECK (false) NOT VALID"));
    try {
      assertThatThrownBy(() -> urls.change(url.id(), changes, Conditions.NONE, CALLER, NOW))
          .isInstanceOf(UnableToExecuteStatementException.class)
          .hasMessageContaining("events_check");
    } finally {
      database.useHandle(
          handle -> handle.execute("ALTER TABLE events DROP CONSTRAINT events_check"));
    }

    assertThat(urls.find(url.id())).contains(url);
  }

  @Test
  void manyUrlsThatMayBeThereTakeABoundedNumberOfLocks() {
    List<NewUrl> many =
        IntStream.range(0, 1_500)
            .mapToObj(i -> reusable("https://example.com/" + i, LinkRules.USUAL))
            .toList();
    AtomicInteger codes = new AtomicInteger();

    long locks =
        database.inTransaction(
            handle -> {
              handle
                  .attach(UrlDao.class)
                  .createAll(many, () -> "many-" + codes.incrementAndGet(), CALLER, NOW);
              return handle
                  .createQuery(
                      """
                      SELECT count(*)
                      FROM pg_locks
                      WHERE locktype = 'advisory' AND pid = pg_backend_pid()
                      """)
                  .mapTo(long.class)
                  .one();
            });

    assertThat(locks).isBetween(1L, 1_024L);
    assertThat(count("urls")).isEqualTo(1_500);
  }

  @Test
  void urlThatIsUsedUpIsNotUsedAgain() {
    NewUrl url = reusable("https://example.com/", new LinkRules(null, null, 1L, 302, false));
    urls.create(url, () -> "first1", CALLER, NOW);
    assertThat(urls.create(url, () -> "other1", CALLER, NOW).isNew()).isFalse();

    database.useHandle(handle -> handle.execute("UPDATE click_counts SET clicks = 1, people = 1"));

    assertThat(urls.create(url, () -> "other1", CALLER, NOW).isNew()).isTrue();
  }

  @Test
  void exampleIsTheNewestActiveUrl() {
    assertThat(urls.anyActiveCode()).isEmpty();
    urls.create(NEW, () -> "older1", CALLER, NOW.minusSeconds(1));
    urls.create(NEW, () -> "newer1", CALLER, NOW);
    Url newest = urls.create(NEW, () -> "newer2", CALLER, NOW).url();

    assertThat(urls.anyActiveCode()).contains("newer2");
    urls.change(
        newest.id(), changes(Optional.empty(), Optional.of(false)), Conditions.NONE, CALLER, NOW);
    assertThat(urls.anyActiveCode()).contains("newer1");
  }

  private static NewUrl reusable(String originalUrl, LinkRules rules) {
    return new NewUrl(
        originalUrl, Optional.empty(), "", Optional.empty(), rules, List.of(), "", true);
  }

  private static UrlChanges changes(Optional<String> title, Optional<Boolean> isActive) {
    return new UrlChanges(
        title, isActive, Optional.empty(), UnaryOperator.identity(), Optional.empty());
  }

  private static ShortCodesOf draws(List<String> first, String last) {
    return new ShortCodesOf(Stream.concat(first.stream(), Stream.of(last)).iterator());
  }

  private List<String> eventsOf(long url) {
    return database.withHandle(
        handle ->
            handle
                .createQuery("SELECT event_type FROM events WHERE url_id = :url")
                .bind("url", url)
                .mapTo(String.class)
                .list());
  }

  private long count(String table) {
    return database.withHandle(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(long.class).one());
  }

  /** Codes in a given order. */
  private record ShortCodesOf(Iterator<String> codes)
      implements java.util.function.Supplier<String> {
    @Override
    public String get() {
      return codes.next();
    }
  }
}
