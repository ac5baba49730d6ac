package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that are read on from where they were. */
class CursorPagingTest {
  private static final Pattern NEXT =
      Pattern.compile("<http://localhost:(\\d+)(/.+)>; rel=\"next\"");

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  /** Of each kind 100 rows, four of the same second. */
  @BeforeAll
  static void fill() {
    SERVICE
        .database()
        .useHandle(
            handle ->
                handle
                    .createScript(
                        """
                        SELECT make_event_months('2025-10-01Z', '2026-01-01Z');
                        INSERT INTO users (username, email, created_at)
                        SELECT 'old' || i, 'e', now() FROM generate_series(1, 100) AS i;
                        INSERT INTO urls (user_id, short_code, original_url, title, is_active, tags,
                                          created_at, updated_at)
                        SELECT i % 2 + 1, 'code' || 100 + i, 'http://a', 'all & b=' || i, i % 5 > 0,
                               CASE WHEN i % 3 = 0 THEN '{some + tag}'::text[] ELSE '{}' END,
                               timestamptz '2026-01-01Z' - i / 4 * interval '1 day', now()
                        FROM generate_series(1, 100) AS i;
                        INSERT INTO events (url_id, user_id, event_type, timestamp)
                        SELECT i % 2 + 1, i % 2 + 1, 'seen',
                               timestamptz '2026-01-01Z' - i / 4 * interval '1 day'
                        FROM generate_series(1, 50) AS i;
                        INSERT INTO clicks (url_id, user_id, short_code, original_url, timestamp)
                        SELECT i % 2 + 1, i % 2 + 1, 'code', 'http://a',
                               timestamptz '2026-01-01Z' - i / 4 * interval '1 day'
                        FROM generate_series(1, 50) AS i;
                        """)
                    .execute());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/users?",
        "/urls?",
        "/urls?user_id=1",
        "/urls?is_active=true",
        "/urls?user_id=2&is_active=TRUE",
        "/urls?q=all%20%26%20b%3D",
        "/urls?tag=some%20%2B%20tag",
        "/urls?tag=some+%2B+tag&created_after=2025-12-20T00:00:00&sort=created_at",
        "/events?",
        "/events?url_id=1",
        "/events?user_id=2",
        "/events?event_type=click",
        "/events?url_id=2&user_id=2&event_type=seen"
      })
  void stretchesAreTheListCutInPieces(String list) {
    List<Long> all = ids(http.get(list));
    assertThat(all).hasSizeGreaterThan(10);

    for (int limit : new int[] {7, all.size() - 1, all.size(), 10_000}) {
      List<List<Long>> pieces = pieces(list + "&limit=" + limit);

      assertThat(pieces).as("limit %d", limit).hasSize((all.size() + limit - 1) / limit);
      assertThat(pieces.stream().flatMap(List::stream).toList()).isEqualTo(all);
    }
  }

  @Test
  void firstStretchNeedsALimitOrAnEmptyCursor() {
    List<Long> twenty = ids(http.get("/urls")).subList(0, 20);

    assertThat(ids(http.get("/urls?cursor="))).isEqualTo(twenty);
    assertThat(ids(http.get("/urls?cursor=&limit=20"))).isEqualTo(twenty);
    assertThat(ids(http.get("/urls?limit=20"))).isEqualTo(twenty);
  }

  @Test
  void nextIsTheWholeUrlWithEverythingThatCounts() {
    Answer answer = http.get("/urls?limit=2&cursor=&is_active=true&unknown=x&%63ursor=&user_id=2");

    assertThat(answer.header("Link").orElseThrow())
        .matches(
            "<http://localhost:"
                + http.port()
                + "/urls\\?is_active=true&limit=2&user_id=2&cursor=[A-Za-z0-9_-]{31}>; rel=\"next\"");
  }

  @Test
  void headHasTheLinkAsWell() {
    Answer head = http.send("HEAD", "/events?limit=3", null);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Link")).isEqualTo(http.get("/events?limit=3").header("Link"));
  }

  @Test
  void lastStretchHasNoLink() {
    assertThat(http.get("/users?limit=10000").header("Link")).isEmpty();
    assertThat(http.get("/users?page=1").header("Link")).isEmpty();
    assertThat(http.get("/users").header("Link")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"text/csv, 11", "application/x-ndjson, 10"})
  void otherFormsHaveStretchesToo(String type, int lines) {
    Answer answer = http.get("/urls?limit=10", "Accept", type);
    Answer rest = http.get(next(answer).orElseThrow(), "Accept", type);

    assertThat(answer.body().lines()).hasSize(lines);
    assertThat(rest.body().lines().skip(1))
        .doesNotContainAnyElementsOf(answer.body().lines().skip(1).toList())
        .hasSize(lines - 1);
    assertThat(next(rest)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "limit=0|'limit' must be an integer from 1 to 10000",
        "limit=10001|'limit' must be an integer from 1 to 10000",
        "limit=|'limit' must be an integer from 1 to 10000",
        "cursor=x|'cursor' must be one that this list gave, with the same filters",
        "cursor=%00|'cursor' has a character that no text can have",
        "limit=1&page=1|'cursor' and 'limit' cannot be combined with 'page' and 'per_page'",
        "cursor=&per_page=1|'cursor' and 'limit' cannot be combined with 'page' and 'per_page'"
      })
  void anythingElseIsRefused(String query, String error) {
    for (String list : List.of("/users?", "/urls?", "/events?")) {
      assertRefused(http.get(list + query), error);
    }
  }

  @Test
  void cursorHoldsForItsOwnListAlone() {
    String cursor = next(http.get("/urls?limit=1")).orElseThrow().replaceFirst(".*cursor=", "");

    for (String list : List.of("/users?", "/events?", "/urls?user_id=1&", "/urls?tag=some&")) {
      assertRefused(
          http.get(list + "cursor=" + cursor),
          "'cursor' must be one that this list gave, with the same filters");
    }
    assertThat(http.get("/urls?limit=9&cursor=" + cursor).status()).isEqualTo(200);
  }

  @Test
  void orderByClicksHasNoStretches() {
    assertRefused(
        http.get("/urls?sort=clicks&limit=5"),
        "'sort=clicks' takes 'page' and 'per_page', not 'cursor' and 'limit'");
  }

  /** Whatever is made and deleted meanwhile. */
  @ParameterizedTest
  @ValueSource(strings = {"/urls", "/users", "/events"})
  void noRowThatStaysIsMissedOrDoubled(String list) throws InterruptedException {
    Set<Long> stay = new TreeSet<>();
    List<Long> go = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long id = make(list);
      (i % 2 == 0 ? stay : go).add(id);
    }
    AtomicBoolean reading = new AtomicBoolean(true);
    Thread changes =
        new Thread(
            () -> {
              for (int i = 0; reading.get(); i++) {
                long made = make(list);
                if (i < go.size()) {
                  http.delete(list + "/" + go.get(i));
                } else {
                  http.delete(list + "/" + made);
                }
              }
            });
    changes.start();
    List<Long> seen;
    try {
      seen = pieces(list + "?limit=3").stream().flatMap(List::stream).toList();
    } finally {
      reading.set(false);
      changes.join();
    }

    assertThat(seen).doesNotHaveDuplicates().containsAll(stay);
  }

  private long make(String list) {
    JsonNode made =
        switch (list) {
          case "/users" -> some.user();
          case "/urls" -> some.url();
          default -> http.post("/events", Json.of("event_type", "made")).json();
        };
    return made.get("id").asLong();
  }

  /** All stretches from the first to the last. */
  private List<List<Long>> pieces(String first) {
    List<List<Long>> pieces = new ArrayList<>();
    for (Optional<String> next = Optional.of(first); next.isPresent(); ) {
      Answer answer = http.get(next.get());
      pieces.add(ids(answer));
      next = next(answer);
    }
    return pieces;
  }

  private Optional<String> next(Answer answer) {
    return answer
        .header("Link")
        .map(
            link -> {
              Matcher matcher = NEXT.matcher(link);
              assertThat(matcher.matches()).as(link).isTrue();
              assertThat(matcher.group(1)).isEqualTo(Integer.toString(http.port()));
              return URI.create(matcher.group(2)).toString();
            });
  }

  private static List<Long> ids(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().findValues("id").stream().map(JsonNode::asLong).toList();
  }

  private static void assertRefused(Answer answer, String error) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(error);
  }
}
