package io.shortener.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.testing.TestPostgres;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an empty database comes to its schema and its first data. */
class MigrationsTest {
  private final DatabaseAddress address = TestPostgres.newDatabase();
  private final Jdbi database = Jdbi.create(address.jdbcUrl(), address.user(), address.password());
  private final Migrations migrations = new Migrations(address);

  @Test
  void twoThatStartTogetherBothSucceed() throws Exception {
    CompletableFuture<Boolean> one = CompletableFuture.supplyAsync(this::setUp);
    CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(this::setUp);

    assertThat(List.of(one.get(60, TimeUnit.SECONDS), other.get(60, TimeUnit.SECONDS)))
        .contains(true);
    assertThat(count("users")).isEqualTo(400);
    assertThat(migrations.pending()).isEmpty();
  }

  @Test
  void lockOfAKilledProcessIsReleased() throws Exception {
    migrations.migrate();
    database.useHandle(
        handle ->
            handle.execute(
                """
                UPDATE databasechangeloglock
                SET locked = TRUE, lockgranted = now(), lockedby = 'killed'
                """));

    migrations.seed();

    assertThat(count("users")).isEqualTo(400);
    assertThat(select("SELECT count(*) FROM databasechangeloglock WHERE locked")).isZero();
  }

  @Test
  void seedingTwiceChangesNothing() throws Exception {
    migrations.migrate();

    assertThat(migrations.seed()).isTrue();
    assertThat(migrations.seed()).isFalse();
    assertThat(count("users")).isEqualTo(400);
    assertThat(count("urls")).isEqualTo(2_000);
    assertThat(count("events")).isEqualTo(3_422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"users", "urls", "events"})
  void idsContinueBehindTheFixtures(String table) throws Exception {
    migrations.migrate();
    migrations.seed();

    long newest = select("SELECT max(id) FROM " + table);

    assertThat(select("SELECT nextval(pg_get_serial_sequence('" + table + "', 'id'))"))
        .isEqualTo(newest + 1);
  }

  @Test
  void databaseWithDataIsNotSeeded() throws Exception {
    migrations.migrate();
    database.useHandle(
        handle ->
            handle.execute(
                "INSERT INTO users (username, email, created_at) VALUES ('a', 'a@b', now())"));

    assertThat(migrations.seed()).isFalse();
    assertThat(count("users")).isEqualTo(1);
  }

  @Test
  void everyChangeCanBeTakenBackAndMadeAgain() throws Exception {
    migrations.migrate();
    try (Connection connection = database.open().getConnection()) {
      Liquibase liquibase =
          new Liquibase(
              Migrations.SCHEMA,
              new ClassLoaderResourceAccessor(),
              DatabaseFactory.getInstance()
                  .findCorrectDatabaseImplementation(new JdbcConnection(connection)));
      liquibase.rollback(Math.toIntExact(count("databasechangelog")), new Contexts().toString());
    }

    assertThat(select("SELECT count(*) FROM pg_tables WHERE tablename IN ('users', 'urls')"))
        .isZero();
    assertThat(migrations.pending()).isNotEmpty();

    migrations.migrate();
    migrations.seed();

    assertThat(count("events")).isEqualTo(3_422);
    assertThat(migrations.pending()).isEmpty();
  }

  private boolean setUp() {
    try {
      Migrations own = new Migrations(address);
      own.migrate();
      return own.seed();
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(String table) {
    return select("SELECT count(*) FROM " + table);
  }

  private long select(String query) {
    return database.withHandle(handle -> handle.createQuery(query).mapTo(long.class).one());
  }
}
