package io.shortener.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dropwizard.testing.ConfigOverride;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import java.io.IOException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API's document is there for programs and for people. */
class ReferenceTest {
  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.empty(ConfigOverride.config("publicUrl", "https://s.example/x"));

  private final HttpClient http = SERVICE.http();

  @Test
  void documentIsOpenApiForTheAddressThatClientsKnow() {
    Answer answer = http.get("/openapi.json");

    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.json().get("openapi").asText()).startsWith("3.1.");
    assertThat(answer.json().at("/servers/0/url").asText()).isEqualTo("https://s.example/x");
  }

  @Test
  void yamlSaysTheSame() throws IOException {
    Answer yaml = http.get("/openapi.yaml");

    assertThat(yaml.header("Content-Type")).contains("application/yaml");
    JsonNode read = new YAMLMapper().readTree(yaml.body());
    assertThat(read.toString()).isEqualTo(http.get("/openapi.json").json().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.json", "/openapi.yaml", "/docs", "/docs/swagger-ui-bundle.js"})
  void whoHasItAlreadyIsToldSo(String path) {
    String tag = http.get(path).header("ETag").orElseThrow();

    assertThat(tag).startsWith("\"");
    assertThat(http.get(path, "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(http.send("HEAD", path, null).header("ETag")).contains(tag);
  }

  @Test
  void pageNeedsNothingThatTheServiceDoesNotServe() {
    Answer page = http.get("/docs");

    assertThat(page.header("Content-Type").orElse(""))
        .isEqualToIgnoringCase("text/html;charset=utf-8");
    assertThat(page.response().headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .contains("default-src 'none'", "script-src 'self'");
    assertThat(page.body()).doesNotContain("//");
    Pattern.compile("(?:src|href)=\"([^\"]+)\"")
        .matcher(page.body())
        .results()
        .map((MatchResult link) -> link.group(1))
        .forEach(link -> assertThat(http.get("/" + link).status()).as(link).isEqualTo(200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/docs/", "/docs/index.html", "/docs/swagger-ui.js", "/openapi", "/openapi.xml"})
  void nothingElseIsThere(String path) {
    Answer answer = http.get(path, "Accept", "text/html");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().toString()).isEqualTo("{\"error\":\"Not found\",\"status\":404}");
  }
}
