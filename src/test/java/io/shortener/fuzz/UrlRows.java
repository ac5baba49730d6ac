package io.shortener.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** CSV of urls that are to be made; in some rows a field is not usable. */
final class UrlRows {
  private static final List<String> COLUMNS =
      List.of("title", "user_id", "tags", "max_clicks", "redirect_status", "forward_query");

  private final Dice dice;
  private final Texts texts;
  private final KnownRows rows;

  UrlRows(Dice dice, KnownRows rows) {
    this.dice = dice;
    this.texts = new Texts(dice);
    this.rows = rows;
  }

  /** A file; what may become of its rows is noted in the draft. */
  byte[] file(Draft draft) {
    List<String> columns = new ArrayList<>(List.of("original_url"));
    COLUMNS.stream().filter(column -> dice.chance(40)).forEach(columns::add);
    if (dice.chance(20)) {
      columns.add(dice.pick("id", "note \u00e9", ""));
    }
    dice.shuffle(columns);
    String end = dice.pick("\n", "\r\n");
    StringBuilder csv = new StringBuilder(dice.chance(20) ? "\uFEFF" : "");
    csv.append(String.join(",", columns)).append(end);
    for (int count = dice.below(6); count > 0; count--) {
      row(draft, csv, columns);
      csv.append(end);
    }
    return JsonBodies.utf8(csv.toString());
  }

  private void row(Draft draft, StringBuilder csv, List<String> columns) {
    // Alone on its line, a blank field makes a blank line.
    String victim = columns.size() > 1 && dice.chance(35) ? dice.pick(columns) : "";
    boolean usable = !COLUMNS.contains(victim) && !victim.equals("original_url");
    List<String> fields = new ArrayList<>();
    for (String column : columns) {
      fields.add(quoted(column.equals(victim) ? wrong(column) : right(column)));
    }
    draft.outcomes.add(usable ? Set.of(201, 404) : Set.of(400));
    csv.append(String.join(",", fields));
  }

  private String right(String column) {
    return switch (column) {
      case "original_url" -> text(texts.url());
      case "title" -> dice.chance(30) ? "" : text(texts.kept(255));
      case "user_id" -> dice.pick("", rows.userId());
      case "tags" -> dice.pick("", "[]", "[\"a\", \"\u00e9,\"]", " [\"a\"]\n");
      case "max_clicks" -> dice.pick("", "1000000");
      case "redirect_status" -> dice.pick("", "302");
      case "forward_query" -> dice.pick("", "true", "FALSE");
      default -> "7";
    };
  }

  private String wrong(String column) {
    return switch (column) {
      case "original_url" ->
          dice.chance(20) ? "" : text(dice.chance(50) ? texts.brokenUrl() : texts.otherScheme());
      case "title" -> dice.chance(50) ? text(texts.tooLong(255)) : "a\u0000b";
      case "tags" ->
          dice.pick(
              " ",
              "x",
              "{}",
              "[1]",
              "[",
              "[null]",
              "\"a\"",
              "null",
              "[NaN]",
              "[1e999999999]",
              "[\"\\u0000\"]",
              "[\"\\ud800\"]",
              "[".repeat(5_000),
              "\u0000",
              "[[\"a\"]]",
              "// c");
      case "forward_query" -> dice.pick("maybe", "1", " ", " true", "null");
      default ->
          dice.pick(
              "0",
              "-1",
              "1.0",
              "1e3",
              "abc",
              " 1",
              "9".repeat(400),
              "9223372036854775808",
              "\u0661",
              "null",
              "'",
              "--1");
    };
  }

  private static String text(JsonValue value) {
    try {
      JsonNode node = AnswerJson.READER.readTree(value.literal());
      return node.asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String quoted(String field) {
    boolean needed = field.isEmpty() || field.matches("(?s).*[,\"\r\n].*");
    return needed || dice.chance(30) ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
