package io.shortener.database;

import com.codahale.metrics.health.HealthCheck;
import java.sql.SQLException;
import java.util.List;

/** Fails while the schema lacks a change that this version of the service brings. */
public final class MigrationsHealthCheck extends HealthCheck {
  private final SchemaSetup setup;
  private final Migrations migrations;

  public MigrationsHealthCheck(SchemaSetup setup, Migrations migrations) {
    this.setup = setup;
    this.migrations = migrations;
  }

  @Override
  protected Result check() throws SQLException {
    if (!setup.isDone()) {
      return Result.unhealthy("The database has not been migrated yet");
    }
    List<String> pending = migrations.pending();
    return pending.isEmpty()
        ? Result.healthy()
        : Result.unhealthy("Not in the database yet: %s", String.join(", ", pending));
  }
}
