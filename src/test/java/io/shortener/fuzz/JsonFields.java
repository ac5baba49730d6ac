package io.shortener.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values for the fields that the contract names, of the right and of every wrong kind. */
final class JsonFields {
  private static final List<String> WRONG_TYPES =
      List.of(
          "1", "-1", "1.5", "true", "false", "\"1\"", "\"true\"", "{}", "[]", "[\"a\"]", "null");

  private static final List<String> WRONG_IDS =
      List.of(
          "0",
          "-1",
          "1.0",
          "1.5",
          "1e3",
          "1e400",
          "1e999999999",
          "-1e-999999999",
          "9223372036854775808",
          "-9223372036854775808",
          "9".repeat(400),
          "9".repeat(4_000),
          "\"1\"",
          "\"\"",
          "true",
          "{}",
          "[1]");

  private static final List<String> OBJECTS =
      List.of(
          "{}",
          "{\"a\": null}",
          "{\"\": \"\"}",
          "{\"a\": {\"b\": [1, -0, 1.50, 1e400, 12345678901234567890, true, \"é\"]}}",
          "{\"a\": 1, \"a\": 2}",
          "{\"short_code\": \"x\", \"original_url\": \"\\ud83d\\ude80\"}",
          "{\"$ref\": \"#\", \"@type\": \"java.lang.Object\", \"__proto__\": {}}",
          "{\"a\": " + "[".repeat(200) + "]".repeat(200) + "}",
          "{\"n\": " + "7".repeat(300) + "." + "7".repeat(300) + "}");

  private static final List<String> BROKEN_OBJECTS =
      List.of(
          "{\"a\": \"\\u0000\"}",
          "{\"\\u0000\": 1}",
          "{\"\\ud800\": 1}",
          "{\"a\": [\"\\udc00\"]}",
          "{\"a\": NaN}",
          "{\"a\": 1e999999999}",
          "{\"a\": 1,}",
          "{a: 1}",
          "{\"a\" 1}",
          "{\"a\": " + "[".repeat(600) + "]".repeat(600) + "}");

  private final Dice dice;
  private final Texts texts;
  private final KnownRows rows;

  JsonFields(Dice dice, KnownRows rows) {
    this.dice = dice;
    this.texts = new Texts(dice);
    this.rows = rows;
  }

  /** The fields of the body of a route; with {@code broken}, one of them is not usable. */
  Map<String, JsonValue> of(Endpoint route, boolean broken) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    List<String> names = names(route);
    String victim = broken ? dice.pick(names) : "";
    for (String name : names) {
      if (name.equals(victim)) {
        fields.put(name, broken(route, name));
      } else if (isRequired(route, name) || dice.chance(50)) {
        fields.put(name, usable(name));
      }
    }
    return fields;
  }

  private static List<String> names(Endpoint route) {
    return switch (route) {
      case CREATE_USER, CHANGE_USER -> List.of("username", "email");
      case SHORTEN -> List.of("url");
      case CREATE_URL -> List.of("original_url", "user_id", "title");
      case CHANGE_URL -> List.of("title", "is_active", "original_url");
      default -> List.of("event_type", "url_id", "user_id", "details");
    };
  }

  static boolean isRequired(Endpoint route, String name) {
    return switch (route) {
      case CREATE_USER, SHORTEN -> true;
      case CREATE_URL -> name.equals("original_url");
      case CREATE_EVENT -> name.equals("event_type");
      default -> false;
    };
  }

  /**
   * What the contract says when the field is missing, blank or no text; empty where it is silent.
   */
  static String complaint(Endpoint route, String name) {
    return switch (name) {
      case "username", "email" ->
          (route == Endpoint.CREATE_USER ? "Invalid or missing " : "Invalid ") + name;
      case "url" -> "Missing 'url' field";
      case "original_url" ->
          route == Endpoint.CREATE_URL ? "Missing or invalid 'original_url'" : "";
      case "event_type" -> "Missing or invalid 'event_type'";
      case "details" -> "'details' must be a JSON object";
      default -> "";
    };
  }

  private JsonValue usable(String name) {
    return switch (name) {
      case "username" ->
          dice.chance(15)
              ? texts.trimmed("taken" + dice.below(5), 100).orElse(409)
              : texts.trimmed(dice.unique(), 100);
      case "email" -> texts.trimmed(dice.pick("a@b.c", "not an address", "é@é"), 255);
      case "title" -> dice.chance(15) ? JsonValue.usable("null") : texts.kept(255);
      case "event_type" ->
          dice.chance(30) ? JsonValue.text(dice.pick("click", "created", "visit")) : texts.kept(50);
      case "is_active" -> {
        boolean value = dice.chance(70);
        yield JsonValue.usable(Boolean.toString(value)).comingBackAs(BooleanNode.valueOf(value));
      }
      case "user_id" -> id(rows.userId());
      case "url_id" -> id(rows.urlId());
      case "details" -> object(dice.pick(OBJECTS));
      default -> texts.url();
    };
  }

  private JsonValue id(String id) {
    if (dice.chance(15)) {
      return JsonValue.usable("null");
    }
    return JsonValue.usable(id).comingBackAs(LongNode.valueOf(Long.parseLong(id))).orElse(404);
  }

  private static JsonValue object(String literal) {
    try {
      JsonNode node = AnswerJson.READER.readTree(literal);
      return JsonValue.usable(literal).comingBackAs(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonValue broken(Endpoint route, String name) {
    String complaint = complaint(route, name);
    return switch (name) {
      case "user_id", "url_id" -> JsonValue.refused(dice.pick(WRONG_IDS));
      case "is_active" -> wrongType("true", "false");
      case "details" ->
          dice.chance(50)
              ? JsonValue.refused(dice.pick(BROKEN_OBJECTS))
              : wrongType("{}").saying(complaint);
      case "title" ->
          switch (dice.below(3)) {
            case 0 -> wrongType("\"1\"", "\"true\"", "null");
            case 1 -> texts.tooLong(255);
            default -> texts.broken();
          };
      default -> brokenText(name, complaint);
    };
  }

  private JsonValue brokenText(String name, String complaint) {
    boolean url = name.endsWith("url");
    return switch (dice.below(url ? 5 : 4)) {
      case 0 -> wrongType("\"1\"", "\"true\"").saying(complaint);
      case 1 -> texts.blank().saying(complaint);
      case 2 -> texts.broken();
      case 3 -> url ? texts.brokenUrl() : texts.tooLong(limit(name));
      default -> texts.otherScheme();
    };
  }

  private static int limit(String name) {
    return switch (name) {
      case "username" -> 100;
      case "email" -> 255;
      default -> 50;
    };
  }

  private JsonValue wrongType(String... rightOnes) {
    String literal = dice.pick(WRONG_TYPES);
    while (List.of(rightOnes).contains(literal)) {
      literal = dice.pick(WRONG_TYPES);
    }
    return JsonValue.refused(literal);
  }
}
