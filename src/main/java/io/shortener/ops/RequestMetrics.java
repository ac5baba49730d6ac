package io.shortener.ops;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.shortener.http.FrontHandler;
import io.shortener.http.Route;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Counts and times every request of the application port, from its first byte to the last of its
 * answer. Labels are bounded: known methods, route templates, statuses.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-metrics/">OpenTelemetry's
 *     names for HTTP metrics</a>
 */
final class RequestMetrics extends FrontHandler {
  private static final String[] LABELS = {
    "http_request_method", "http_route", "http_response_status_code"
  };

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT");

  private final Histogram duration;
  private final Counter requests;
  private final Gauge inFlight;

  public RequestMetrics(PrometheusRegistry registry) {
    this.duration =
        Histogram.builder()
            .name("http_server_request_duration_seconds")
            .help("Time from a request's first byte to the last of its answer.")
            .unit(Unit.SECONDS)
            .labelNames(LABELS)
            .classicOnly()
            .classicUpperBounds(
                0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5,
                7.5, 10)
            .register(registry);
    this.requests =
        Counter.builder()
            .name("http_server_requests_total")
            .help("Requests answered.")
            .labelNames(LABELS)
            .register(registry);
    this.inFlight =
        Gauge.builder()
            .name("http_server_active_requests")
            .help("Requests being answered now.")
            .register(registry);
  }

  @Override
  protected boolean handleInFront(Request request, Response response, Callback callback)
      throws Exception {
    inFlight.inc();
    long start = request.getBeginNanoTime();
    Request.addCompletionListener(request, failure -> count(request, response, start));
    return passOn(request, response, callback);
  }

  private void count(Request request, Response response, long start) {
    inFlight.dec();
    String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
    String route =
        request.getAttribute(Route.ATTRIBUTE) instanceof String known ? known : "unmatched";
    String status = Integer.toString(response.getStatus());
    double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    duration.labelValues(method, route, status).observe(seconds);
    requests.labelValues(method, route, status).inc();
  }
}
