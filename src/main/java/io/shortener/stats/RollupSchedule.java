package io.shortener.stats;

import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.shortener.startup.Repeated;
import java.time.Clock;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rolls up every few seconds: the busier the service, the more clicks share a row. */
public final class RollupSchedule {
  private static final Logger LOGGER = LoggerFactory.getLogger(RollupSchedule.class);

  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** A database that starts or restarts is told of by others. */
  private static final int TOLERATED = 12;

  private final Rollups rollups;
  private int failures;
  private volatile long behind;
  private volatile long succeeded = System.nanoTime();

  private RollupSchedule(Rollups rollups) {
    this.rollups = rollups;
  }

  /**
   * Keeps the rollups as long as the service runs.
   *
   * @param database for long work
   */
  public static void keep(
      Environment environment, PrometheusRegistry metrics, Jdbi database, Clock clock) {
    RollupSchedule schedule = new RollupSchedule(new Rollups(database, clock));
    gauge(
        metrics,
        "stats_rollup_behind_events",
        "Clicks and events that are not rolled up; whoever asks for statistics counts them.",
        () -> schedule.behind);
    gauge(
        metrics,
        "stats_rollup_age_seconds",
        "Time since clicks were rolled up without a failure.",
        () -> (System.nanoTime() - schedule.succeeded) / 1e9);
    Repeated.every(
        PAUSE,
        "Statistics were not rolled up",
        schedule::tryUpdate,
        environment.lifecycle().scheduledExecutorService("stats-rollups").build());
  }

  private static void gauge(
      PrometheusRegistry metrics, String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(metrics);
  }

  private void tryUpdate() {
    try {
      behind = rollups.update();
      succeeded = System.nanoTime();
      failures = 0;
    } catch (RuntimeException e) {
      failures++;
      if (failures == TOLERATED) {
        LOGGER.warn("The statistics are not rolled up; it is tried again", e);
      }
    }
  }
}
