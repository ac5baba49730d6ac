package io.shortener.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.codahale.metrics.health.HealthCheck;
import io.shortener.startup.StartupException;
import io.shortener.testing.ChildProcess;
import io.shortener.testing.FreezableProxy;
import io.shortener.testing.TestPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a start does with its database, be it there or not. */
class SchemaSetupTest {
  private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor();
  private final DatabaseAddress address = TestPostgres.newDatabase();

  @AfterEach
  void stopRetries() {
    retries.shutdownNow();
  }

  @Test
  void startMigratesAndSeeds() {
    SchemaSetup setup = setup(address, true);

    setup.start();

    assertThat(setup.isDone()).isTrue();
    assertThat(users()).isEqualTo(400);
  }

  @Test
  void startWithoutSeedLeavesTheTablesEmpty() {
    setup(address, false).start();

    assertThat(users()).isZero();
  }

  @Test
  void databaseThatIsAwayIsTriedAgainUntilItIsThere() throws Exception {
    int port = ChildProcess.freePort();
    SchemaSetup setup = setup(at(port), false);

    setup.start();

    assertThat(setup.isDone()).isFalse();
    try (FreezableProxy late = new FreezableProxy(port, serverPort())) {
      await().atMost(Duration.ofSeconds(30)).until(setup::isDone);
      assertThat(late.port()).isEqualTo(port);
    } finally {
      setup.stop();
    }
  }

  @Test
  void silentServerDoesNotHoldUpTheStart() throws Exception {
    try (FreezableProxy silent = new FreezableProxy(serverPort())) {
      silent.freeze();
      SchemaSetup setup = setup(at(silent.port()), false);
      long start = System.nanoTime();

      setup.start();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(setup.isDone()).isFalse();
      silent.thaw();
      await().atMost(Duration.ofSeconds(30)).until(setup::isDone);
      setup.stop();
    }
  }

  @Test
  void slowServerIsWaitedForALittle() throws Exception {
    try (FreezableProxy slow = new FreezableProxy(serverPort())) {
      slow.freeze();
      SchemaSetup setup = setup(at(slow.port()), false);
      Future<?> start = retries.submit(setup::start);
      await().until(() -> slow.clients() > 1);
      assertThat(start.isDone()).isFalse();

      slow.thaw();
      start.get(30, TimeUnit.SECONDS);

      assertThat(setup.isDone()).isTrue();
    }
  }

  @Test
  void serverThatRefusesAtOnceIsNotBesieged() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket refusing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Future<?> unused =
          retries.submit(
              () -> {
                while (true) {
                  refusing.accept().close();
                  connections.incrementAndGet();
                }
              });
      SchemaSetup setup = setup(at(refusing.getLocalPort()), false);

      setup.start();

      assertThat(setup.isDone()).isFalse();
      assertThat(connections.get()).isBetween(2, 110);
      setup.stop();
    }
  }

  @Test
  void causeThatKeepsTheSchemaFromItsPlaceIsToldOnce() throws Exception {
    int port = ChildProcess.freePort();
    DatabaseAddress away = new DatabaseAddress(at(port).jdbcUrl(), roleThatMayMakeNoTables(), "");
    Logger logger = (Logger) LoggerFactory.getLogger(SchemaSetup.class);
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    SchemaSetup setup = setup(away, false);
    setup.start();
    told.start();
    logger.addAppender(told);
    try (FreezableProxy late = new FreezableProxy(port, serverPort())) {
      await().atMost(Duration.ofSeconds(30)).until(() -> late.clients() > 8);
    } finally {
      setup.stop();
      logger.detachAppender(told);
    }

    assertThat(told.list)
        .filteredOn(event -> event.getLevel() == Level.ERROR)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("The database at " + away + " cannot be set up");
  }

  @Test
  void migrationsAreUnhealthyBeforeTheSetUpAndHealthyAfter() {
    SchemaSetup setup = setup(address, false);
    HealthCheck check = new MigrationsHealthCheck(setup, new Migrations(address), System::nanoTime);

    assertThat(check.execute().getMessage()).isEqualTo("The database has not been migrated yet");
    assertThat(check.execute().isHealthy()).isFalse();

    setup.start();

    assertThat(check.execute().isHealthy()).isTrue();
  }

  @Test
  void migrationsAreUnhealthyWhileAChangeIsPending() {
    SchemaSetup setup = setup(address, false);
    setup.start();
    Jdbi.create(address.jdbcUrl(), address.user(), address.password())
        .useHandle(handle -> handle.execute("DELETE FROM databasechangelog WHERE id = 'events'"));

    HealthCheck.Result result =
        new MigrationsHealthCheck(setup, new Migrations(address), System::nanoTime).execute();

    assertThat(result.isHealthy()).isFalse();
    assertThat(result.getMessage()).isEqualTo("Not in the database yet: events");
  }

  @Test
  void schemaThatWasCompleteIsBelievedForAMinute() {
    AtomicLong time = new AtomicLong();
    SchemaSetup setup = setup(address, false);
    setup.start();
    HealthCheck check = new MigrationsHealthCheck(setup, new Migrations(address), time::get);
    assertThat(check.execute().isHealthy()).isTrue();
    Jdbi.create(address.jdbcUrl(), address.user(), address.password())
        .useHandle(handle -> handle.execute("DELETE FROM databasechangelog WHERE id = 'events'"));

    time.addAndGet(TimeUnit.SECONDS.toNanos(59));
    assertThat(check.execute().isHealthy()).isTrue();

    time.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(check.execute().isHealthy()).isFalse();
    assertThat(check.execute().isHealthy()).isFalse();
  }

  @Test
  void refusedPasswordEndsTheStartAndIsNotRepeated() {
    Jdbi server = Jdbi.create(address.jdbcUrl(), address.user(), address.password());
    server.useHandle(handle -> handle.execute("SELECT 1"));
    DatabaseAddress nobody = new DatabaseAddress(address.jdbcUrl(), "nobody_at_all", "secret");

    assertThatThrownBy(() -> setup(nobody, false).start())
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "The database at %s refuses this user and password; check DATABASE_USER and"
                + " DATABASE_PASSWORD.",
            address.jdbcUrl());
  }

  @Test
  void missingDatabaseEndsTheStart() {
    String url = "jdbc:postgresql://localhost:" + serverPort() + "/nowhere";

    assertThatThrownBy(() -> setup(new DatabaseAddress(url, "postgres", ""), false).start())
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "The server at %s has no such database; create it or check DATABASE_NAME.", url);
  }

  @Test
  void roleThatMayMakeNoTablesEndsTheStart() {
    String role = roleThatMayMakeNoTables();

    assertThatThrownBy(() -> setup(new DatabaseAddress(address.jdbcUrl(), role, ""), false).start())
        .isInstanceOf(StartupException.class)
        .hasMessageEndingWith("does not let this user make tables; make the user its owner.");
  }

  private String roleThatMayMakeNoTables() {
    String role = "reader_" + address.jdbcUrl().replaceAll(".*/", "");
    Jdbi.create(address.jdbcUrl(), address.user(), address.password())
        .useHandle(handle -> handle.execute("CREATE ROLE " + role + " LOGIN"));
    return role;
  }

  private SchemaSetup setup(DatabaseAddress where, boolean seed) {
    return new SchemaSetup(new Migrations(where), where, seed, retries);
  }

  private DatabaseAddress at(int port) {
    return new DatabaseAddress(
        address.jdbcUrl().replaceFirst(":\\d+/", ":" + port + "/"),
        address.user(),
        address.password());
  }

  private int serverPort() {
    return Integer.parseInt(address.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
  }

  private long users() {
    return Jdbi.create(address.jdbcUrl(), address.user(), address.password())
        .withHandle(
            handle -> handle.createQuery("SELECT count(*) FROM users").mapTo(long.class).one());
  }
}
