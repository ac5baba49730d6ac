package io.shortener.ops;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.Duration;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows what the health checks say, so that an alert can tell of them. They are run in the
 * background: one that waits for a database that hangs would hold up whoever reads the metrics.
 */
final class HealthMetrics implements Managed {
  private static final int PERIOD_SECONDS = 5;
  private static final int CHECKS_AT_A_TIME = 8;

  private final HealthCheckRegistry checks;
  private final ScheduledExecutorService clock;
  private final ExecutorService threads;
  private final Gauge healthy;

  private HealthMetrics(Environment environment, PrometheusRegistry registry) {
    this.checks = environment.healthChecks();
    this.clock =
        environment.lifecycle().scheduledExecutorService("health-metrics").threads(1).build();
    // One that waits holds up no other, and none is started anew before all have ended.
    this.threads =
        environment
            .lifecycle()
            .executorService("health-check-%d")
            .minThreads(CHECKS_AT_A_TIME)
            .maxThreads(CHECKS_AT_A_TIME)
            .allowCoreThreadTimeOut(true)
            .keepAliveTime(Duration.seconds(2L * PERIOD_SECONDS))
            .build();
    this.healthy =
        Gauge.builder()
            .name("health_check_healthy")
            .help("1 while a health check succeeds, 0 while it fails.")
            .labelNames("check")
            .register(registry);
  }

  /** Begins when the server starts: then all checks are there. */
  static void show(Environment environment, PrometheusRegistry registry) {
    environment.lifecycle().manage(new HealthMetrics(environment, registry));
  }

  @Override
  public void start() {
    Future<?> unused =
        clock.scheduleWithFixedDelay(this::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    checks
        .runHealthChecks(threads)
        .forEach((name, result) -> healthy.labelValues(name).set(figure(result)));
  }

  private static double figure(HealthCheck.Result result) {
    return result.isHealthy() ? 1 : 0;
  }
}
