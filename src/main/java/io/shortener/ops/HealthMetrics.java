package io.shortener.ops;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.Duration;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.shortener.startup.Repeated;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Shows what the health checks say, so that an alert can tell of them. They are run in the
 * background: one that waits for a database that hangs would hold up whoever reads the metrics.
 */
final class HealthMetrics implements Managed {
  private static final Duration PERIOD = Duration.seconds(5);
  private static final int CHECKS_AT_A_TIME = 8;

  /** What has not answered by then is no longer what it was. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final HealthCheckRegistry checks;
  private final ScheduledExecutorService timer;
  private final ExecutorService threads;
  private final Gauge healthy;

  /** The checks that have not answered yet. */
  private final Map<String, Future<HealthCheck.Result>> running = new HashMap<>();

  private HealthMetrics(Environment environment, PrometheusRegistry registry) {
    this.checks = environment.healthChecks();
    this.timer =
        environment.lifecycle().scheduledExecutorService("health-metrics").threads(1).build();
    // One that waits holds up no other.
    this.threads =
        environment
            .lifecycle()
            .executorService("health-check-%d")
            .minThreads(CHECKS_AT_A_TIME)
            .maxThreads(CHECKS_AT_A_TIME)
            .allowCoreThreadTimeOut(true)
            .keepAliveTime(Duration.seconds(2 * PERIOD.toSeconds()))
            .build();
    this.healthy =
        Gauge.builder()
            .name("health_check_healthy")
            .help("1 while a health check succeeds, 0 while it fails or does not answer.")
            .labelNames("check")
            .register(registry);
  }

  /** Begins when the server starts: then all checks are there. */
  static void show(Environment environment, PrometheusRegistry registry) {
    environment.lifecycle().manage(new HealthMetrics(environment, registry));
  }

  @Override
  public void start() {
    Repeated.every(
        java.time.Duration.ZERO,
        PERIOD.toJavaDuration(),
        "Health checks were not run",
        this::look,
        timer);
  }

  /** One that has not answered is waited for again, not started anew. */
  private void look() {
    long since = System.nanoTime();
    for (String name : checks.getNames()) {
      running.computeIfAbsent(name, check -> threads.submit(() -> checks.runHealthCheck(check)));
    }
    running.forEach((name, answer) -> healthy.labelValues(name).set(figure(answer, since)));
    running.values().removeIf(Future::isDone);
  }

  private static double figure(Future<HealthCheck.Result> answer, long since) {
    try {
      long left = LIMIT_NANOS - (System.nanoTime() - since);
      return answer.get(left, TimeUnit.NANOSECONDS).isHealthy() ? 1 : 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } catch (ExecutionException | TimeoutException e) {
      return 0;
    }
  }
}
