package io.shortener;

import io.dropwizard.core.setup.Environment;
import io.shortener.access.KeyDao;
import io.shortener.database.DatabaseAddress;
import io.shortener.database.DatabaseErrorMapper;
import io.shortener.database.DatabasePools;
import io.shortener.database.EmbeddedDatabase;
import io.shortener.database.Migrations;
import io.shortener.database.MigrationsHealthCheck;
import io.shortener.database.SchemaSetup;
import io.shortener.events.EventDao;
import io.shortener.http.ApiException;
import io.shortener.urls.UrlDao;
import io.shortener.users.UserDao;
import java.util.Map;

/** The database with its schema, which every feature is put on. */
final class Storage {
  private final DatabaseAddress address;
  private final DatabasePools pools;

  /** An embedded database starts with the environment, and whichever it is gets its schema then. */
  Storage(ShortenerConfiguration settings, Environment environment) {
    this.address = databaseAddress(settings, environment);
    SchemaSetup schema = schemaSetup(settings, environment, address);
    this.pools = new DatabasePools(environment, address, schema::isDone);
  }

  DatabaseAddress address() {
    return address;
  }

  /** Connections are there once the schema is. */
  DatabasePools pools() {
    return pools;
  }

  /** What clients are told when what they want violates a constraint. */
  static DatabaseErrorMapper errors() {
    return new DatabaseErrorMapper(
        Map.of(
            KeyDao.KNOWN_OWNER, () -> ApiException.notFound("User not found"),
            UserDao.UNIQUE_USERNAME, () -> ApiException.conflict("Username already exists"),
            UrlDao.UNIQUE_CODE, UrlDao::codeIsTaken,
            UrlDao.KNOWN_USER, () -> ApiException.notFound("User not found"),
            EventDao.KNOWN_USER, () -> ApiException.notFound("User not found"),
            EventDao.KNOWN_URL, UrlDao::notFound));
  }

  private static DatabaseAddress databaseAddress(
      ShortenerConfiguration settings, Environment environment) {
    return settings
        .database()
        .address()
        .orElseGet(
            () -> {
              EmbeddedDatabase embedded = EmbeddedDatabase.in(settings.dataDirectory());
              environment.lifecycle().manage(embedded);
              return embedded.address();
            });
  }

  private static SchemaSetup schemaSetup(
      ShortenerConfiguration settings, Environment environment, DatabaseAddress address) {
    Migrations migrations = new Migrations(address);
    SchemaSetup schema =
        new SchemaSetup(
            migrations,
            address,
            settings.seed(),
            environment.lifecycle().scheduledExecutorService("schema-setup").build());
    environment.lifecycle().manage(schema);
    environment
        .healthChecks()
        .register("migrations", new MigrationsHealthCheck(schema, migrations, System::nanoTime));
    return schema;
  }
}
