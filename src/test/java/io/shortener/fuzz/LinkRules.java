package io.shortener.fuzz;

import java.util.List;
import java.util.Set;

/** Rules of links, as members of a body. */
final class LinkRules {
  private static final Set<Endpoint> RULED =
      Set.of(Endpoint.CREATE_URL, Endpoint.CHANGE_URL, Endpoint.SHORTEN);

  private static final List<String> RULES =
      List.of(
          "\"expires_at\": \"2099-01-01T00:00:00\"",
          "\"expires_at\": null",
          "\"valid_from\": \"2020-02-29T23:59:59Z\"",
          "\"max_clicks\": 9223372036854775807",
          "\"max_clicks\": null",
          "\"redirect_status\": 302",
          "\"forward_query\": false",
          "\"domain\": null",
          "\"tags\": [\" \ud83d\ude80 \", \"a,b\", \"{}\"]");

  private static final List<String> BROKEN_RULES =
      List.of(
          "\"expires_at\": 5",
          "\"expires_at\": \"2026-02-30T00:00:00\"",
          "\"valid_from\": \"\"",
          "\"max_clicks\": 0",
          "\"max_clicks\": 1e400",
          "\"redirect_status\": 200",
          "\"redirect_status\": null",
          "\"forward_query\": null",
          "\"tags\": {}",
          "\"tags\": [1]",
          "\"tags\": [\"\\u0000\"]");

  private LinkRules() {}

  /** Adds one, sometimes, to the members of the body of a route that takes them. */
  static void addTo(Draft draft, List<String> members, Dice dice) {
    if (!RULED.contains(draft.route) || !dice.chance(30)) {
      return;
    }
    if (dice.chance(60)) {
      members.add(dice.pick(RULES));
    } else {
      members.add(dice.pick(BROKEN_RULES));
      draft.fault(400);
    }
  }
}
