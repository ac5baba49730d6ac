package io.shortener.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.reference.ApiDocument.Seen;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers that need more than one request are as documented; RequestFuzzTest has the others. */
class AnswersTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);
  private final ApiDocument document = ApiDocument.of(http);

  @Test
  void lifeOfALinkIsDocumented() {
    JsonNode link = some.url();
    String path = "/urls/" + link.get("id");
    String code = "/" + link.get("short_code").textValue();
    String tag = http.get(path).header("ETag").orElseThrow();

    assertDocumented(304, "GET", path, null, "If-None-Match", tag);
    assertDocumented(412, "GET", path, null, "If-Match", "\"other\"");
    assertDocumented(302, "GET", code, null);
    assertDocumented(200, "GET", code + "+", null);
    assertDocumented(409, "POST", "/urls", again(link));
    assertDocumented(200, "PUT", path, Json.of("redirect_status", 308), "If-Match", tag);
    assertDocumented(412, "PUT", path, Json.of("title", "x"), "If-Match", tag);
    assertDocumented(308, "GET", code, null);
    assertDocumented(200, "PUT", path, Json.of("expires_at", "2026-01-01T00:00:00"));
    assertDocumented(410, "GET", code, null);
    assertDocumented(410, "GET", code + "+", null);
    assertDocumented(412, "DELETE", path, null, "If-Match", tag);
    assertDocumented(204, "DELETE", path, null);
    assertDocumented(404, "GET", code, null);
    assertDocumented(404, "GET", code, null, "Accept", "application/problem+json");
    assertDocumented(404, "GET", path + "/qr", null);
  }

  @Test
  void linkThatWillDoIsDocumented() {
    String body = Json.of("original_url", "https://example.com/same", "reuse", true);

    assertDocumented(201, "POST", "/urls", body);
    assertDocumented(200, "POST", "/urls", body);
  }

  @Test
  void conflictOfUsersIsDocumented() {
    String body = Json.of("username", Some.name(), "email", "a@example.com");

    assertDocumented(201, "POST", "/users", body);
    assertDocumented(409, "POST", "/users", body);
  }

  @Test
  void listsAreDocumentedInEachOfTheirForms() {
    some.user();
    for (String type : new String[] {"application/json", "text/csv", "application/x-ndjson"}) {
      assertDocumented(200, "GET", "/users", null, "Accept", type);
    }
  }

  @Test
  void bodyThatIsTooLargeIsDocumented() {
    assertDocumented(413, "POST", "/users", " ".repeat(1 << 21));
  }

  private static String again(JsonNode link) {
    return Json.of(
        "original_url", "https://example.com/", "short_code", link.get("short_code").textValue());
  }

  private void assertDocumented(
      int status, String method, String path, @Nullable String body, String... headers) {
    String[] sent =
        Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers))
            .toArray(String[]::new);
    Answer answer = http.send(method, path, body, sent);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(document.faults(method, path, Seen.of(answer))).isEmpty();
  }
}
