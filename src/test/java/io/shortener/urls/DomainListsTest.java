package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Streams;
import io.dropwizard.testing.ConfigOverride;
import io.shortener.testing.HttpClient;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many links of domains: made at once, and found again. */
class DomainListsTest {
  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.empty(
          ConfigOverride.config("domains", "a.example,b.example,c.example,d.example"),
          ConfigOverride.config("publicUrl", "https://main.example"));

  private final HttpClient http = SERVICE.http();

  @Test
  void linksOfADomainAreListed() {
    long user = new Some(http).userId();
    String off = make("d.example", "user_id", user).get("id").asText();
    http.put("/urls/" + off, Json.of("is_active", false));
    String on = make("d.example", "user_id", user).get("id").asText();
    String others = make("d.example").get("id").asText();
    make("c.example", "user_id", user);

    for (String page : List.of("", "&page=1")) {
      assertThat(ids("domain=d.example" + page)).containsExactly(others, on, off);
      assertThat(ids("domain=D.example.&user_id=" + user + page)).containsExactly(on, off);
      assertThat(ids("domain=d.example&is_active=false" + page)).containsExactly(off);
      assertThat(ids("domain=d.example&is_active=true&user_id=" + user + page)).containsExactly(on);
      assertThat(ids("domain=d.example&q=https" + page)).containsExactly(others, on, off);
      assertThat(ids("domain=d.example&sort=clicks" + page)).hasSize(3);
      assertThat(ids("domain=nobody.example" + page)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.example:80", "http%3A%2F%2Fa.example", "a_b"})
  void domainThatIsNoNameIsRefused(String domain) {
    assertThat(http.get("/urls?domain=" + domain).error())
        .isEqualTo("'domain' must be the name of a host");
  }

  @Test
  void rowsOfABulkBodyHaveTheirDomains() {
    String csv =
        """
        original_url,short_code,domain
        http://x,bulk,a.example
        http://x,bulk,b.example
        http://x,bulk,
        http://x,bulk,a.example
        http://x,bulk,other.example
        """;

    JsonNode results = http.send("POST", "/urls/bulk", csv, "Content-Type", "text/csv").json();

    assertThat(results.findValuesAsText("status"))
        .containsExactly("201", "201", "201", "409", "400");
    assertThat(results.get(0).get("url").get("domain").asText()).isEqualTo("a.example");
    assertThat(results.get(2).get("url").get("domain").isNull()).isTrue();
    assertThat(results.get(4).get("error").asText())
        .isEqualTo("'domain' must be one of the domains of this service");
  }

  @Test
  void oneOfManyGetsTheCodeAtEachDomain() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (String domain : List.of("a.example", "b.example")) {
      String body = Json.of("original_url", "http://x", "domain", domain, "short_code", "wanted");
      statuses.addAll(atOnce(16, () -> http.post("/urls", body).status()));
    }

    assertThat(statuses).containsOnly(201, 409);
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(2);
  }

  @Test
  void listsInOtherFormatsHaveTheDomain() {
    make("c.example");

    String csv = http.get("/urls?domain=c.example", "Accept", "text/csv").body();

    assertThat(csv.lines().findFirst().orElseThrow()).endsWith(",tags,domain");
    assertThat(csv.lines().skip(1)).allMatch(row -> row.endsWith(",c.example"));
  }

  private JsonNode make(String domain, Object... namesAndValues) {
    Object[] all = new Object[namesAndValues.length + 4];
    all[0] = "original_url";
    all[1] = "https://x.example/";
    all[2] = "domain";
    all[3] = domain;
    System.arraycopy(namesAndValues, 0, all, 4, namesAndValues.length);
    return http.post("/urls", Json.of(all)).json();
  }

  private List<String> ids(String query) {
    return Streams.stream(http.get("/urls?" + query).json())
        .map(url -> url.get("id").asText())
        .toList();
  }

  private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(Collections.nCopies(times, work))) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
