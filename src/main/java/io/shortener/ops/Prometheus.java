package io.shortener.ops;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Everything that {@code /metrics} shows, beside what features register themselves. */
final class Prometheus {
  private Prometheus() {}

  /**
   * A registry with the metrics of the JVM, the process and the build, and those that Dropwizard
   * keeps of its pools, statements, threads and log.
   */
  public static PrometheusRegistry registry(MetricRegistry dropwizard, String version) {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    Info.builder()
        .name("shortener_build_info")
        .help("The running version.")
        .labelNames("version", "java")
        .register(registry)
        .addLabelValues(version, Runtime.version().toString());
    registry.register(new BridgedMetrics(dropwizard));
    return registry;
  }
}
