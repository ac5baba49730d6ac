package io.shortener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /events?after=}, as those see it who follow it. */
class EventFeedTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.seeded();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @Test
  void eventsComeOnceInTheOrderOfTheirIds() {
    long visited = visit(some.url());

    List<Long> all = new Following(http, "/events?limit=700&", "").rest();

    assertThat(all).isEqualTo(ids("SELECT id FROM all_events ORDER BY id")).contains(visited);
  }

  @Test
  void answerIsAListThatSaysWhereTheNextBegins() {
    Answer first = http.get("/events?user_id=7&limit=2&after=");

    assertThat(first.json()).hasSize(2);
    assertThat(first.json().get(0).fieldNames())
        .toIterable()
        .containsExactly("id", "url_id", "user_id", "event_type", "timestamp", "details");
    String cursor = first.header(Feed.NEXT).orElseThrow();
    assertThat(first.header("Link"))
        .contains(
            "<http://localhost:"
                + http.port()
                + "/events?user_id=7&limit=2&after="
                + cursor
                + ">; rel=\"next\"");
    JsonNode second = http.get("/events?user_id=7&limit=2&after=" + cursor).json();
    assertThat(second.get(0).get("id").asLong())
        .isGreaterThan(first.json().get(1).get("id").asLong());
  }

  @Test
  void nowBeginsBehindWhatThereIs() {
    Following following = new Following(http, "/events?", "now");
    assertThat(following.next()).isEmpty();

    long event = event("later");

    assertThat(following.next()).containsExactly(event);
    assertThat(following.next()).isEmpty();
  }

  @Test
  void filtersHoldAndTheCursorPassesWhatTheyLeaveOut() {
    long url = some.url().get("id").asLong();
    Following following = new Following(http, "/events?event_type=seen&url_id=" + url + "&", "now");
    following.ask();
    event("seen");
    event("other");
    long seen = some.event("event_type", "seen", "url_id", url).get("id").asLong();
    event("seen");

    assertThat(following.next()).containsExactly(seen);
    assertThat(following.next()).isEmpty();
    String cursor = following.cursor();
    event("seen");
    following.ask();
    assertThat(following.cursor()).isNotEqualTo(cursor);
  }

  @Test
  void whatIsCommittedLateIsNotPassedOver() {
    Following following = new Following(http, "/events?", "now");
    following.ask();
    try (Handle late = SERVICE.database().open()) {
      late.begin();
      long first = insert(late, "late");
      long second = event("quick");
      for (int i = 0; i < 3; i++) {
        assertThat(following.next()).isEmpty();
      }
      late.commit();

      assertThat(following.rest()).containsExactly(first, second);
    }
  }

  @Test
  void whatWasThereBeforeALateOneIsGivenOut() {
    Following following = new Following(http, "/events?", "now");
    following.ask();
    long before = event("before");
    try (Handle late = SERVICE.database().open()) {
      late.begin();
      assertThat(following.next()).containsExactly(before);
      long lost = insert(late, "lost");
      long after = event("after");
      assertThat(following.next()).isEmpty();
      late.rollback();

      assertThat(following.rest()).containsExactly(after).doesNotContain(lost);
    }
  }

  @Test
  void whoWritesElsewhereHoldsNothingUp() {
    Following following = new Following(http, "/events?", "now");
    following.ask();
    try (Handle other = SERVICE.database().open()) {
      other.begin();
      other.execute("UPDATE users SET email = 'x' WHERE id = 1");

      long event = event("meanwhile");

      assertThat(following.next()).containsExactly(event);
      other.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1", "NOW", "AAAA", "AAAAAAAAAAAAAAAA%3D%3D", "%20", "-----"})
  void whatIsNoCursorIsRefused(String after) {
    Answer answer = http.get("/events?after=" + after);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error())
        .isEqualTo("'after' must be a cursor that an answer gave, 'now' or empty");
  }

  @Test
  void cursorOfAnotherDatabaseOrListIsRefused() {
    FeedCursor cursor =
        FeedCursor.parse(http.get("/events?after=now").header(Feed.NEXT).orElseThrow())
            .orElseThrow();
    String changes = http.get("/changes?after=now").header(Feed.NEXT).orElseThrow();

    for (String other :
        List.of(
            new FeedCursor(cursor.mark() + 1, cursor.id()).text(),
            new FeedCursor(cursor.mark(), cursor.id() + 1_000_000).text(),
            new FeedCursor(cursor.mark(), -1).text(),
            changes)) {
      Answer answer = http.get("/events?after=" + other);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error())
          .isEqualTo("'after' is a cursor of another database or another list");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0|'limit' must be an integer from 1 to 10000",
        "limit=10001|'limit' must be an integer from 1 to 10000",
        "wait=31|'wait' must be an integer from 0 to 30",
        "wait=-1|'wait' must be an integer from 0 to 30",
        "page=1|'after' goes with 'limit', not with 'page' or 'per_page'",
        "url_id=x|'url_id' must be a positive integer"
      })
  void whatCannotBeMeantIsRefused(String query, String error) {
    Answer answer = http.get("/events?after=&" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(error);
  }

  @Test
  void followersGoOnBehindWhatIsNotKept() {
    Following following = new Following(http, "/events?limit=1&", "now");
    following.ask();
    long first = event("first");
    long second = event("second");
    long third = event("third");
    assertThat(following.next()).containsExactly(first);

    http.delete("/events/" + first);
    http.delete("/events/" + second);

    assertThat(following.next()).containsExactly(third);
  }

  @Test
  void otherFormatsAndHeadAreAsOfAnyList() {
    Answer csv = http.get("/events?limit=1&after=", "Accept", "text/csv");
    Answer head = http.send("HEAD", "/events?limit=1&after=", null);

    assertThat(csv.body()).startsWith("id,url_id,user_id,event_type,timestamp,details\r\n1,");
    assertThat(csv.header(Feed.NEXT)).isPresent().isEqualTo(head.header(Feed.NEXT));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  private long visit(JsonNode url) {
    http.get("/" + url.get("short_code").asText());
    return http.get("/events?event_type=click&url_id=" + url.get("id"))
        .json()
        .get(0)
        .get("id")
        .asLong();
  }

  private long event(String type) {
    return http.post("/events", Json.of("event_type", type)).json().get("id").asLong();
  }

  private static long insert(Handle handle, String type) {
    return handle
        .select("INSERT INTO events (event_type, timestamp) VALUES (?, now()) RETURNING id", type)
        .mapTo(long.class)
        .one();
  }

  private static List<Long> ids(String query) {
    return new ArrayList<>(
        SERVICE.database().withHandle(handle -> handle.select(query).mapTo(Long.class).list()));
  }
}
