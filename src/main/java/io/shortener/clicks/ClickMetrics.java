package io.shortener.clicks;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** What operators see of clicks. Thread-safe. */
public final class ClickMetrics {
  private static final double[] SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
  };

  private final PrometheusRegistry registry;
  private final Counter clicks;
  private final DistributionDataPoint batchSize;
  private final DistributionDataPoint commitSeconds;
  private final DistributionDataPoint seconds;

  public ClickMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    this.clicks =
        Counter.builder()
            .name("clicks_total")
            .help(
                "Clicks by outcome: committed at once, journaled, replayed from the journal, dropped"
                    + " with their link, lost.")
            .labelNames("outcome")
            .register(registry);
    for (Outcome outcome : Outcome.values()) {
      counter(outcome);
    }
    this.batchSize =
        Histogram.builder()
            .name("click_batch_size")
            .help("Clicks in a batch.")
            .classicOnly()
            .classicUpperBounds(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
            .register(registry);
    this.commitSeconds =
        Histogram.builder()
            .name("click_commit_duration_seconds")
            .help("Time that PostgreSQL took for a batch.")
            .unit(Unit.SECONDS)
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    this.seconds =
        Histogram.builder()
            .name("click_duration_seconds")
            .help("Time from a click until it is durable.")
            .unit(Unit.SECONDS)
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
  }

  /** What becomes of a click. */
  enum Outcome {
    COMMITTED,
    JOURNALED,
    REPLAYED,
    DROPPED,
    LOST
  }

  void count(Outcome outcome, int clicks) {
    counter(outcome).inc(clicks);
  }

  void batch(int size) {
    batchSize.observe(size);
  }

  void commit(double seconds) {
    commitSeconds.observe(seconds);
  }

  void durable(double seconds) {
    this.seconds.observe(seconds);
  }

  /** Shows a figure that is read whenever somebody looks. */
  void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(point -> point.call(value.getAsDouble()))
        .register(registry);
  }

  private CounterDataPoint counter(Outcome outcome) {
    return clicks.labelValues(outcome.name().toLowerCase(Locale.ROOT));
  }
}
