package io.shortener.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatsTest {
  private static final String CHROME =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/142.0.0.0 Safari/537.36";
  private static final String IPHONE =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
          + " Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.empty(
          io.dropwizard.testing.ConfigOverride.config("countryHeader", "CF-IPCountry"),
          io.dropwizard.testing.ConfigOverride.config("trustedProxies", "127.0.0.1"));

  private final HttpClient http = SERVICE.http();
  private final ClickRows clicks = new ClickRows(SERVICE);
  private final JsonNode url = new Some(http).url();
  private final long id = url.get("id").asLong();
  private final String code = url.get("short_code").asText();

  @Test
  void visitsAreToldApartAndCountedAtOnce() {
    follow("User-Agent", CHROME, "Referer", "https://news.example/1", "CF-IPCountry", "DE");
    follow("User-Agent", CHROME, "Referer", "https://news.example/2", "CF-IPCountry", "AT");
    follow("User-Agent", IPHONE, "Accept-Language", "de-AT,de;q=0.9");
    follow("User-Agent", CHROME, "Sec-Purpose", "prefetch;prerender");
    follow("User-Agent", "Twitterbot/1.0");
    follow("User-Agent", "curl/8.5.0");
    http.send("HEAD", "/" + code, null, "User-Agent", CHROME);

    JsonNode stats = stats("");

    assertThat(stats.get("totals").toString())
        .isEqualTo("{\"clicks\":6,\"human\":3,\"bot\":1,\"preview\":1,\"prefetch\":1}");
    assertThat(stats.get("lifetime")).isEqualTo(stats.get("totals"));
    assertThat(stats.get("top").toString())
        .isEqualTo(
            "{\"referrers\":[{\"name\":\"news.example\",\"clicks\":2}],"
                + "\"browsers\":[{\"name\":\"Chrome\",\"clicks\":2},"
                + "{\"name\":\"Mobile Safari\",\"clicks\":1}],"
                + "\"operating_systems\":[{\"name\":\"Windows\",\"clicks\":2},"
                + "{\"name\":\"iOS\",\"clicks\":1}],"
                + "\"devices\":[{\"name\":\"desktop\",\"clicks\":2},"
                + "{\"name\":\"mobile\",\"clicks\":1}],"
                + "\"countries\":[{\"name\":\"AT\",\"clicks\":1},{\"name\":\"DE\",\"clicks\":1}]}");
    clicks.rollUp();
    assertThat(stats("")).isEqualTo(stats);
  }

  @Test
  void clickEventSaysWhatIsKnown() {
    follow("User-Agent", IPHONE, "Accept-Language", "de-AT,de;q=0.9", "Referer", "http://a.b/");

    JsonNode details = http.get("/events?event_type=click&url_id=" + id).json().at("/0/details");

    assertThat(details.get("kind").asText()).isEqualTo("human");
    assertThat(details.get("referrer").asText()).isEqualTo("a.b");
    assertThat(details.get("browser").asText()).isEqualTo("Mobile Safari");
    assertThat(details.get("os").asText()).isEqualTo("iOS");
    assertThat(details.get("device").asText()).isEqualTo("mobile");
    assertThat(details.get("language").asText()).isEqualTo("de");
    assertThat(details.has("country")).isFalse();
    assertThat(details.get("short_code").asText()).isEqualTo(code);
  }

  @Test
  void ofWhoAsksNotToBeTrackedNothingButTheKindIsKept() {
    follow("User-Agent", CHROME, "Referer", "http://a.b/", "CF-IPCountry", "DE", "DNT", "1");
    follow("User-Agent", CHROME, "Referer", "http://a.b/", "CF-IPCountry", "DE", "Sec-GPC", "1");

    JsonNode events = http.get("/events?event_type=click&url_id=" + id).json();

    assertThat(events).hasSize(2).allMatch(event -> event.get("details").size() == 3);
    assertThat(stats("").at("/totals/human").asLong()).isEqualTo(2);
    assertThat(stats("").at("/top/browsers")).isEmpty();
  }

  @Test
  void dayOnWhichClocksAreSetBackHasTwentyFiveHours() {
    clicks.add(id, "human", "2026-10-24T21:59:59Z"); // the day before in Berlin
    clicks.add(id, "human", "2026-10-24T22:00:00Z"); // 00:00
    clicks.add(id, "human", "2026-10-25T00:30:00Z"); // 02:30, summer time
    clicks.add(id, "bot", "2026-10-25T01:30:00Z"); // 02:30 again
    clicks.add(id, "human", "2026-10-25T22:59:59Z"); // 23:59:59
    clicks.add(id, "human", "2026-10-25T23:00:00Z"); // the day after

    JsonNode days = stats("?tz=Europe/Berlin&from=2026-10-25&to=2026-10-26");
    JsonNode hours = stats("?tz=Europe/Berlin&from=2026-10-25&to=2026-10-26&interval=hour");

    assertThat(days.get("series")).hasSize(1);
    assertThat(days.at("/totals/human").asLong()).isEqualTo(3);
    assertThat(days.at("/totals/bot").asLong()).isEqualTo(1);
    assertThat(days.at("/lifetime/clicks").asLong()).isEqualTo(6);
    assertThat(hours.get("series")).hasSize(25);
    assertThat(steps(hours.get("series"), "local").subList(1, 5))
        .containsExactly(
            "2026-10-25T01:00:00",
            "2026-10-25T02:00:00",
            "2026-10-25T02:00:00",
            "2026-10-25T03:00:00");
    assertThat(hours.at("/series/2/human").asLong()).isEqualTo(1);
    assertThat(hours.at("/series/3/bot").asLong()).isEqualTo(1);
    assertThat(hours.at("/series/3/start").asText()).isEqualTo("2026-10-25T01:00:00");
  }

  @Test
  void dayOnWhichClocksAreSetForwardHasTwentyThreeHours() {
    assertThat(stats("?tz=Europe/Berlin&from=2026-03-29&to=2026-03-30&interval=hour").get("series"))
        .hasSize(23);
  }

  @Test
  void stepsBeginByTheCalendarOfTheirZoneAndLeaveNoGap() {
    String range = "?tz=Asia/Kathmandu&from=2026-01-30&to=2026-03-02";

    assertThat(steps(stats(range + "&interval=month").get("series"), "start"))
        .containsExactly("2026-01-29T18:15:00", "2026-01-31T18:15:00", "2026-02-28T18:15:00");
    assertThat(steps(stats(range + "&interval=week").get("series"), "local"))
        .containsExactly(
            "2026-01-30T00:00:00",
            "2026-02-02T00:00:00",
            "2026-02-09T00:00:00",
            "2026-02-16T00:00:00",
            "2026-02-23T00:00:00");
    assertThat(stats(range).get("series")).hasSize(31);
  }

  @Test
  void withoutARangeItIsTheLastThirtySteps() {
    follow("User-Agent", CHROME);
    for (String interval : List.of("hour", "day", "week", "month")) {
      JsonNode stats = stats("?tz=America/St_Johns&interval=" + interval);

      assertThat(stats.get("series")).as(interval).hasSizeBetween(30, 31);
      assertThat(stats.at("/totals/human").asLong()).as(interval).isEqualTo(1);
    }
  }

  @Test
  void deletedClickIsInTheStatisticsNoMoreThoughTheCountKeepsIt() {
    follow("User-Agent", CHROME, "Referer", "http://a.b/");
    follow("User-Agent", "curl/8.5.0");
    clicks.rollUp();
    JsonNode events = http.get("/events?event_type=click&url_id=" + id).json();

    events.forEach(event -> http.delete("/events/" + event.get("id").asLong()));

    assertThat(stats("").at("/lifetime/clicks").asLong()).isZero();
    assertThat(stats("").at("/top/referrers")).isEmpty();
    clicks.rollUp();
    assertThat(stats("").at("/lifetime/clicks").asLong()).isZero();
    assertThat(stats("").at("/top/referrers")).isEmpty();
    assertThat(http.get("/urls/" + id).json().get("click_count").asLong()).isEqualTo(2);
  }

  @Test
  void deletedLinkLeavesNothing() {
    JsonNode before = all();
    follow("User-Agent", CHROME, "Referer", "http://deleted.example/");
    clicks.rollUp();
    follow("User-Agent", CHROME, "Referer", "http://deleted.example/");
    assertThat(all().at("/lifetime/human").asLong())
        .isEqualTo(before.at("/lifetime/human").asLong() + 2);

    assertThat(http.delete("/urls/" + id).status()).isEqualTo(204);

    assertThat(all()).isEqualTo(before);
    clicks.rollUp();
    assertThat(all()).isEqualTo(before);
    assertThat(http.get("/urls/" + id + "/stats").error()).isEqualTo("URL not found");
    for (String table : List.of("visit_counts", "visit_packs")) {
      assertThat(count("SELECT count(*) FROM " + table + " WHERE url_id = " + id)).isZero();
    }
  }

  @Test
  void peopleOfALinkAreCountedApart() {
    follow("User-Agent", CHROME);
    follow("User-Agent", "curl/8.5.0");

    assertThat(count("SELECT people FROM click_counts WHERE url_id = " + id)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from=yesterday            | 'from' must be a date or a time",
        "to=2026-02-30             | 'to' must be a date or a time",
        "to=2026-01-01T10:07       | 'to' must be at a full quarter of an hour",
        "from=1999-12-31           | 'from' must be in the years",
        "from=2026-02-01&to=2026-02-01 | 'from' must be before 'to'",
        "interval=minute           | 'interval' must be hour, day, week or month",
        "tz=Mars/Olympus           | 'tz' must be the name of a time zone",
        "to=%2B10000-01-01&tz=Pacific/Kiritimati | 'to' must be in the years",
        "to=9999-12-31T23:45&tz=Etc/GMT%2B12 | 'to' must be in the years",
        "tz=%2B05:17               | 'tz' must be the name of a time zone",
        "from=2020-01-01&to=2026-01-01 | 'interval' must be longer",
        "from=2000-01-01&to=9999-12-31&interval=hour | 'interval' must be longer"
      })
  void whatCannotBeAnsweredIsRefused(String query, String error) {
    for (String path : List.of("/stats", "/urls/" + id + "/stats")) {
      Answer answer = http.get(path + "?" + query);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).startsWith(error);
    }
  }

  @Test
  void unknownLinkHasNoStatistics() {
    for (String unknown : List.of("0", "999999999", "99999999999999999999", "x")) {
      assertThat(http.get("/urls/" + unknown + "/stats").status()).isEqualTo(404);
    }
    assertThat(http.get("/urls/999999999/stats").error()).isEqualTo("URL not found");
  }

  @Test
  void routesBesideItStayWhatTheyAre() {
    assertThat(http.get("/urls/" + id).status()).isEqualTo(200);
    assertThat(http.delete("/urls/" + id + "/stats").status()).isEqualTo(405);
    assertThat(http.send("HEAD", "/stats", null).status()).isEqualTo(200);
    assertThat(http.get("/stats/").status()).isEqualTo(404);
  }

  private void follow(String... headers) {
    assertThat(http.get("/" + code, headers).status()).isEqualTo(302);
  }

  private JsonNode stats(String query) {
    Answer answer = http.get("/urls/" + id + "/stats" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode all() {
    return http.get("/stats?from=2026-01-01&to=2030-01-01&interval=month").json();
  }

  private static List<String> steps(JsonNode series, String field) {
    Stream<JsonNode> steps = StreamSupport.stream(series.spliterator(), false);
    return steps.map(step -> step.get(field).asText()).toList();
  }

  private static long count(String sql) {
    return SERVICE.database().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
