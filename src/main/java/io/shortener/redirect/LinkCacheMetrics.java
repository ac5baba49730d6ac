package io.shortener.redirect;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.LongSupplier;

/** What operators see of the link cache. Thread-safe. */
final class LinkCacheMetrics {
  private final PrometheusRegistry registry;
  private final CounterDataPoint hits;
  private final CounterDataPoint misses;
  private final CounterDataPoint stale;
  private final Gauge listening;
  private final Histogram lag;

  LinkCacheMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    Counter lookups =
        Counter.builder()
            .name("link_cache_lookups_total")
            .help(
                "Visits by how their link was found: hit (in memory), miss (the database was asked),"
                    + " stale (the database did not answer).")
            .labelNames("result")
            .register(registry);
    this.hits = lookups.labelValues("hit");
    this.misses = lookups.labelValues("miss");
    this.stale = lookups.labelValues("stale");
    this.listening =
        Gauge.builder()
            .name("link_changes_listening")
            .help("1 while changes of links by other instances are heard.")
            .register(registry);
    this.lag =
        Histogram.builder()
            .name("link_change_lag_seconds")
            .help("Time from a change of a link to its being heard here, by the two clocks.")
            .unit(Unit.SECONDS)
            .classicOnly()
            .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
            .register(registry);
  }

  void hit() {
    hits.inc();
  }

  void miss() {
    misses.inc();
  }

  void stale() {
    stale.inc();
  }

  void listening(boolean heard) {
    listening.set(heard ? 1 : 0);
  }

  void lag(double seconds) {
    lag.observe(Math.max(0, seconds));
  }

  void showSize(LongSupplier links) {
    GaugeWithCallback.builder()
        .name("link_cache_links")
        .help("Links that are known.")
        .callback(point -> point.call((double) links.getAsLong()))
        .register(registry);
  }
}
