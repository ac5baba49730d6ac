package io.shortener.urls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shortener.http.CsvRow;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A row of CSV as the body of {@code POST /urls} that it stands for. An empty field is not given;
 * one that is not what it has to be stays text, for the body's own rules to refuse.
 */
final class UrlCsv {
  private static final List<String> TEXTS =
      List.of("original_url", "title", "short_code", "domain", "valid_from", "expires_at");
  private static final List<String> NUMBERS = List.of("user_id", "max_clicks", "redirect_status");
  private static final List<String> FLAGS = List.of("forward_query", "reuse");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,19}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** As exact as the text: what no double can hold would come out as the text {@code Infinity}. */
  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  String toJson(CsvRow row) {
    ObjectNode body = NODES.objectNode();
    for (String column : TEXTS) {
      given(row, column).ifPresent(value -> body.put(column, value));
    }
    for (String column : NUMBERS) {
      given(row, column).ifPresent(value -> body.set(column, number(value)));
    }
    for (String column : FLAGS) {
      given(row, column).ifPresent(value -> body.set(column, flag(value)));
    }
    given(row, "tags").ifPresent(value -> body.set("tags", array(value)));
    return body.toString();
  }

  private static Optional<String> given(CsvRow row, String column) {
    return row.field(column).filter(value -> !value.isEmpty());
  }

  private static JsonNode number(String value) {
    return NUMBER.matcher(value).matches()
        ? NODES.numberNode(new BigInteger(value))
        : NODES.textNode(value);
  }

  private static JsonNode flag(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> NODES.booleanNode(true);
      case "false" -> NODES.booleanNode(false);
      default -> NODES.textNode(value);
    };
  }

  private JsonNode array(String value) {
    try {
      return json.readTree(value);
    } catch (JsonProcessingException e) {
      return NODES.textNode(value);
    }
  }
}
