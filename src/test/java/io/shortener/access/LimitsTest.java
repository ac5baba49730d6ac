package io.shortener.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.testing.ConfigOverride;
import io.shortener.http.Scope;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits of three a minute, for clients behind a proxy that is believed. */
class LimitsTest {
  private static final String LINK = Json.of("url", "https://example.com/");

  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.empty(
          ConfigOverride.config("access", "keys"),
          ConfigOverride.config("trustedProxies", "127.0.0.0/8, ::1"),
          ConfigOverride.config("limits.writes", "3"),
          ConfigOverride.config("limits.unknownCodes", "3"));

  private final HttpClient http = SERVICE.http();
  private final KeyMaker keys = KeyMaker.of(SERVICE);

  @Test
  void fourthWriteOfAKeyIsRefused() {
    String key = keys.key(Scope.WRITE);
    for (int i = 0; i < 3; i++) {
      assertThat(shorten(key, "198.51.100." + i).status()).isEqualTo(201);
    }

    Answer refused = shorten(key, "198.51.100.9");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body()).isEqualTo("{\"error\":\"Too many requests\",\"status\":429}");
    assertThat(refused.header("Retry-After")).contains("20");
    assertThat(refused.header("RateLimit-Policy")).contains("\"writes\";q=3;w=60");
    assertThat(refused.header("RateLimit")).contains("\"writes\";r=0;t=20");
    assertThat(shorten(keys.key(Scope.WRITE), "198.51.100.9").status()).isEqualTo(201);
    assertThat(get("/urls", "198.51.100.9", "Authorization", "Bearer " + key).status())
        .isEqualTo(200);
    assertThat(refusals()).isPositive();
  }

  @Test
  void clientOnThisMachineWritesAsItLikes() {
    String key = keys.key(Scope.WRITE);

    for (int i = 0; i < 10; i++) {
      assertThat(keys.ask(key, "POST", "/shorten", LINK).status()).isEqualTo(201);
    }
  }

  @Test
  void scanIsStoppedBeforeTheDatabase() {
    for (int i = 0; i < 3; i++) {
      assertThat(get("/Nope0" + i, "203.0.113.1").status()).isEqualTo(404);
    }
    double asked = misses();

    Answer refused = get("/Nope10", "203.0.113.1");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body()).isEqualTo("{\"error\":\"Too many requests\",\"status\":429}");
    assertThat(refused.header("RateLimit-Policy")).contains("\"unknown-codes\";q=3;w=60");
    assertThat(refused.header("Retry-After")).isPresent();
    assertThat(http.send("HEAD", "/Nope11", null, "X-Forwarded-For", "203.0.113.1").status())
        .isEqualTo(429);
    assertThat(misses()).isEqualTo(asked);
    assertThat(get("/Nope12", "203.0.113.2").status()).isEqualTo(404);
  }

  @Test
  void previewsTellNoMoreThanVisits() {
    for (int i = 0; i < 3; i++) {
      assertThat(get("/Nope4" + i + "+", "203.0.113.4").status()).isEqualTo(404);
    }

    assertThat(get("/Nope50+", "203.0.113.4").status()).isEqualTo(429);
    assertThat(get("/Nope51", "203.0.113.4").status()).isEqualTo(429);
    assertThat(get("/health", "203.0.113.4").status()).isEqualTo(200);
  }

  @Test
  void knownLinksLeadOnWhoeverAsks() {
    String path =
        "/"
            + keys.ask(keys.key(Scope.WRITE), "POST", "/shorten", LINK)
                .json()
                .get("short_code")
                .asText();
    assertThat(get(path, "203.0.113.7").status()).isEqualTo(302);
    for (int i = 0; i < 5; i++) {
      get("/Nope2" + i, "203.0.113.7");
    }

    assertThat(get("/Nope30", "203.0.113.7").status()).isEqualTo(429);
    for (int i = 0; i < 10; i++) {
      assertThat(get(path, "203.0.113.7").status()).isEqualTo(302);
    }
  }

  private Answer shorten(String key, String address) {
    return http.send(
        "POST",
        "/shorten",
        LINK,
        "Content-Type",
        "application/json",
        "Authorization",
        "Bearer " + key,
        "X-Forwarded-For",
        address);
  }

  private Answer get(String path, String address, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "X-Forwarded-For";
    all[1] = address;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return http.get(path, all);
  }

  private static double misses() {
    return metric("link_cache_lookups_total{result=\"miss\"} ");
  }

  private static double refusals() {
    return metric("requests_refused_total{reason=\"too_many\"} ");
  }

  private static double metric(String name) {
    return SERVICE
        .admin()
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }
}
