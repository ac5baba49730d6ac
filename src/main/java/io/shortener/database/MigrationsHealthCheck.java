package io.shortener.database;

import com.codahale.metrics.health.HealthCheck;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Fails while the schema lacks a change that this version of the service brings. Liquibase reads
 * all changes to say so, which takes more of the processor than everything else that an idle
 * service does: a schema that was complete is believed to be so for a minute.
 */
public final class MigrationsHealthCheck extends HealthCheck {
  private static final long TRUST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final SchemaSetup setup;
  private final Migrations migrations;
  private final LongSupplier nanoTime;
  private volatile OptionalLong completeAt = OptionalLong.empty();

  public MigrationsHealthCheck(SchemaSetup setup, Migrations migrations, LongSupplier nanoTime) {
    this.setup = setup;
    this.migrations = migrations;
    this.nanoTime = nanoTime;
  }

  @Override
  protected Result check() throws SQLException {
    if (!setup.isDone()) {
      return Result.unhealthy("The database has not been migrated yet");
    }
    long now = nanoTime.getAsLong();
    if (completeAt.isPresent() && now - completeAt.getAsLong() < TRUST_NANOS) {
      return Result.healthy();
    }
    List<String> pending = migrations.pending();
    completeAt = pending.isEmpty() ? OptionalLong.of(now) : OptionalLong.empty();
    return pending.isEmpty()
        ? Result.healthy()
        : Result.unhealthy("Not in the database yet: %s", String.join(", ", pending));
  }
}
