package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.testing.ConfigOverride;
import io.shortener.http.PublicUrl;
import io.shortener.http.RequestedHost;
import io.shortener.http.TrustedProxies;
import io.shortener.startup.StartupException;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that has a list of blocked hosts, and lets nobody make links to private ones. */
class SafeTargetsTest {
  private static final Path BLOCKED = newFile();

  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.empty(
          ConfigOverride.config(
              "targets.blockedHosts",
              "Bad.example, worse.example dot.example. BÜCHER.example 192.0.2.7,[2001:db8::7]"),
          ConfigOverride.config("targets.blockedHostsFile", BLOCKED.toString()),
          ConfigOverride.config("targets.allowPrivate", "false"),
          ConfigOverride.config("publicUrl", "https://sho.rt/"));

  private final HttpClient http = SERVICE.http();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://bad.example",
        "https://a.b.BAD.example:8443/x",
        "http://u@worse.example./",
        "http://dot.example",
        "http://bücher.example",
        "http://a.XN--bcher-kva.example./",
        "http://192.0.2.7/",
        "http://[2001:DB8::7]/",
        "http://[2001:0db8:0::7]/",
        "http://[::ffff:192.0.2.7]/",
        "http://3221225991/",
        "http://0xc0000207/",
        "http://192.0.2.007/",
        "http://192.0.2.\uff17/",
        "http://\ud83c\udd31ad.example/"
      })
  void linkToABlockedHostIsRefused(String url) {
    assertRefused(make(url), "URL leads to a blocked host");
  }

  @Test
  void hostThatOnlyEndsAlikeIsNotBlocked() {
    assertThat(make("http://notbad.example").status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sho.rt/abcdef",
        "HTTPS://SHO.RT:443",
        "https://sho.rt./#x",
        "http://sho.rt/",
        "https://sho.rt:80/"
      })
  void linkToTheServiceItselfIsRefused(String url) {
    assertRefused(make(url), "URL must not lead back to this service");
    assertRefused(
        http.post("/shorten", Json.of("url", url)), "URL must not lead back to this service");
  }

  @Test
  void otherPortOfTheSameHostIsNotTheService() {
    assertThat(make("https://sho.rt:8443/").status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/",
        "http://127.0.0.\uD83E\uDFF1/",
        "http://[::ffff:127.0.0.1]/"
      })
  void linkToAPrivateHostIsRefused(String url) {
    assertRefused(make(url), "URL must not lead to a private address");
  }

  @Test
  void changeIsHeldToTheSame() {
    JsonNode url = make("http://good.example").json();

    assertRefused(
        http.put("/urls/" + url.get("id"), Json.of("original_url", "http://bad.example")),
        "URL leads to a blocked host");
  }

  @Test
  void hostThatIsBlockedLaterStopsItsLinks() throws IOException {
    JsonNode url = make("http://late.example/").json();
    String path = "/" + url.get("short_code").asText();
    assertThat(http.get(path).status()).isEqualTo(302);

    write("# not nice", "http://late.example/ * early.example", "läte.example late_r.example");
    await().until(() -> make("http://late_r.example").status() == 400);
    assertRefused(make("http://läte.example"), "URL leads to a blocked host");
    assertRefused(make("http://early.example"), "URL leads to a blocked host");
    assertThat(http.get(path).status()).isEqualTo(302);
    write("# not nice", "late.example # since today");

    await().until(() -> http.get(path).status() == 403);
    assertThat(http.get(path).json().get("error").asText()).isEqualTo("Link blocked");
    long clicks = clicks(url);
    http.get(path);
    assertThat(clicks(url)).isEqualTo(clicks);

    write();
    await().until(() -> http.get(path).status() == 302);
  }

  @Test
  void fileThatIsNotThereEndsTheStart() {
    assertEndsTheStart(
        new TargetSettings("", "/no/such/file", true),
        "The blocked hosts in /no/such/file cannot be read; check BLOCKED_HOSTS_FILE.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://bad.example/", "bad.example:80", "*.bad.example", "::1"})
  void settingThatIsNoNameOfAHostEndsTheStart(String text) {
    assertEndsTheStart(
        new TargetSettings("good.example " + text, "", true),
        "BLOCKED_HOSTS has " + text + ", which is not the name of a host.");
  }

  private static void assertEndsTheStart(TargetSettings settings, String message) {
    TrustedProxies proxies = new TrustedProxies(List.of());

    assertThatThrownBy(
            () ->
                new SafeTargets(
                    settings,
                    new PublicUrl(Optional.empty(), proxies),
                    new Domains(Set.of(), new RequestedHost(proxies))))
        .isInstanceOf(StartupException.class)
        .hasMessage(message);
  }

  private Answer make(String url) {
    return http.post("/urls", Json.of("original_url", url));
  }

  private long clicks(JsonNode url) {
    return http.get("/urls/" + url.get("id")).json().get("click_count").asLong();
  }

  private static void write(String... lines) throws IOException {
    FileTime before = Files.getLastModifiedTime(BLOCKED);
    Files.write(BLOCKED, List.of(lines));
    Files.setLastModifiedTime(BLOCKED, FileTime.from(before.toInstant().plusSeconds(1)));
  }

  private static Path newFile() {
    try {
      Path file = Files.createTempFile(Path.of("target"), "blocked", ".txt");
      return Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertRefused(Answer answer, String error) {
    assertThat(answer.json().get("error").asText()).isEqualTo(error);
    assertThat(answer.status()).isEqualTo(400);
  }
}
