package io.shortener.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Query strings for the statistics: of which time, in which steps, by the clocks of where. */
final class QuestionsOfCounts {
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "Asia/Kathmandu",
          "Australia/Lord_Howe",
          "Pacific/Apia",
          "America/St_Johns",
          "Etc/GMT%2B12",
          "Pacific/Kiritimati",
          "Africa/Monrovia");

  private static final List<String> WRONG_ZONES =
      List.of("", "Berlin", "%2B01:00", "utc", "Z", "UTC%00", "..%2F..%2Fetc", "9".repeat(300));

  private static final List<String> TIMES =
      List.of(
          "2000-01-01",
          "2000-01-01T00:15",
          "2024-02-29",
          "2024-03-31T02:30",
          "2025-10-26T02:00:00",
          "2025-12-30",
          "2026-11-24T12:45",
          "2038-01-19",
          "9999-12-31",
          "9999-12-31T23:45");

  private static final List<String> WRONG_TIMES =
      List.of(
          "",
          "now",
          "0",
          "2023-02-29",
          "2024-01-01T24:00",
          "2024-01-01T12:07",
          "2024-01-01T12:00:01",
          "2024-01-01T12:00:00Z",
          "2024-01-01%2012:00",
          "1999-12-31",
          "10000-01-01",
          "%2B10000-01-01",
          "-0001-01-01",
          "%2B999999999-12-31",
          "%D9%A2%D9%A0%D9%A2%D9%A4-01-01",
          "2024-01-01%00");

  private final Dice dice;

  QuestionsOfCounts(Dice dice) {
    this.dice = dice;
  }

  static boolean has(Endpoint route) {
    return route == Endpoint.COUNT_URL || route == Endpoint.COUNT_ALL;
  }

  String query(Draft draft) {
    // Two times in the wrong order, or too many steps between them: nobody reckons that here.
    draft.possible(400);
    List<String> query = new ArrayList<>();
    add(query, draft, "from", TIMES, WRONG_TIMES);
    add(query, draft, "to", TIMES, WRONG_TIMES);
    add(query, draft, "tz", ZONES, WRONG_ZONES);
    add(
        query,
        draft,
        "interval",
        List.of("hour", "day", "week", "month"),
        List.of("", "HOUR", "year", "1", "day%00"));
    dice.shuffle(query);
    return query.isEmpty() ? "" : "?" + String.join("&", query);
  }

  private void add(
      List<String> query, Draft draft, String name, List<String> good, List<String> wrong) {
    if (dice.chance(50)) {
      return;
    }
    if (dice.chance(10)) {
      draft.fault(400);
      query.add(name + "=" + dice.pick(wrong));
    } else {
      query.add(name + "=" + dice.pick(good));
    }
  }
}
