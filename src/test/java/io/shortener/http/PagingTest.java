package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of 25 rows, ids 1 to 25; the higher the id the older the url or event, two by two. */
class PagingTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();

  @BeforeAll
  static void fill() {
    SERVICE
        .database()
        .useHandle(
            handle ->
                handle
                    .createScript(
                        """
                        SELECT make_event_months('2025-12-01Z', '2026-01-01Z');
                        INSERT INTO users (id, username, email, created_at)
                        SELECT i, 'user' || i, 'e', now() FROM generate_series(25, 1, -1) AS i;
                        INSERT INTO urls (id, user_id, short_code, original_url, is_active,
                                          created_at, updated_at)
                        SELECT i, i % 2 + 1, 'code' || 10 + i, 'http://a', i % 5 > 0,
                               timestamptz '2026-01-01Z' - i / 2 * interval '1 day', now()
                        FROM generate_series(1, 25) AS i;
                        INSERT INTO events (id, url_id, event_type, timestamp)
                        SELECT i, 1, 'seen', timestamptz '2026-01-01Z' - i / 2 * interval '1 day'
                        FROM generate_series(1, 25) AS i;
                        """)
                    .execute());
  }

  @Test
  void usersAreOrderedById() {
    assertThat(ids("/users")).isEqualTo(IntStream.rangeClosed(1, 25).boxed().toList());
    assertThat(ids("/users?page=1&per_page=25")).isEqualTo(ids("/users"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/urls", "/events"})
  void newestComeFirstAndOfTheSameTimeTheHigherId(String path) {
    List<Integer> newestFirst =
        IntStream.rangeClosed(1, 25)
            .map(i -> i == 1 ? 1 : i % 2 == 0 ? i + 1 : i - 1)
            .boxed()
            .toList();

    assertThat(ids(path)).isEqualTo(newestFirst);
    assertThat(ids(path + "?per_page=100")).isEqualTo(newestFirst);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users", "/urls", "/events"})
  void pagesAreTheListCutInPieces(String path) {
    List<Integer> all = ids(path);

    assertThat(ids(path + "?page=1")).isEqualTo(all.subList(0, 20));
    assertThat(ids(path + "?page=2")).isEqualTo(all.subList(20, 25));
    assertThat(ids(path + "?per_page=10")).isEqualTo(all.subList(0, 10));
    assertThat(ids(path + "?page=3&per_page=10")).isEqualTo(all.subList(20, 25));
    assertThat(ids(path + "?page=25&per_page=1")).isEqualTo(all.subList(24, 25));
    assertThat(ids(path + "?per_page=10000&page=1")).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users", "/urls", "/events"})
  void pageBehindTheLastIsEmpty(String path) {
    assertEmpty(http.get(path + "?page=3"));
    assertEmpty(http.get(path + "?page=26&per_page=1"));
    assertEmpty(http.get(path + "?page=9223372036854775807&per_page=10000"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "page=0|'page' must be a positive integer",
        "page=-1|'page' must be a positive integer",
        "page=|'page' must be a positive integer",
        "page=x&per_page=1|'page' must be a positive integer",
        "page=9223372036854775808|'page' must be a positive integer",
        "per_page=0|'per_page' must be an integer from 1 to 10000",
        "per_page=10001|'per_page' must be an integer from 1 to 10000",
        "page=1&per_page=1.0|'per_page' must be an integer from 1 to 10000"
      })
  void anyOtherPageIsRefused(String query, String error) {
    assertThat(List.of("/users?", "/urls?", "/events?"))
        .allSatisfy(path -> assertRefused(http.get(path + query), error));
  }

  @Test
  void urlsAreFilteredByOwnerAndState() {
    assertThat(ids("/urls?user_id=1")).hasSize(12).allMatch(id -> id % 2 == 0);
    assertThat(ids("/urls?is_active=FALSE")).containsExactly(5, 10, 15, 20, 25);
    assertThat(ids("/urls?is_active=True")).hasSize(20).noneMatch(id -> id % 5 == 0);
    assertThat(ids("/urls?is_active=false&user_id=2")).containsExactly(5, 15, 25);
    assertThat(ids("/urls?is_active=false&user_id=2&page=2&per_page=2")).containsExactly(25);
    assertThat(ids("/urls?user_id=1&per_page=10000")).isEqualTo(ids("/urls?user_id=1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/urls?user_id=9000000",
        "/urls?user_id=3&is_active=true",
        "/urls?page=1&user_id=9223372036854775807",
        "/events?url_id=2",
        "/events?user_id=1",
        "/events?event_type=nothing&page=1"
      })
  void filterThatNothingMatchesGivesAnEmptyList(String path) {
    assertEmpty(http.get(path));
  }

  @Test
  void overlongEventTypeMatchesNothing() {
    assertEmpty(http.get("/events?event_type=" + "x".repeat(51)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/urls?user_id=abc|'user_id' must be a positive integer",
        "/urls?user_id=0|'user_id' must be a positive integer",
        "/urls?user_id=|'user_id' must be a positive integer",
        "/urls?is_active=maybe|'is_active' must be true or false",
        "/urls?is_active=|'is_active' must be true or false",
        "/urls?is_active=1&page=1|'is_active' must be true or false",
        "/events?url_id=1.5|'url_id' must be a positive integer",
        "/events?user_id=-1|'user_id' must be a positive integer",
        "/events?event_type=%00|'event_type' has a character that no text can have"
      })
  void filterOfTheWrongFormIsRefused(String path, String error) {
    assertRefused(http.get(path), error);
  }

  @Test
  void unknownParametersAreIgnored() {
    assertThat(ids("/users?sort=name&user_id=x")).hasSize(25);
  }

  private List<Integer> ids(String path) {
    Answer answer = http.get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("application/json");
    return answer.json().findValues("id").stream().map(id -> id.asInt()).toList();
  }

  private static void assertEmpty(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[]");
  }

  private static void assertRefused(Answer answer, String error) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(error);
  }
}
