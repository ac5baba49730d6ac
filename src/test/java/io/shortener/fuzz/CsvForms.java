package io.shortener.fuzz;

import com.fasterxml.jackson.databind.node.LongNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bodies for the bulk import: CSV files in forms, either of them broken in places. */
final class CsvForms {
  private static final String NO_FILE = "No file provided";

  private static final List<String> TIMES =
      List.of(
          "",
          "2024-02-29 23:59:59",
          "2024-02-29T00:00:00",
          "0001-01-01 00:00:00",
          "1969-12-31 23:59:59",
          "9999-12-31 23:59:59");

  private static final List<String> BROKEN_TIMES =
      List.of(
          "2024-02-30 00:00:00",
          "2023-02-29 00:00:00",
          "2024-13-01 00:00:00",
          "2024-01-01 24:00:00",
          "2024-01-01 23:59:60",
          "2024-01-01",
          "2024-01-01 00:00",
          "2024-01-01 00:00:00.5",
          "2024-01-01T00:00:00Z",
          "2024-01-01T 00:00:00",
          "2024-01-0100:00:00",
          "2024-1-1 0:0:0",
          "01/02/2024",
          "now",
          "infinity",
          "0",
          "0000-01-01 00:00:00",
          "-0001-01-01 00:00:00",
          "+10000-01-01 00:00:00",
          "+999999999-12-31 23:59:59",
          "20240-01-01 00:00:00",
          "\u0662\u0660\u0662\u0664-01-01 00:00:00",
          "2024-01-01\u000000:00:00");

  private static final List<String> BROKEN_NAMES =
      List.of(
          "",
          " ",
          "\u00a0\u3000",
          "a\u0000b",
          "\u0000",
          "x".repeat(101),
          "\uD83D\uDE80".repeat(101));

  private final Dice dice;
  private final Texts texts;

  CsvForms(Dice dice) {
    this.dice = dice;
    this.texts = new Texts(dice);
  }

  void addTo(Draft draft) {
    int kind = dice.below(100);
    if (kind < 62) {
      send(draft, file(draft), "form-data; name=\"file\"; filename=\"users.csv\"");
    } else if (kind < 70) {
      draft.faultSaying(400, NO_FILE);
      send(
          draft,
          file(draft),
          dice.pick(
              "form-data; name=\"files\"; filename=\"a\"",
              "form-data; name=\"FILE\"; filename=\"a\""));
    } else if (kind < 74) {
      draft.possible(400);
      send(
          draft,
          file(draft),
          dice.pick(
              "form-data; name=\"file\"",
              "form-data; name=\"file\"; filename=\"\"",
              "form-data; name=file; filename=a b",
              "attachment; name=\"file\"; filename=\"a\"",
              "form-data; name=\"file\"; filename*=UTF-8''%zz",
              "form-data; name=\"file\"; filename=\"\u0000\"",
              "form-data; name=\"file\"; size=x; filename=\"a\"",
              "form-data; name=\"file\"; creation-date=\"x\"; filename=\"a\""));
    } else if (kind < 80) {
      draft.fault(400);
      send(draft, brokenFile(), "form-data; name=\"file\"; filename=\"users.csv\"");
    } else if (kind < 86) {
      draft.faultSaying(400, NO_FILE);
      draft.setBody(
          dice.pick("", "application/json", "text/csv", "application/x-www-form-urlencoded"),
          dice.pick(new byte[0], file(draft), JsonBodies.utf8("{\"file\": \"x\"}")));
    } else {
      breakForm(draft);
    }
  }

  private void breakForm(Draft draft) {
    send(draft, file(draft), "form-data; name=\"file\"; filename=\"users.csv\"");
    String type = "multipart/form-data; boundary=b";
    draft.headers.removeIf(header -> header.startsWith("Content-Type"));
    switch (dice.below(7)) {
      case 0 -> {
        draft.fault(400);
        draft.setBody("multipart/form-data", draft.body);
      }
      case 1 -> {
        draft.fault(400);
        draft.setBody("multipart/form-data; boundary=other", draft.body);
      }
      case 2 -> {
        draft.fault(400);
        draft.setBody(type, new byte[0]);
      }
      case 3 -> {
        draft.possible(400);
        draft.echoes.clear();
        draft.setBody(type, Arrays.copyOf(draft.body, dice.below(draft.body.length)));
      }
      case 4 -> {
        draft.fault(400);
        draft.setBody(
            dice.pick("multipart/mixed; boundary=b", "multipart/", "multipart"), draft.body);
      }
      case 5 -> {
        draft.possible(400);
        draft.setBody(
            dice.pick(
                "multipart/form-data; boundary=\"b\"",
                "multipart/form-data; boundary=b; boundary=c",
                "multipart/form-data; boundary=b; charset=zz",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=" + "b".repeat(2_000)),
            draft.body);
      }
      default -> {
        draft.possible(400);
        draft.echoes.clear();
        int at = dice.below(draft.body.length);
        draft.setBody(type, JsonBodies.spliced(draft.body, at, dice.below(256)));
      }
    }
  }

  /** A readable file; how many rows it has is noted in the draft. */
  private byte[] file(Draft draft) {
    List<String> columns = new ArrayList<>(List.of("username", "email"));
    if (dice.chance(60)) {
      columns.add("created_at");
    }
    if (dice.chance(30)) {
      columns.add(dice.pick("id", "Username", "note \u00e9", ""));
    }
    boolean complete = !dice.chance(8);
    if (!complete) {
      columns.remove(dice.below(2));
    }
    dice.shuffle(columns);
    String end = dice.pick("\n", "\r\n");
    StringBuilder csv = new StringBuilder(dice.chance(20) ? "\uFEFF" : "");
    csv.append(String.join(",", columns));
    int imported = 0;
    int skipped = 0;
    for (int rows = dice.below(8); rows > 0; rows--) {
      csv.append(end);
      if (dice.chance(10)) {
        csv.append(end);
      }
      boolean usable = row(csv, columns) && complete;
      imported += usable ? 1 : 0;
      skipped += usable ? 0 : 1;
    }
    csv.append(dice.chance(50) ? end : "");
    draft.echoes.put("imported", LongNode.valueOf(imported));
    draft.echoes.put("skipped_count", LongNode.valueOf(skipped));
    return JsonBodies.utf8(csv.toString());
  }

  /** Whether the row is to be taken. */
  private boolean row(StringBuilder csv, List<String> columns) {
    // Alone on its line, a blank field makes a blank line.
    String victim = columns.size() > 1 && dice.chance(25) ? dice.pick(columns) : "";
    List<String> fields = new ArrayList<>();
    boolean usable = true;
    for (String column : columns) {
      boolean broken = column.equals(victim);
      usable &= !broken || !List.of("username", "email", "created_at").contains(column);
      fields.add(
          switch (column) {
            case "username" -> broken ? quoted(dice.pick(BROKEN_NAMES)) : quoted(name());
            case "email" ->
                broken
                    ? quoted(dice.pick("", " ", "\u0000", "x".repeat(256)))
                    : quoted("a,\"b\"@c\r\nd");
            case "created_at" -> quoted(broken ? dice.pick(BROKEN_TIMES) : dice.pick(TIMES));
            default -> quoted("7");
          });
    }
    csv.append(String.join(",", fields));
    if (dice.chance(10)) {
      csv.append(",beyond,,\"the header\"");
    }
    return usable;
  }

  private String name() {
    return switch (dice.below(4)) {
      case 0 -> "taken" + dice.below(5);
      case 1 -> texts.ofLength(dice.unique(), 100);
      case 2 -> " " + dice.unique() + "\u00a0";
      default -> dice.unique();
    };
  }

  private String quoted(String field) {
    boolean needed = field.isEmpty() || field.matches("(?s).*[,\"\r\n].*");
    return needed || dice.chance(30) ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }

  /** Not UTF-8, wherever the file is broken. */
  private byte[] brokenFile() {
    byte[] good = JsonBodies.utf8("username,email\n" + dice.unique() + ",a@b\n");
    int at = dice.below(good.length);
    return switch (dice.below(3)) {
      case 0 -> JsonBodies.spliced(good, at, 0xFF);
      case 1 -> JsonBodies.spliced(good, at, 0xED, 0xA0, 0x80);
      default -> JsonBodies.spliced(good, good.length, 0xC3);
    };
  }

  private void send(Draft draft, byte[] file, String disposition) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    if (dice.chance(20)) {
      form.writeBytes(part("form-data; name=\"note\"", JsonBodies.utf8("x")));
    }
    form.writeBytes(part(disposition, file));
    if (dice.chance(10)) {
      form.writeBytes(part("form-data; name=\"more\"; filename=\"m\"", new byte[] {0, 1, 2}));
    }
    form.writeBytes(JsonBodies.utf8("--b--\r\n"));
    draft.setBody("multipart/form-data; boundary=b", form.toByteArray());
  }

  private byte[] part(String disposition, byte[] content) {
    String head = "--b\r\nContent-Disposition: " + disposition + "\r\n";
    if (dice.chance(50)) {
      head += "Content-Type: text/csv\r\n";
    }
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    part.writeBytes(JsonBodies.utf8(head + "\r\n"));
    part.writeBytes(content);
    part.writeBytes(JsonBodies.utf8("\r\n"));
    return part.toByteArray();
  }
}
