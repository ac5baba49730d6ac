package io.shortener.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Query strings for the lists, and for routes that ask for none. */
final class Queries {
  private static final List<String> WRONG_NUMBERS =
      List.of(
          "0",
          "-1",
          "+1",
          "%2B1",
          "1.0",
          "1e1",
          "abc",
          "",
          "%20",
          "1%20",
          "0x1",
          "9223372036854775808",
          "9".repeat(400),
          "%D9%A1",
          "%EF%BC%91",
          "1%00",
          "1,2",
          "null",
          "'%20OR%201=1--");

  private static final List<String> WRONG_BOOLEANS =
      List.of("maybe", "1", "0", "yes", "", "%20true", "true%00", "tru%C5%BF", "null");

  private static final List<String> TEXTS =
      List.of(
          "click", "none", "", "%F0%9F%9A%80", "'%22%3B--", "a+b", "x".repeat(300), "%25", "a=b");

  private final Dice dice;
  private final KnownRows rows;

  Queries(Dice dice, KnownRows rows) {
    this.dice = dice;
    this.rows = rows;
  }

  /** Filters and paging; mostly with a page, for a whole list is long. */
  String forList(Draft draft) {
    List<String> query = new ArrayList<>();
    for (String filter : filters(draft.route)) {
      if (dice.chance(40)) {
        query.add(filter + "=" + value(draft, filter));
      }
    }
    if (dice.chance(85)) {
      query.add("per_page=" + size(draft));
    }
    if (dice.chance(50)) {
      query.add("page=" + number(draft, "1", "2", "007", "100000", "9223372036854775807"));
    }
    if (dice.chance(10)) {
      query.add(ignored(draft));
    }
    dice.shuffle(query);
    return query.isEmpty() ? "" : "?" + String.join("&", query);
  }

  /** How a picture is to be. */
  String forPicture(Draft draft) {
    List<String> query = new ArrayList<>();
    String format = dice.pick("svg", "png");
    draft.types.clear();
    draft.types.add(format.equals("png") ? "image/png" : "image/svg+xml");
    if (format.equals("png") || dice.chance(30)) {
      query.add("format=" + format);
    }
    if (dice.chance(10)) {
      draft.fault(400);
      query.add(0, "format=" + dice.pick("", "PNG", "gif", "%00", "svg%20"));
    }
    if (draft.endpoint == Endpoint.DRAW_URL && dice.chance(5)) {
      draft.fault(400);
      draft.headers.set(0, "Host: " + "a".repeat(3_000));
    }
    if (dice.chance(50)) {
      query.add("size=" + within(draft, "63", "2049", "64", "65", "300", "2048"));
    }
    if (dice.chance(50)) {
      query.add("margin=" + within(draft, "-1", "21", "0", "1", "20"));
    }
    return query.isEmpty() ? "" : "?" + String.join("&", query);
  }

  private String within(Draft draft, String below, String above, String... good) {
    if (dice.chance(10)) {
      draft.fault(400);
      return dice.pick(below, above, "", "1e2", "2147483648", "%D9%A1", "64.0");
    }
    return dice.pick(good);
  }

  /** What no route asks for. */
  String ignored(Draft draft) {
    if (dice.chance(30)) {
      draft.possible(400);
      return dice.pick("%zz", "a=%", "a=%ff", "%ff=a", "a=%u0041", "a=%c0%80", "a=\u00ff");
    }
    return dice.pick(
        "x=1", "=", "&&", "a", "?", "a=b=c", "z=%00", "a[]=1", "x=;y=2", "\"", "utm=%F0%9F%9A%80");
  }

  private static List<String> filters(Endpoint route) {
    return switch (route) {
      case LIST_URLS -> List.of("user_id", "is_active", "q", "tag", "created_after", "sort");
      case LIST_EVENTS -> List.of("url_id", "user_id", "event_type");
      default -> List.of();
    };
  }

  private String value(Draft draft, String filter) {
    return switch (filter) {
      case "is_active" -> {
        if (dice.chance(50)) {
          draft.fault(400);
          yield dice.pick(WRONG_BOOLEANS);
        }
        yield dice.pick("true", "FALSE", "True", "%74rue");
      }
      case "event_type" -> {
        if (dice.chance(15)) {
          draft.possible(400);
          yield dice.pick("%00", "%ff", "%zz", "%ED%A0%80");
        }
        yield dice.pick(TEXTS);
      }
      case "q", "created_after", "sort" -> {
        if (dice.chance(30)) {
          draft.fault(400);
          yield switch (filter) {
            case "q" ->
                dice.pick(
                    "",
                    "%00ab",
                    "aa",
                    "___",
                    "%25%25%25",
                    "%F0%9F%9A%80".repeat(3),
                    "x".repeat(201));
            case "sort" -> dice.pick("", "CLICKS", "id", "clicks%00", "clicks%20desc");
            default -> dice.pick("", "0", "now", "2026-02-30T00:00:00", "2026-01-31");
          };
        }
        yield switch (filter) {
          case "q" -> dice.pick("exa", "%25abc", "a_com", "%5C%5C000", "%F0%9F%9A%80url");
          case "sort" -> dice.pick("clicks", "created_at");
          default -> dice.pick("2026-01-31T23:59:59", "0001-01-01T00:00:00");
        };
      }
      case "tag" -> dice.pick("a,b", "{}", "", "%F0%9F%9A%80", "'");
      case "user_id" -> number(draft, rows.userId(), "1");
      default -> number(draft, rows.urlId(), "%31");
    };
  }

  private String size(Draft draft) {
    if (dice.chance(8)) {
      draft.fault(400);
      return dice.pick("10001", "2147483648", "9223372036854775807");
    }
    return number(draft, "1", "3", "20", "50", "10000");
  }

  private String number(Draft draft, String... good) {
    if (dice.chance(20)) {
      draft.fault(400);
      return dice.pick(WRONG_NUMBERS);
    }
    return dice.pick(good);
  }
}
