package io.shortener.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What answers have told of the rows that exist; some may be gone by now. */
final class KnownRows {
  private static final int FIXTURE_ROWS = 400;
  private static final String LARGEST = "9223372036854775807";

  private final Dice dice;
  private final List<String> users = new ArrayList<>();
  private final List<String> urls = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> codes = new ArrayList<>();

  KnownRows(Dice dice) {
    this.dice = dice;
  }

  void learn(Endpoint route, JsonNode json) {
    switch (route) {
      case CREATE_USER -> users.add(json.path("id").asText());
      case CREATE_URL -> urls.add(json.path("id").asText());
      case CREATE_EVENT -> events.add(json.path("id").asText());
      default -> {}
    }
    if (json.has("short_code")) {
      codes.add(json.path("short_code").asText());
    }
  }

  /** An id of the table that the route is about, well-formed. */
  String id(Endpoint route) {
    List<String> made = made(route);
    if (dice.chance(10)) {
      return dice.pick(LARGEST, "999999999999", "4294967297");
    }
    if (made.isEmpty() || dice.chance(30)) {
      return Integer.toString(1 + dice.below(FIXTURE_ROWS));
    }
    return dice.pick(made);
  }

  /** An id to delete: mostly of a row that this run made. */
  String doomed(Endpoint route) {
    List<String> made = made(route);
    if (made.isEmpty() || dice.chance(3)) {
      return id(route);
    }
    return dice.chance(10) ? LARGEST : made.remove(dice.below(made.size()));
  }

  String userId() {
    return id(Endpoint.FIND_USER);
  }

  String urlId() {
    return id(Endpoint.FIND_URL);
  }

  String code() {
    return codes.isEmpty() || dice.chance(10)
        ? dice.pick("AAAAAA", "zzzzzz", "000000", "Health", "Events", "abc123")
        : dice.pick(codes);
  }

  private List<String> made(Endpoint route) {
    String template = route.template;
    if (template.startsWith("/users")) {
      return users;
    }
    return template.startsWith("/urls") ? urls : events;
  }
}
