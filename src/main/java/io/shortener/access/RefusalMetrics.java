package io.shortener.access;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Counts requests that were refused for who asked, or how often. Thread-safe. */
final class RefusalMetrics {
  private final CounterDataPoint unauthorized;
  private final CounterDataPoint forbidden;
  private final CounterDataPoint tooMany;

  RefusalMetrics(PrometheusRegistry registry) {
    Counter refused =
        Counter.builder()
            .name("requests_refused_total")
            .help(
                "Requests refused: unauthorized (401, no key or none that holds), forbidden (403, a"
                    + " key that is good for less), too_many (429).")
            .labelNames("reason")
            .register(registry);
    this.unauthorized = refused.labelValues("unauthorized");
    this.forbidden = refused.labelValues("forbidden");
    this.tooMany = refused.labelValues("too_many");
  }

  void unauthorized() {
    unauthorized.inc();
  }

  void forbidden() {
    forbidden.inc();
  }

  void tooMany() {
    tooMany.inc();
  }
}
