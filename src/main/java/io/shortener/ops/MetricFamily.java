package io.shortener.ops;

import com.google.common.base.Splitter;
import io.prometheus.metrics.instrumentation.dropwizard5.labels.MapperConfig;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Metrics of Dropwizard that are one metric with labels in Prometheus.
 *
 * @param glob the Dropwizard names, a star for each part that becomes a label
 * @param name in Prometheus
 * @param labels the names of the parts, in order
 * @param members the last parts that count, empty for all: not everything below a glob is of its
 *     kind
 */
record MetricFamily(
    String glob, String name, String help, List<String> labels, Set<String> members) {
  /** Keeps a family's members apart, as the bridge demands, until they are joined. */
  private static final String APART = ":";

  /** The name of the family that a bridged metric belongs to. */
  static String nameOf(MetricSnapshot member) {
    return Splitter.on(APART).split(member.getMetadata().getName()).iterator().next();
  }

  boolean includes(String dropwizardName) {
    return dropwizardName.matches(glob.replace(".", "\\.").replace("*", "[^.]+"))
        && (members.isEmpty()
            || members.contains(dropwizardName.substring(dropwizardName.lastIndexOf('.') + 1)));
  }

  MapperConfig mapping() {
    List<String> parts =
        IntStream.range(0, labels.size()).mapToObj(part -> "${" + part + "}").toList();
    Map<String, String> values =
        IntStream.range(0, labels.size())
            .boxed()
            .collect(Collectors.toMap(labels::get, parts::get));
    return new MapperConfig(glob, name + APART + String.join(APART, parts), values);
  }

  MetricSnapshot join(List<MetricSnapshot> members) {
    MetricMetadata metadata = new MetricMetadata(name, help);
    MetricSnapshot first = members.get(0);
    if (first instanceof GaugeSnapshot) {
      return new GaugeSnapshot(metadata, points(members, GaugeDataPointSnapshot.class::cast));
    }
    if (first instanceof CounterSnapshot) {
      return new CounterSnapshot(metadata, points(members, CounterDataPointSnapshot.class::cast));
    }
    return new SummarySnapshot(metadata, points(members, SummaryDataPointSnapshot.class::cast));
  }

  private static <T> List<T> points(
      List<MetricSnapshot> members, Function<DataPointSnapshot, T> cast) {
    return members.stream().flatMap(member -> member.getDataPoints().stream()).map(cast).toList();
  }
}
