package io.shortener.testing;

import io.shortener.database.DatabaseAddress;
import io.shortener.database.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests of this JVM, a database of its own for whoever asks. */
public final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /** A new database without a table; it goes with the JVM. */
  public static DatabaseAddress newDatabase() {
    return copyOf("template1");
  }

  /** A new database with the schema and nothing in it. */
  public static DatabaseAddress migratedDatabase() {
    return copyOf(Holder.MIGRATED);
  }

  /** A new database with the fixtures. */
  public static DatabaseAddress seededDatabase() {
    return copyOf(Holder.SEEDED);
  }

  private static DatabaseAddress copyOf(String template) {
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return addressOf(name);
  }

  private static DatabaseAddress addressOf(String database) {
    return new DatabaseAddress(
        "jdbc:postgresql://localhost:" + Holder.SERVER.getPort() + "/" + database, "postgres", "");
  }

  /** Made once, copied for each test class: migrating and seeding takes seconds. */
  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();
    static final String MIGRATED = template(false);
    static final String SEEDED = template(true);

    private static String template(boolean seeded) {
      try {
        String name = seeded ? "seeded" : "migrated";
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("CREATE DATABASE " + name);
        }
        Migrations migrations = new Migrations(addressOf(name));
        migrations.migrate();
        if (seeded) {
          migrations.seed();
        }
        return name;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private static EmbeddedPostgres start() {
      try {
        // As the service's own: else it is that of whoever runs the tests.
        return EmbeddedPostgres.builder().setLocaleConfig("locale", "C.UTF-8").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
