package io.shortener.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.database.DatabaseAddress;
import io.shortener.testing.TestPostgres;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.Test;

class EventMonthsTest {
  private static final DatabaseAddress ADDRESS = TestPostgres.migratedDatabase();

  private final Jdbi database =
      Jdbi.create(ADDRESS.jdbcUrl(), ADDRESS.user(), ADDRESS.password())
          .installPlugin(new SqlObjectPlugin());

  @Test
  void monthsAreMadeAheadAndTheHealthCheckSeesTheLastOne() {
    Clock clock = Clock.fixed(Instant.parse("2031-01-31T23:59:59Z"), ZoneOffset.UTC);
    EventMonthsHealthCheck check = new EventMonthsHealthCheck(database, clock);
    assertThat(check.execute().getMessage()).isEqualTo("No table for the events of 2031-03");

    months(clock, 0).update();

    assertThat(check.execute().isHealthy()).isTrue();
    for (String month : new String[] {"2031_01", "2031_02", "2031_03", "2031_04"}) {
      assertThat(exists("events_" + month)).isTrue();
      assertThat(exists("clicks_" + month)).isTrue();
    }
  }

  @Test
  void monthsPastTheirRetentionAreDropped() {
    database.useHandle(
        handle -> handle.execute("SELECT make_event_months('2032-01-01Z', '2032-06-01Z')"));
    Clock clock = Clock.fixed(Instant.parse("2032-06-30T12:00:00Z"), ZoneOffset.UTC);

    months(clock, 0).update();
    assertThat(exists("events_2032_01")).isTrue();
    months(clock, 2).update();

    assertThat(exists("events_2032_03")).isFalse();
    assertThat(exists("clicks_2032_03")).isFalse();
    assertThat(exists("events_2032_04")).isTrue();
  }

  @Test
  void whoeverUsesTheTablesIsNotWaitedForLong() {
    Clock clock = Clock.fixed(Instant.parse("2040-01-01T00:00:00Z"), ZoneOffset.UTC);
    try (Handle using = database.open()) {
      using.begin();
      using.execute("LOCK TABLE clicks IN SHARE UPDATE EXCLUSIVE MODE");

      months(clock, 0).run();

      assertThat(exists("clicks_2040_01")).isFalse();
      using.rollback();
    }
    months(clock, 0).run();
    assertThat(exists("clicks_2040_01")).isTrue();
  }

  private EventMonths months(Clock clock, int retention) {
    return new EventMonths(database, clock, retention);
  }

  private boolean exists(String table) {
    return database.withHandle(
        handle ->
            handle.select("SELECT to_regclass(?) IS NOT NULL", table).mapTo(Boolean.class).one());
  }
}
