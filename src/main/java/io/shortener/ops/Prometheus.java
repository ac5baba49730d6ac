package io.shortener.ops;

import com.codahale.metrics.MetricFilter;
import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.instrumentation.dropwizard5.labels.CustomLabelMapper;
import io.prometheus.metrics.instrumentation.dropwizard5.labels.MapperConfig;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;

/** Everything that {@code /metrics} shows, beside what features register themselves. */
public final class Prometheus {
  /** Dropwizard's names hold class names; operators get the name of what is measured. */
  private static final List<MapperConfig> NAMES =
      List.of(
          new MapperConfig(
              "io.dropwizard.db.ManagedPooledDataSource.*.*",
              "db_pool_connections",
              Map.of("pool", "${0}", "state", "${1}")),
          new MapperConfig(
              "io.shortener.*.*.*",
              "db_statement_duration",
              Map.of("dao", "${1}", "statement", "${2}")),
          new MapperConfig(
              "ch.qos.logback.core.Appender.*", "log_entries", Map.of("level", "${0}")),
          new MapperConfig(
              "org.eclipse.jetty.util.thread.QueuedThreadPool.*.*",
              "jetty_threads",
              Map.of("pool", "${0}", "state", "${1}")));

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
    DropwizardExports.builder()
        .dropwizardRegistry(dropwizard)
        .metricFilter(bridged())
        .customLabelMapper(new CustomLabelMapper(NAMES))
        .register(registry);
    return registry;
  }

  /** Only what has a name above: the rest stands in the JVM's and the requests' own metrics. */
  private static MetricFilter bridged() {
    return (name, metric) ->
        name.startsWith("io.dropwizard.db.ManagedPooledDataSource.")
            || name.matches("io\\.shortener\\.[^.]+\\.[^.]+\\.[^.]+")
            || name.matches("ch\\.qos\\.logback\\.core\\.Appender\\.(trace|debug|info|warn|error)")
            || name.matches(
                "org\\.eclipse\\.jetty\\.util\\.thread\\.QueuedThreadPool\\.[^.]+\\.[^.]+");
  }
}
