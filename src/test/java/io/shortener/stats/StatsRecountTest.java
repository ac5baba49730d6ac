package io.shortener.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random traffic around the nights in which clocks change, counted by the service and here, by
 * other means.
 */
class StatsRecountTest {
  private static final long SEED = Long.getLong("stats.seed", 20261025L);
  private static final int LINKS = Integer.getInteger("stats.links", 20);
  private static final int CLICKS = 6_000;
  private static final Instant FIRST = Instant.parse("2026-10-20T00:00:00Z");
  private static final int SECONDS = 16 * 24 * 3_600;

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private static final List<ClickRows.Row> ROWS = new ArrayList<>();

  @BeforeAll
  static void visit() {
    Random random = new Random(SEED);
    ClickRows clicks = new ClickRows(SERVICE);
    Some some = new Some(SERVICE.http());
    List<Long> links =
        IntStream.range(0, LINKS).mapToObj(i -> some.url().get("id").asLong()).toList();
    for (int i = 0; i < CLICKS; i++) {
      ROWS.add(row(random, links.get(random.nextInt(LINKS))));
    }
    // Some of it is rolled up, some of that twice, and some is not.
    clicks.add(ROWS.subList(0, CLICKS / 3));
    clicks.rollUp();
    clicks.add(ROWS.subList(CLICKS / 3, CLICKS));
  }

  @ParameterizedTest
  @CsvSource({
    "Asia/Kathmandu,   2026-10-22,       2026-11-03",
    "America/St_Johns, 2026-10-22,       2026-11-03",
    "Europe/Berlin,    2026-10-22,       2026-11-03",
    "Europe/Berlin,    2026-10-25T02:15, 2026-10-25T02:45",
    "America/St_Johns, 2026-10-31T23:45, 2026-11-01T04:15",
    "Asia/Kathmandu,   2026-10-25T05:30, 2026-10-26T05:45"
  })
  void statisticsAreWhatTheClicksSay(String tz, String from, String to) {
    for (Interval interval : Interval.values()) {
      String query = "?tz=" + tz + "&from=" + from + "&to=" + to + "&interval=" + interval.word();
      List<ClickRows.Row> all = inRange(ROWS, tz, from, to);
      compare(SERVICE.http().get("/stats" + query).json(), all, interval, ZoneId.of(tz));
      Map<Long, List<ClickRows.Row>> byLink =
          all.stream().collect(Collectors.groupingBy(ClickRows.Row::urlId));
      byLink.forEach(
          (id, rows) ->
              compare(
                  SERVICE.http().get("/urls/" + id + "/stats" + query).json(),
                  rows,
                  interval,
                  ZoneId.of(tz)));
    }
  }

  @Test
  void rollupsAndClicksAgreeWithoutAsking() {
    new ClickRows(SERVICE).rollUp();
    HttpClient http = SERVICE.http();

    assertThat(http.get("/stats").json().at("/lifetime/clicks").asLong()).isEqualTo(CLICKS);
    String differing =
        """
        SELECT count(*)
        FROM (
          SELECT url_id, quarter, sum(visits) AS visits
          FROM (
            SELECT url_id, quarter, visits FROM visit_counts
            UNION ALL
            SELECT url_id, packed.quarter, packed.human + packed.bot + packed.preview + packed.prefetch
            FROM visit_packs
            CROSS JOIN unnest(quarters, humans, bots, previews, prefetches)
                         AS packed (quarter, human, bot, preview, prefetch)
          ) AS part
          GROUP BY url_id, quarter
        ) v
        FULL JOIN (
          SELECT link AS url_id, floor(extract(epoch FROM timestamp) / 900) AS quarter,
                 count(*) AS visits
          FROM clicks
          CROSS JOIN LATERAL (VALUES (url_id), (0)) AS links (link)
          GROUP BY 1, 2
        ) c USING (url_id, quarter, visits)
        WHERE v IS NULL OR c IS NULL
        """;
    assertThat(
            SERVICE
                .database()
                .<Long, RuntimeException>withHandle(
                    handle -> handle.createQuery(differing).mapTo(Long.class).one()))
        .isZero();
  }

  private static void compare(
      JsonNode stats, List<ClickRows.Row> rows, Interval interval, ZoneId zone) {
    Map<String, Map<String, Long>> expected = new TreeMap<>();
    for (ClickRows.Row row : rows) {
      expected
          .computeIfAbsent(step(row.time(), interval, zone), step -> new TreeMap<>())
          .merge(row.kind(), 1L, Long::sum);
    }
    Map<String, Map<String, Long>> told = new TreeMap<>();
    for (JsonNode step : stats.get("series")) {
      Instant start = LocalDateTime.parse(step.get("start").asText()).toInstant(ZoneOffset.UTC);
      Map<String, Long> kinds = new TreeMap<>();
      for (String kind : List.of("human", "bot", "preview", "prefetch")) {
        if (step.get(kind).asLong() != 0) {
          kinds.put(kind, step.get(kind).asLong());
        }
      }
      if (!kinds.isEmpty()) {
        assertThat(told.put(step(start, interval, zone), kinds)).isNull();
      }
    }
    assertThat(told).isEqualTo(expected);
    assertThat(stats.at("/totals/clicks").asLong()).isEqualTo(rows.size());
    List<ClickRows.Row> people = rows.stream().filter(row -> row.kind().equals("human")).toList();
    JsonNode top = stats.get("top");
    assertThat(shares(top.get("referrers"))).isEqualTo(shares(people, ClickRows.Row::referrer));
    assertThat(shares(top.get("browsers"))).isEqualTo(shares(people, ClickRows.Row::browser));
    assertThat(shares(top.get("operating_systems"))).isEqualTo(shares(people, ClickRows.Row::os));
    assertThat(shares(top.get("devices"))).isEqualTo(shares(people, ClickRows.Row::device));
    assertThat(shares(top.get("countries"))).isEqualTo(shares(people, ClickRows.Row::country));
  }

  /** A name for the step that a time is in. */
  private static String step(Instant time, Interval interval, ZoneId zone) {
    ZonedDateTime local = time.atZone(zone);
    LocalDate day = local.toLocalDate();
    return switch (interval) {
      case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toString();
      case DAY -> day.toString();
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toString();
      case MONTH -> day.withDayOfMonth(1).toString();
    };
  }

  private static List<String> shares(
      List<ClickRows.Row> people, Function<ClickRows.Row, @Nullable String> trait) {
    Map<String, Long> counts = new TreeMap<>();
    for (ClickRows.Row row : people) {
      String value = trait.apply(row);
      if (value != null) {
        counts.merge(value, 1L, Long::sum);
      }
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(10)
        .map(share -> share.getKey() + " " + share.getValue())
        .toList();
  }

  private static List<String> shares(JsonNode shares) {
    List<String> told = new ArrayList<>();
    shares.forEach(
        share -> told.add(share.get("name").asText() + " " + share.get("clicks").asLong()));
    return told;
  }

  private static List<ClickRows.Row> inRange(
      List<ClickRows.Row> rows, String tz, String from, String to) {
    Instant first = instant(from, tz);
    Instant end = instant(to, tz);
    return rows.stream()
        .filter(row -> !row.time().isBefore(first) && row.time().isBefore(end))
        .toList();
  }

  private static Instant instant(String text, String tz) {
    return LocalDateTime.parse(text.contains("T") ? text : text + "T00:00")
        .atZone(ZoneId.of(tz))
        .toInstant();
  }

  private static ClickRows.Row row(Random random, long link) {
    return new ClickRows.Row(
        link,
        FIRST.plusSeconds(random.nextInt(SECONDS)),
        List.of("human", "human", "human", "bot", "preview", "prefetch").get(random.nextInt(6)),
        some(random, "r%02d.example", 30),
        some(random, "Browser %d", 12),
        some(random, "OS %d", 8),
        some(random, "device %d", 4),
        some(random, "C%d", 10));
  }

  /** The first ones more often, and sometimes none. */
  private static @Nullable String some(Random random, String form, int limit) {
    int number = Math.min(random.nextInt(limit + 1), random.nextInt(limit + 1));
    return number == limit ? null : form.formatted(number);
  }
}
