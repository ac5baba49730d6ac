package io.shortener.stats;

import io.shortener.reference.Content;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;
import java.util.Arrays;

/** What there is to say of this package's routes. */
final class StatsDescription {
  private static final String TEXT =
      """
      A click is of a `human`, a `bot`, a `preview` (a program that shows a link in a chat) or a `prefetch` \
      (a browser that looks ahead). The series has no gaps; its first and last step may be shorter. What a \
      click changes is visible to the next request.
      """;

  private static final String TIME =
      "A date, or a time at a full quarter of an hour, by the clocks of `tz`. ";

  /** The years that can be asked for, and no 29 February: it is there in some of them only. */
  private static final String TIME_PATTERN =
      "^2\\d{3}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)"
          + "|02-(0[1-9]|1\\d|2[0-8]))(T([01]\\d|2[0-3]):(00|15|30|45)(:00)?)?$";

  private static final String EXAMPLE =
      """
      {"from": "2026-01-31T00:00:00", "to": "2026-02-01T00:00:00", "tz": "UTC", "interval": "day",
       "totals": {"clicks": 3, "human": 2, "bot": 1, "preview": 0, "prefetch": 0},
       "lifetime": {"clicks": 9, "human": 8, "bot": 1, "preview": 0, "prefetch": 0},
       "series": [
         {"start": "2026-01-31T00:00:00", "local": "2026-01-31T00:00:00",
          "clicks": 3, "human": 2, "bot": 1, "preview": 0, "prefetch": 0}],
       "top": {
         "referrers": [{"name": "example.org", "clicks": 1}],
         "browsers": [{"name": "Firefox", "clicks": 2}],
         "operating_systems": [{"name": "Linux", "clicks": 2}],
         "devices": [{"name": "desktop", "clicks": 2}],
         "countries": []}}
      """;

  private StatsDescription() {}

  static Description ofUrl() {
    return new Description(Topic.STATISTICS)
        .with(
            asking(Operation.of("GET /urls/{id}/stats", "getUrlStats", "Who follows a link"))
                .refuses(404, "URL not found"));
  }

  static Description ofAll() {
    return new Description(Topic.STATISTICS)
        .with(asking(Operation.of("GET /stats", "getStats", "Who follows all links together")));
  }

  private static Operation asking(Operation operation) {
    return operation
        .says(TEXT)
        .query("from", TIME + "30 steps before `to` if not given.", time(), "2026-01-31")
        .query("to", TIME + "Now if not given. At most 1,000 steps later.", time(), "2026-02-01")
        .query("interval", "How long a step is.", interval().orElse(Interval.DAY.word()), "day")
        .query("tz", "The name of a time zone.", Schema.text().orElse("UTC"), "Europe/Berlin")
        .answers(200, "The statistics.", Content.json(stats(), EXAMPLE))
        .refuses(
            400,
            "'interval' must be hour, day, week or month",
            "'tz' must be the name of a time zone, like Europe/Berlin",
            "'from' must be a date or a time, like 2026-01-31 or 2026-01-31T12:15",
            "'from' must be before 'to'");
  }

  private static Schema time() {
    return Schema.text().matching(TIME_PATTERN);
  }

  private static Schema interval() {
    return Schema.word(Arrays.stream(Interval.values()).map(Interval::word).toArray(String[]::new));
  }

  private static Schema stats() {
    return Schema.of(Stats.class)
        .property("totals", "Of the time that was asked for.")
        .property("lifetime", "Of all time.")
        .property("series", "Step by step; `local` is what the clocks of `tz` say.")
        .property("top", "The ten that most people had in common, of each.")
        .named("Stats");
  }
}
