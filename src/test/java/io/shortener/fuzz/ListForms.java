package io.shortener.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The forms of successes that are not one JSON document, and how clients ask for those of lists.
 */
final class ListForms {
  private static final String CSV = "text/csv";
  private static final String LINES = "application/x-ndjson";
  private static final String JSON = "application/json";

  /** Everything that a list can be. */
  static final List<String> TYPES = List.of(CSV, LINES, JSON);

  private ListForms() {}

  /** Says, sometimes, what the list is to be. */
  static void ask(Draft draft, Dice dice) {
    if (dice.chance(50)) {
      return;
    }
    switch (dice.below(5)) {
      case 0, 1 -> {
        String type = dice.pick(CSV, LINES);
        accept(
            draft,
            dice.pick(
                type, type + ", text/html;q=0.5", "*/*;q=0.1, " + type, Ascii.toUpperCase(type)),
            type);
      }
      case 2 -> accept(draft, dice.pick(JSON, "text/*", "text/csv;q=0", JSON + ", " + CSV), JSON);
      case 3 ->
          accept(
              draft,
              dice.pick("text/csv;q=x", "text/csv;", "text/csv, garbage", "text/csv;q="),
              CSV,
              JSON);
      default ->
          accept(
              draft,
              dice.pick(
                  "text/csv;charset=utf-16", "application/x-ndjson, text/csv", "text/csv;a=b"),
              CSV,
              LINES,
              JSON);
    }
  }

  private static void accept(Draft draft, String header, String... types) {
    draft.header("Accept", header);
    draft.types.clear();
    draft.types.addAll(List.of(types));
  }

  /** What is wrong with the body of a success; empty when nothing is. */
  static List<String> faults(Endpoint route, String type, String latin) {
    String text = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return switch (type) {
      case CSV -> csv(route, text);
      case LINES -> lines(route, text);
      case "image/png" -> latin.startsWith("\u0089PNG\r\n") ? List.of() : List.of("No PNG");
      case "image/svg+xml" -> text.contains("<svg") ? List.of() : List.of("No SVG");
      default -> List.of("Unknown type " + type);
    };
  }

  private static List<String> csv(Endpoint route, String text) {
    List<String> faults = new ArrayList<>();
    List<String> fields = Shapes.fields(route);
    try {
      List<CsvRecord> rows =
          CsvReader.builder().allowUnclosedQuote(false).ofCsvRecord(text).stream().toList();
      if (rows.isEmpty() || !rows.get(0).getFields().equals(fields)) {
        faults.add("No header of " + fields);
      }
      rows.stream()
          .filter(row -> row.getFieldCount() != fields.size())
          .limit(3)
          .forEach(row -> faults.add("A row of " + row.getFieldCount() + " fields"));
    } catch (CsvParseException e) {
      faults.add("No CSV: " + e.getMessage());
    }
    return faults;
  }

  private static List<String> lines(Endpoint route, String text) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    try {
      for (String line : Splitter.on('\n').omitEmptyStrings().split(text)) {
        rows.add(AnswerJson.READER.readTree(line));
      }
    } catch (IOException e) {
      return List.of("A line is no JSON: " + e.getMessage());
    }
    return Shapes.faults(route, rows).stream().limit(3).toList();
  }
}
