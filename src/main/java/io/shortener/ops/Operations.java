package io.shortener.ops;

import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.util.Optional;

/** Puts what operators need on the admin port, and measures the application port. */
public final class Operations {
  /** Told to whoever watches the process: stopped from outside, as by SIGTERM. */
  private static final int SIGTERM_STATUS = 143;

  private Operations() {}

  /**
   * Adds the admin port's routes and the meters; called once, before the server starts.
   *
   * @param chaosToken empty to refuse everybody
   * @param dataDirectory whose disk is watched
   * @return where features register what they measure
   */
  public static PrometheusRegistry install(
      Environment environment, Optional<String> chaosToken, Path dataDirectory) {
    PrometheusRegistry metrics = Prometheus.registry(environment.metrics(), version());
    MachineMetrics.show(metrics, dataDirectory);
    HealthMetrics.show(environment, metrics);
    new RequestMetrics(metrics).putInFront(environment);

    LogRing ring = LogRing.attached();
    environment.lifecycle().manage(ring);

    // The empty pattern is the root alone.
    environment
        .admin()
        .addServlet("index", new IndexServlet(environment.getObjectMapper()))
        .addMapping("");
    admin(environment, "metrics", new PrometheusMetricsServlet(metrics));
    admin(environment, "logs", new LogsServlet(ring, environment.getObjectMapper()));
    admin(
        environment,
        "chaos",
        new ChaosServlet(
            chaosToken, () -> System.exit(SIGTERM_STATUS), environment.getObjectMapper()));
    return metrics;
  }

  private static void admin(Environment environment, String name, HttpServlet servlet) {
    environment.admin().addServlet(name, servlet).addMapping("/" + name);
  }

  private static String version() {
    return Optional.ofNullable(Operations.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
