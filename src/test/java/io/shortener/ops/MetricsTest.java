package io.shortener.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /metrics} on the running service. */
class MetricsTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient admin = SERVICE.admin();

  @BeforeAll
  static void someTraffic() {
    HttpClient http = SERVICE.http();
    http.get("/health");
    http.get("/users");
    http.get("/users/12345");
    http.get("/users/12345/");
    http.get("/Unknwn");
    http.get("/no/such/path");
    http.get("/favicon.ico");
    http.delete("/users");
    http.post("/shorten", "{\"url\": \"https://example.com/\"}");
    http.send("BREW", "/health", null);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /health,       200",
    "GET,    /users,        200",
    "GET,    /users/{id},   404",
    "GET,    /{short_code}, 404",
    "GET,    unmatched,     404",
    "POST,   /shorten,      201"
  })
  void requestsAreCountedByMethodRouteAndStatus(String method, String route, int status) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(metrics())
                    .containsPattern(
                        labelled("http_server_requests_total", method, route, status) + " \\d")
                    .containsPattern(
                        labelled(
                            "http_server_request_duration_seconds_count", method, route, status)));
  }

  @Test
  void labelsAreBounded() {
    Awaitility.await().until(() -> metrics().contains("_OTHER"));
    assertThat(metrics()).doesNotContain("12345", "favicon", "no/such", "Unknwn", "BREW");
  }

  @Test
  void durationIsAHistogram() {
    assertThat(metrics())
        .contains("# TYPE http_server_request_duration_seconds histogram")
        .containsPattern("http_server_request_duration_seconds_bucket\\{.*le=\"0\\.005\"} ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http_server_active_requests ",
        "db_pool_connections{pool=\"database\",state=\"active\"} ",
        "db_pool_connections{pool=\"database-long\",state=\"waiting\"} ",
        "db_statement_duration_seconds",
        "log_entries_total{level=\"info\"} ",
        "http_server_threads{",
        "data_disk_free_bytes ",
        "data_disk_size_bytes ",
        "process_cpus ",
        "jvm_memory_used_bytes{",
        "jvm_gc_collection_seconds",
        "jvm_threads_current ",
        "process_cpu_seconds_total ",
        "process_open_fds ",
        "process_start_time_seconds ",
        "shortener_build_info{"
      })
  void thereIs(String metric) {
    assertThat(metrics()).contains("\n" + metric);
  }

  @Test
  void nothingIsNamedAfterAClass() {
    assertThat(metrics()).doesNotContain("io_dropwizard", "io_shortener", "org_eclipse", "ch_qos");
  }

  @Test
  void textIsPrometheusUnlessOpenMetricsIsAskedFor() {
    Answer text = admin.get("/metrics");
    Answer open = admin.get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");

    assertThat(text.header("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
    assertThat(open.header("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(open.body()).endsWith("# EOF\n");
  }

  private String metrics() {
    return admin.get("/metrics").body();
  }

  private static String labelled(String name, String method, String route, int status) {
    return name
        + "\\{http_request_method=\""
        + method
        + "\",http_response_status_code=\""
        + status
        + "\",http_route=\""
        + route.replace("{", "\\{")
        + "\"}";
  }
}
