package io.shortener.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What health checks are shown as that do not all answer. */
class HealthMetricsTest {
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final Environment environment = new Environment("test");
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private volatile boolean sticking;
  private volatile boolean failing;

  @BeforeEach
  void start() throws Exception {
    environment.healthChecks().register("sticks", check(this::stick));
    environment.healthChecks().register("fails", check(() -> !failing));
    HealthMetrics.show(environment, registry);
    for (var managed : environment.lifecycle().getManagedObjects()) {
      managed.start();
    }
  }

  @AfterEach
  void stop() throws Exception {
    stuck.countDown();
    for (var managed : environment.lifecycle().getManagedObjects()) {
      managed.stop();
    }
  }

  @Test
  void checkThatDoesNotAnswerIsZeroAndKeepsNoOtherFromBeingShown() {
    awaitFigures(Map.of("sticks", 1.0, "fails", 1.0));
    sticking = true;
    failing = true;

    awaitFigures(Map.of("sticks", 0.0, "fails", 0.0));
    failing = false;
    awaitFigures(Map.of("sticks", 0.0, "fails", 1.0));

    stuck.countDown();
    awaitFigures(Map.of("sticks", 1.0, "fails", 1.0));
  }

  private boolean stick() throws InterruptedException {
    if (sticking) {
      stuck.await();
    }
    return true;
  }

  private void awaitFigures(Map<String, Double> figures) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(figures()).containsAllEntriesOf(figures));
  }

  private Map<String, Double> figures() {
    return registry.scrape("health_check_healthy"::equals).stream()
        .flatMap(gauge -> ((GaugeSnapshot) gauge).getDataPoints().stream())
        .collect(
            Collectors.toMap(
                point -> point.getLabels().get("check"), GaugeDataPointSnapshot::getValue));
  }

  private static HealthCheck check(Check check) {
    return new HealthCheck() {
      @Override
      protected Result check() throws Exception {
        return check.succeeds() ? Result.healthy() : Result.unhealthy("as if");
      }
    };
  }

  @FunctionalInterface
  private interface Check {
    boolean succeeds() throws Exception;
  }
}
