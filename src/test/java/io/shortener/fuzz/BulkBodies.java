package io.shortener.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Bodies of many urls: a JSON array, JSON objects a line, or CSV; either broken in places. */
final class BulkBodies {
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final String CSV = "text/csv";

  private static final List<String> NO_ARRAYS =
      List.of(
          "",
          " ",
          "null",
          "1",
          "\"a\"",
          "{}",
          "{\"a\": []}",
          "[",
          "[{}",
          "[{},",
          "[{},]",
          "[,]",
          "[{}] []",
          "[{}]x",
          "[{} {}]",
          "]",
          "[{\"a\"]",
          "[{\"a\": 1e}]",
          "[\"open",
          "[nul]",
          "\u0000[]",
          "[{}]\u0000",
          "// c\n[]",
          "[".repeat(100_000),
          "[{\"a\":".repeat(2_000));

  /** Rows that are no objects, in an array that is one. */
  private static final List<String> NO_OBJECTS =
      List.of(
          "null", "1", "true", "\"text\"", "[]", "[{}]", "{}", "1e400", "{\"a\": [[]]}", "\"\"");

  private final Dice dice;
  private final JsonBodies bodies;
  private final UrlRows csv;

  BulkBodies(Dice dice, KnownRows rows, JsonBodies bodies) {
    this.dice = dice;
    this.bodies = bodies;
    this.csv = new UrlRows(dice, rows);
  }

  void addTo(Draft draft) {
    int kind = dice.below(100);
    if (kind < 30) {
      array(draft);
    } else if (kind < 50) {
      lines(draft);
    } else if (kind < 70) {
      draft.setBody(dice.pick(CSV, "text/csv; charset=utf-8", "Text/CSV"), csv.file(draft));
    } else if (kind < 75) {
      upload(draft);
    } else if (kind < 82) {
      draft.fault(400);
      draft.setBody(JSON, JsonBodies.utf8(dice.pick(NO_ARRAYS)));
    } else if (kind < 92) {
      breakBytes(draft);
    } else if (kind < 97) {
      draft.fault(400);
      draft.setBody(
          dice.pick("", "text/plain", "application/xml", "*/*", "garbage", "text/", "text/csv/x"),
          dice.pick(JsonBodies.utf8("[]"), csv.file(new Draft(draft.endpoint, draft.route))));
    } else {
      draft.setBody(JSON, JsonBodies.utf8("[" + "{}, ".repeat(dice.below(50)) + "{}]"));
      bodies.compress(draft);
    }
  }

  private void array(Draft draft) {
    List<String> elements = new ArrayList<>();
    for (int rows = dice.below(6); rows > 0; rows--) {
      elements.add(element(draft));
    }
    String text = "[" + String.join(dice.pick(",", " ,\r\n"), elements) + "]";
    if (!isReadable(text)) {
      // An element that cannot be read leaves open where the next begins.
      draft.outcomes.clear();
      draft.possible(400);
    }
    draft.setBody(
        JSON, JsonBodies.utf8(dice.pick("", " ", "\n") + text + dice.pick("", " ", "\n")));
  }

  private void lines(Draft draft) {
    StringBuilder text = new StringBuilder();
    for (int rows = dice.below(6); rows > 0; rows--) {
      if (dice.chance(10)) {
        text.append(dice.pick("\n", " \r\n", "\t\n"));
      }
      text.append(element(draft));
      text.append(rows > 1 || dice.chance(70) ? dice.pick("\n", "\r\n") : "");
    }
    draft.setBody(dice.pick(LINES, "Application/X-NDJSON"), JsonBodies.utf8(text.toString()));
  }

  /** One row, on one line. */
  private String element(Draft draft) {
    if (dice.chance(15)) {
      draft.outcomes.add(Set.of(400));
      return dice.pick(NO_OBJECTS);
    }
    Draft url = bodies.url();
    while (new String(url.body, StandardCharsets.UTF_8).indexOf('\n') >= 0) {
      url = bodies.url();
    }
    draft.outcomes.add(url.allowed());
    return new String(url.body, StandardCharsets.UTF_8);
  }

  private static boolean isReadable(String text) {
    try {
      return AnswerJson.READER.readTree(text).isArray();
    } catch (IOException e) {
      return false;
    }
  }

  private void upload(Draft draft) {
    boolean named = dice.chance(70);
    if (!named) {
      draft.faultSaying(400, "No file provided");
    }
    String head =
        "--b\r\nContent-Disposition: form-data; name=\""
            + (named ? "file" : "files")
            + "\"; filename=\"urls.csv\"\r\n\r\n";
    byte[] end = JsonBodies.utf8("\r\n--b--\r\n");
    byte[] file = csv.file(draft);
    draft.setBody(
        "multipart/form-data; boundary=b",
        com.google.common.primitives.Bytes.concat(JsonBodies.utf8(head), file, end));
  }

  /** Somewhere no UTF-8, or another byte: what becomes of which row is open. */
  private void breakBytes(Draft draft) {
    switch (dice.below(3)) {
      case 0 -> array(draft);
      case 1 -> lines(draft);
      default -> draft.setBody(CSV, csv.file(draft));
    }
    draft.outcomes.clear();
    draft.possible(400);
    int at = dice.below(draft.body.length + 1);
    draft.body =
        switch (dice.below(6)) {
          case 0 -> JsonBodies.spliced(draft.body, at, 0xFF);
          case 1 -> JsonBodies.spliced(draft.body, at, 0xED, 0xA0, 0x80);
          case 2 -> JsonBodies.spliced(draft.body, 0, 0xEF, 0xBB, 0xBF);
          case 3 -> java.util.Arrays.copyOf(draft.body, at);
          case 4 ->
              new String(draft.body, StandardCharsets.UTF_8)
                  .getBytes(dice.pick(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE));
          default -> JsonBodies.spliced(draft.body, at, dice.below(256));
        };
  }
}
