package io.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.testing.ConfigOverride;
import io.shortener.database.DatabaseAddress;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RawHttp;
import io.shortener.testing.RunningService;
import io.shortener.testing.TestPostgres;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service with domains, beside one on the same database for which one of them is none. */
class DomainsTest {
  private static final DatabaseAddress DATABASE = TestPostgres.migratedDatabase();
  private static final AtomicLong CODES = new AtomicLong();

  @RegisterExtension
  static final RunningService SERVICE = service("go.example, To.example bücher.example");

  @RegisterExtension static final RunningService OTHER = service("to.example");

  private final HttpClient http = SERVICE.http();
  private final String code = "code-" + CODES.incrementAndGet();

  private static RunningService service(String domains) {
    return RunningService.on(
        DATABASE,
        ConfigOverride.config("domains", domains),
        ConfigOverride.config("publicUrl", "https://main.example:8443"),
        ConfigOverride.config("trustedProxies", "127.0.0.0/8, ::1"));
  }

  @Test
  void sameCodeLeadsElsewhereAtEachDomain() {
    JsonNode nowhere = make("http://main").json();
    JsonNode go = make("http://go", "domain", "go.example").json();
    make("http://to", "domain", "to.example");

    assertThat(location("go.example")).contains("http://go");
    assertThat(location("to.example")).contains("http://to");
    assertThat(location("main.example")).contains("http://main");
    assertThat(location("anything.else")).contains("http://main");
    assertThat(nowhere.get("domain").isNull()).isTrue();
    assertThat(go.get("domain").asText()).isEqualTo("go.example");
    assertThat(clicks(go)).isEqualTo(1);
    assertThat(clicks(nowhere)).isEqualTo(2);
  }

  @Test
  void linkOfADomainLeadsOnNowhereElse() {
    make("http://go", "domain", "go.example");

    assertThat(location("go.example")).contains("http://go");
    for (String host : new String[] {"to.example", "main.example", "localhost", "x.go.example"}) {
      assertThat(visit(host).status()).isEqualTo(404);
    }
  }

  @Test
  void linkWithoutADomainLeadsOnAtNone() {
    make("http://main");

    assertThat(location("main.example")).contains("http://main");
    assertThat(visit("go.example").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go.example:8080", "GO.EXAMPLE", "go.example."})
  void hostIsTheNameAlone(String host) {
    make("http://go", "domain", "go.example");

    assertThat(location(host)).contains("http://go");
  }

  @Test
  void trustedProxyTellsTheHost() {
    make("http://go", "domain", "go.example");

    RawHttp.Answer visit =
        RawHttp.ask(
            http.port(),
            "GET /" + code + " HTTP/1.1",
            "Host: in.example",
            "X-Forwarded-Host: go.example:443",
            "Connection: close");

    assertThat(visit.header("Location")).contains("http://go");
  }

  @Test
  void visitorWithoutAHostComesToNoDomain() {
    make("http://main");

    assertThat(RawHttp.ask(http.port(), "GET /" + code + " HTTP/1.0").header("Location"))
        .contains("http://main");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Go.Example", "go.example.", "BÜCHER.example", "xn--bcher-kva.example"})
  void nameOfADomainHasOneForm(String name) {
    JsonNode url = make("http://go", "domain", name).json();

    assertThat(url.get("domain").asText()).isIn("go.example", "xn--bcher-kva.example");
    assertThat(location(url.get("domain").asText())).contains("http://go");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"other.example\"','''domain'' must be one of the domains of this service'",
    "'\"main.example\"','''domain'' must be one of the domains of this service'",
    "'\"\"','''domain'' must be one of the domains of this service'",
    "'\"go.example:80\"','''domain'' must be one of the domains of this service'",
    "5,'''domain'' must be text'",
    "'[\"go.example\"]','''domain'' must be text'"
  })
  void otherDomainsAreRefused(String domain, String error) {
    Answer made =
        http.post("/urls", "{\"original_url\": \"http://a\", \"domain\": " + domain + "}");
    Answer shortened = http.post("/shorten", "{\"url\": \"http://a\", \"domain\": " + domain + "}");

    assertThat(made.error()).isEqualTo(error);
    assertThat(shortened.error()).isEqualTo(error);
    assertThat(made.status()).isEqualTo(400);
    assertThat(shortened.status()).isEqualTo(400);
  }

  @Test
  void shortUrlBeginsWithTheDomain() {
    Answer shortened =
        http.post(
            "/shorten", Json.of("url", "http://a", "domain", "go.example", "short_code", code));

    assertThat(shortened.json().get("short_url").asText())
        .isEqualTo("https://go.example:8443/" + code);
    RawHttp.Answer preview = ask("GET /" + code + "+", "go.example");
    assertThat(preview.body()).contains("\"short_url\":\"https://go.example:8443/" + code + "\"");
    assertThat(ask("GET /" + code + "+", "main.example").status()).isEqualTo(404);
    assertThat(http.post("/shorten", Json.of("url", "http://a")).json().get("short_url").asText())
        .startsWith("https://main.example:8443/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://go.example/x", "https://GO.example.:99", "http://bücher.example"})
  void linkBackToADomainIsRefused(String url) {
    assertThat(make(url).error()).isEqualTo("URL must not lead back to this service");
  }

  @Test
  void codeIsTakenInItsDomainAlone() {
    JsonNode first = make("http://a", "domain", "go.example").json();
    assertThat(make("http://b", "domain", "go.example").status()).isEqualTo(409);
    assertThat(make("http://b", "domain", "to.example").status()).isEqualTo(201);

    http.delete("/urls/" + first.get("id"));

    assertThat(make("http://b", "domain", "go.example").status()).isEqualTo(409);
    assertThat(make("http://b").status()).isEqualTo(201);
    assertThat(visit("go.example").status()).isEqualTo(404);
  }

  @Test
  void changeMovesNoLink() {
    JsonNode url = make("http://a", "domain", "go.example").json();

    JsonNode changed =
        http.put("/urls/" + url.get("id"), Json.of("title", "x", "domain", "to.example")).json();

    assertThat(changed.get("domain").asText()).isEqualTo("go.example");
  }

  @Test
  void linkIsUsedAgainInItsDomainAlone() {
    Answer first = http.post("/urls", reused("go.example"));

    assertThat(http.post("/urls", reused("go.example")).json()).isEqualTo(first.json());
    assertThat(http.post("/urls", reused("to.example")).status()).isEqualTo(201);
    assertThat(http.post("/urls", reused("to.example")).status()).isEqualTo(200);
  }

  @Test
  void eventsSayWhatTheyAlwaysSaid() {
    JsonNode url = make("http://a", "domain", "go.example").json();
    visit("go.example");

    for (JsonNode event : http.get("/events?url_id=" + url.get("id")).json()) {
      assertThat(event.get("details").get("short_code").asText()).isEqualTo(code);
      assertThat(event.get("details").has("domain")).isFalse();
    }
  }

  @Test
  void changeIsSeenByTheNextVisitorAndSoonElsewhere() {
    JsonNode url = make("http://old", "domain", "to.example").json();
    make("http://main");
    assertThat(locationAt(OTHER, "to.example")).contains("http://old");
    for (int i = 0; i < 10; i++) {
      http.put("/urls/" + url.get("id"), Json.of("original_url", "http://new" + i));
      assertThat(location("to.example")).contains("http://new" + i);
    }

    soon().until(() -> locationAt(OTHER, "to.example").equals(Optional.of("http://new9")));
    http.delete("/urls/" + url.get("id"));
    assertThat(visit("to.example").status()).isEqualTo(404);
    soon().until(() -> locationAt(OTHER, "to.example").isEmpty());
    assertThat(locationAt(OTHER, "main.example")).contains("http://main");
  }

  @Test
  void codeThatIsMadeLeadsOnAtOnce() {
    assertThat(visit("go.example").status()).isEqualTo(404);
    make("http://go", "domain", "go.example");

    assertThat(location("go.example")).contains("http://go");
  }

  @Test
  void linkOfADomainThatIsNoneAnyMoreWaitsForIt() {
    JsonNode url = make("http://go", "domain", "go.example").json();
    make("http://main");

    assertThat(locationAt(OTHER, "go.example")).contains("http://main");
    assertThat(OTHER.http().get("/urls/" + url.get("id")).json()).isEqualTo(url);
    assertThat(OTHER.http().get("/urls?domain=go.example").json()).contains(url);
    assertThat(location("go.example")).contains("http://go");
  }

  private Answer make(String originalUrl, Object... namesAndValues) {
    Object[] all = new Object[namesAndValues.length + 4];
    all[0] = "original_url";
    all[1] = originalUrl;
    all[2] = "short_code";
    all[3] = code;
    System.arraycopy(namesAndValues, 0, all, 4, namesAndValues.length);
    return http.post("/urls", Json.of(all));
  }

  private String reused(String domain) {
    return Json.of("original_url", "http://" + code, "domain", domain, "reuse", true);
  }

  private RawHttp.Answer visit(String host) {
    return ask("GET /" + code, host);
  }

  private Optional<String> location(String host) {
    return visit(host).header("Location");
  }

  private Optional<String> locationAt(RunningService service, String host) {
    return ask(service, "GET /" + code, host).header("Location");
  }

  private static RawHttp.Answer ask(String request, String host) {
    return ask(SERVICE, request, host);
  }

  private static RawHttp.Answer ask(RunningService service, String request, String host) {
    return RawHttp.ask(
        service.http().port(), request + " HTTP/1.1", "Host: " + host, "Connection: close");
  }

  private long clicks(JsonNode url) {
    return http.get("/urls/" + url.get("id")).json().get("click_count").asLong();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
