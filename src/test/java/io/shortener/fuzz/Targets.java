package io.shortener.fuzz;

import java.util.List;

/** Request targets: paths of the routes, and paths that are nearly one. */
final class Targets {
  private static final String NOT_FOUND = "Not found";

  private static final List<String> NO_IDS =
      List.of(
          "0",
          "-1",
          "+1",
          "1.0",
          "1e1",
          "abc",
          "1a",
          "%20",
          "1%20",
          "%201",
          "9223372036854775808",
          "9".repeat(400),
          "%D9%A1%D9%A2",
          "%EF%BC%91",
          "null",
          "1,2",
          "0x1",
          "1'--",
          "%F0%9F%9A%80");

  private static final List<String> UNKNOWN =
      List.of(
          "/",
          "/favicon.ico",
          "/robots.txt",
          "/abc",
          "/abcdefg",
          "/abc-12",
          "/abc12_",
          "/%F0%9F%9A%80",
          "/%C3%A9bcdef",
          "/abcd%20",
          "/Users",
          "/users/1/urls",
          "/users/bulk/1",
          "/urls/1/events",
          "/urls/bulk/1",
          "/urls/bulk/qr",
          "/urls/1/qr/x",
          "/urls/1/stats/x",
          "/stats/1",
          "/+",
          "/abc123++",
          "/abc+def",
          "/shorten/1",
          "/health/x",
          "/abcdef/x",
          "/healthcheck",
          "/metrics",
          "/chaos",
          "/logs",
          "/admin",
          "/application.wadl",
          "/.git/config",
          "/WEB-INF/web.xml",
          "/META-INF/MANIFEST.MF",
          "/a/b/c/d/e/f/g",
          "/%3Cscript%3E",
          "/users/~",
          "/x'--");

  private final Dice dice;
  private final KnownRows rows;
  private final Queries queries;
  private final QuestionsOfCounts counts;

  Targets(Dice dice, KnownRows rows) {
    this.dice = dice;
    this.rows = rows;
    this.queries = new Queries(dice, rows);
    this.counts = new QuestionsOfCounts(dice);
  }

  /** Sets the target of the draft's route, its path and its query. */
  void addTo(Draft draft) {
    Endpoint route = draft.route;
    String path = route.template;
    if (route.hasId()) {
      path = path.replace("{id}", id(draft));
    } else if (path.startsWith("/{short_code}")) {
      draft.possible(404);
      path = path.replace("{short_code}", rows.code());
    }
    if (route.isList()) {
      path += queries.forList(draft);
      ListForms.ask(draft, dice);
    } else if (QuestionsOfCounts.has(route)) {
      path += counts.query(draft);
    } else if (route == Endpoint.DRAW_URL) {
      path += queries.forPicture(draft);
    } else if (dice.chance(8)) {
      path += "?" + queries.ignored(draft);
    }
    draft.target = path;
  }

  private String id(Draft draft) {
    if (dice.chance(18)) {
      draft.fault(404);
      return dice.pick(NO_IDS);
    }
    draft.possible(404);
    String id = draft.method.equals("DELETE") ? rows.doomed(draft.route) : rows.id(draft.route);
    return switch (dice.below(20)) {
      case 0 -> "0" + id;
      case 1 -> "%3" + id.charAt(0) + id.substring(1);
      default -> id;
    };
  }

  /** Turns a path into a neighbour of itself. */
  void twist(Draft draft) {
    String[] parts = draft.target.split("\\?", 2);
    String query = parts.length == 2 ? "?" + parts[1] : "";
    draft.target = twisted(draft, parts[0]) + query;
  }

  private String twisted(Draft draft, String path) {
    if (dice.chance(40)) {
      draft.fault(404);
      if (dice.chance(50)) {
        return path + "/";
      }
      return path + dice.pick(";x=1", ";", ";jsessionid=1", ";a=%2F");
    }
    draft.fault(400, 404);
    int segment = path.indexOf('/', 1);
    int inside = 1 + dice.below(path.length());
    int neighbour = dice.below(8);
    draft.readable = neighbour != 5 && neighbour != 6;
    return switch (neighbour) {
      case 0 -> "/" + path;
      case 1 -> path + "//";
      case 2 ->
          segment > 0 ? path.substring(0, segment) + "/" + path.substring(segment) : path + "//x";
      case 3 -> path + dice.pick("%2F", "%2f1", "%5C", "\\");
      case 4 -> {
        String control = dice.pick("%00", "%0a", "%0d%0a", "%7F", "%C2%85");
        draft.readable = !control.equals("%00");
        yield path + control;
      }
      case 5 -> path.substring(0, inside) + "%zz" + path.substring(inside);
      case 6 -> path + dice.pick("%", "%1", "%ff", "%c0%af", "%ed%a0%80", "%u0041");
      default -> dotted(draft, path);
    };
  }

  /** Dots may be resolved or refused. */
  private String dotted(Draft draft, String path) {
    draft.possible(200, draft.route.success, 400, 404, 405, 409, 413, 415);
    String dots = dice.pick("/x/..", "/.", "/%2e", "/..", "/x/%2e%2e");
    draft.readable = !dots.equals("/..");
    return dice.chance(20) ? path + "/x/.." : dots + path;
  }

  void addUnknown(Draft draft) {
    draft.faultSaying(404, NOT_FOUND);
    draft.target = dice.pick(UNKNOWN) + (dice.chance(20) ? "?a=b" : "");
    draft.method = dice.pick("GET", "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");
  }
}
