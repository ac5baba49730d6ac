package io.shortener.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sequence of requests of one run. Every endpoint has its turn as often as any other. */
final class Requests {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW", "get", "PROPFIND", "X");

  private final Dice dice;
  private final Targets targets;
  private final JsonBodies bodies;
  private final CsvForms forms;
  private final BulkBodies bulk;
  private final BrokenHttp broken;
  private final List<Endpoint> deck = new ArrayList<>();

  Requests(Dice dice, KnownRows rows) {
    this.dice = dice;
    this.targets = new Targets(dice, rows);
    this.bodies = new JsonBodies(dice, rows);
    this.forms = new CsvForms(dice);
    this.bulk = new BulkBodies(dice, rows, bodies);
    this.broken = new BrokenHttp(dice);
  }

  Draft next() {
    if (deck.isEmpty()) {
      deck.addAll(Arrays.asList(Endpoint.values()));
      dice.shuffle(deck);
    }
    Draft draft = draft(deck.remove(deck.size() - 1));
    if (draft.endpoint == Endpoint.BROKEN_HTTP) {
      broken.breakIt(draft);
    } else if (dice.chance(15)) {
      broken.bend(draft);
    }
    return draft;
  }

  private Draft draft(Endpoint endpoint) {
    return switch (endpoint) {
      case LOOK -> request(endpoint, dice.pick(Endpoint.reading()));
      case OPTIONS -> options();
      case WRONG_METHOD -> wrongMethod();
      case UNKNOWN_PATH -> unknownPath();
      case BROKEN_HTTP -> request(endpoint, dice.pick(Endpoint.routes()));
      default -> request(endpoint, endpoint);
    };
  }

  private Draft request(Endpoint endpoint, Endpoint route) {
    Draft draft = new Draft(endpoint, route);
    targets.addTo(draft);
    if (route == Endpoint.IMPORT_USERS) {
      forms.addTo(draft);
    } else if (route == Endpoint.CREATE_URLS) {
      bulk.addTo(draft);
    } else if (route.method.equals("POST") || route.method.equals("PUT")) {
      bodies.addTo(draft);
    } else if (endpoint != Endpoint.LOOK && dice.chance(8)) {
      bodies.addIgnored(draft);
    }
    if (dice.chance(6)) {
      targets.twist(draft);
    }
    return draft;
  }

  private Draft options() {
    Draft draft = new Draft(Endpoint.OPTIONS, dice.pick(Endpoint.routes()));
    draft.method = "OPTIONS";
    targets.addTo(draft);
    draft.dependsOnPathAlone();
    draft.succeedsWith(200);
    if (dice.chance(10)) {
      targets.twist(draft);
    }
    return draft;
  }

  private Draft wrongMethod() {
    Draft draft = new Draft(Endpoint.WRONG_METHOD, dice.pick(Endpoint.routes()));
    targets.addTo(draft);
    List<String> wrong = new ArrayList<>(METHODS);
    wrong.removeAll(draft.route.allowed());
    draft.method = dice.pick(wrong);
    draft.dependsOnPathAlone();
    draft.faultSaying(405, "Method not allowed");
    if (dice.chance(50)) {
      bodies.addIgnored(draft);
    }
    return draft;
  }

  private Draft unknownPath() {
    Draft draft = new Draft(Endpoint.UNKNOWN_PATH, dice.pick(Endpoint.routes()));
    targets.addUnknown(draft);
    if (dice.chance(20)) {
      bodies.addIgnored(draft);
    }
    return draft;
  }
}
