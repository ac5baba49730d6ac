package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Streams;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How links are found again. */
class UrlSearchTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();

  @ParameterizedTest
  @CsvSource({
    "find-me,find-me",
    "IND-M,find-me",
    "quarterly,report",
    "ÉTÉ,ete",
    "docs.example,report",
    "100%25_,percent",
    "back%5Cslash,backslash",
    "'e https://docs',report"
  })
  void textIsFoundInCodeTitleAndTarget(String q, String code) {
    make("find-me", "", "https://example.com/");
    make("report", "Quarterly Page", "https://docs.example/q");
    make("ete", "Un été", "https://example.com/");
    make("percent", "100%_sure", "https://example.com/");
    make("backslash", "back\\\\slash", "https://example.com/");

    assertThat(codes("/urls?q=" + q.replace(" ", "%20"))).containsExactly(code);
    assertThat(codes("/urls?page=1&q=" + q.replace(" ", "%20"))).containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource({
    "00000,round",
    "500000,round",
    "o. 50000,round",
    "0000/1,round",
    "12121,pair",
    "s.example/n5,round pair",
    "21212121,pair",
    "5000000,",
    "99999,target",
    "abc12345,code abc12345",
    "'2345 ',abc12345"
  })
  void numbersAreFoundByAnyPart(String q, @Nullable String codes) {
    make("round", "No. 500000/1 in", "https://numbers.example/n5");
    make("pair", "Page", "https://numbers.example/n5/1212121212");
    make("target", "٥٥٥٥٥", "https://numbers.example/?id=99999");
    make("abc12345", "Code", "https://numbers.example/");
    make("code", "Like", "https://numbers.example/xabc12345x");

    assertThat(codes("/urls?q=" + q.replace(" ", "%20")))
        .containsExactlyInAnyOrder(codes == null ? new String[0] : codes.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "é%20"})
  void shortTextIsRefused(String q) {
    assertRefused("q=" + q, "'q' must have 3 to 200 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"---", "a.b-c", "%25%25%25", "ab%20cd", "%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80"})
  void textThatIsInNoIndexIsRefused(String q) {
    assertRefused("q=" + q, "'q' must have 3 letters or digits in a row");
  }

  @Test
  void tagIsFoundNewestFirst() {
    post("{\"original_url\": \"http://a\", \"short_code\": \"t1\", \"tags\": [\"red\", \"blue\"]}");
    long id =
        post("{\"original_url\": \"http://a\", \"short_code\": \"t2\", \"tags\": [\"red\"]}")
            .get("id")
            .asLong();
    post("{\"original_url\": \"http://a\", \"short_code\": \"t3\"}");

    assertThat(codes("/urls?tag=red")).containsExactly("t2", "t1");
    assertThat(codes("/urls?tag=red&per_page=1&page=2")).containsExactly("t1");
    assertThat(codes("/urls?tag=green")).isEmpty();

    http.put("/urls/" + id, "{\"tags\": [\"green\"]}");
    assertThat(codes("/urls?tag=red")).containsExactly("t1");
    assertThat(codes("/urls?tag=green")).containsExactly("t2");
  }

  @Test
  void linksMadeLaterAreFound() {
    String code = new Some(http).url().get("short_code").asText();

    assertThat(codes("/urls?created_after=2020-01-01T00:00:00")).contains(code);
    assertThat(codes("/urls?created_after=2099-01-01T00:00:00Z")).isEmpty();
    assertRefused("created_after=x", "'created_after' must be a time like 2026-01-31T23:59:59");
  }

  @Test
  void mostClickedLinkComesFirstSoonAfterItsClicks() {
    make("once-clicked", "Rank", "http://rank.example");
    make("twice-clicked", "Rank", "http://rank.example");
    make("never-clicked", "Rank", "http://rank.example");
    List.of("once-clicked", "twice-clicked", "twice-clicked").forEach(code -> http.get("/" + code));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(codes("/urls?sort=clicks&q=rank.example"))
                    .containsExactly("twice-clicked", "once-clicked", "never-clicked"));
    assertThat(codes("/urls?sort=clicks&per_page=2&page=1&q=rank.example"))
        .containsExactly("twice-clicked", "once-clicked");
    assertThat(codes("/urls?sort=created_at&q=rank.example"))
        .containsExactly("never-clicked", "twice-clicked", "once-clicked");
    assertRefused("sort=title", "'sort' must be created_at or clicks");
  }

  private void make(String code, String title, String target) {
    post(
        "{\"original_url\": \"%s\", \"short_code\": \"%s\", \"title\": \"%s\"}"
            .formatted(target, code, title));
  }

  private JsonNode post(String body) {
    return http.post("/urls", body).json();
  }

  private List<String> codes(String path) {
    return Streams.stream(http.get(path).json())
        .map(url -> url.get("short_code").asText())
        .toList();
  }

  private void assertRefused(String query, String error) {
    Answer answer = http.get("/urls?" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).isEqualTo(error);
  }
}
