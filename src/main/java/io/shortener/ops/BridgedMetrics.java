package io.shortener.ops;

import static java.util.stream.Collectors.groupingBy;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.instrumentation.dropwizard5.labels.CustomLabelMapper;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Dropwizard measures by itself, under names that say what is measured: Dropwizard has a
 * metric for each pool and statement, with class names in their names; here each kind is one metric
 * with labels. What has no name here is left out: the JVM's and the requests' own metrics say it.
 */
final class BridgedMetrics implements MultiCollector {
  private static final List<MetricFamily> FAMILIES =
      List.of(
          new MetricFamily(
              "io.dropwizard.db.ManagedPooledDataSource.*.*",
              "db_pool_connections",
              "Connections by pool and state.",
              List.of("pool", "state"),
              Set.of("active", "idle", "waiting", "size")),
          new MetricFamily(
              "io.shortener.*.*.*",
              "db_statement_duration_seconds",
              "Time that statements took, by feature, DAO and method.",
              List.of("feature", "dao", "method"),
              Set.of()),
          new MetricFamily(
              "ch.qos.logback.core.Appender.*",
              "log_entries",
              "Log entries by level.",
              List.of("level"),
              Set.of("trace", "debug", "info", "warn", "error")),
          new MetricFamily(
              "org.eclipse.jetty.util.thread.QueuedThreadPool.*.*",
              "http_server_threads",
              "The server's threads by pool.",
              List.of("pool", "figure"),
              Set.of("size", "utilization", "jobs")));

  private final DropwizardExports exports;

  BridgedMetrics(MetricRegistry dropwizard) {
    this.exports =
        new DropwizardExports(
            dropwizard,
            (name, metric) -> FAMILIES.stream().anyMatch(family -> family.includes(name)),
            new CustomLabelMapper(FAMILIES.stream().map(MetricFamily::mapping).toList()));
  }

  @Override
  public MetricSnapshots collect() {
    Map<String, List<MetricSnapshot>> members =
        exports.collect().stream().collect(groupingBy(MetricFamily::nameOf));
    MetricSnapshots.Builder joined = MetricSnapshots.builder();
    for (MetricFamily family : FAMILIES) {
      if (members.containsKey(family.name())) {
        joined.metricSnapshot(family.join(members.get(family.name())));
      }
    }
    return joined.build();
  }
}
