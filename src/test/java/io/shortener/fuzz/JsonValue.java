package io.shortener.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/**
 * A value for a field of a body.
 *
 * @param literal as it stands in the body
 * @param usable whether the contract takes it
 * @param message the error that the contract names for it, empty for none
 * @param echo how it comes back, where that is known
 * @param unknownRow the status when it names a row that is not there, or that is there already
 */
record JsonValue(
    String literal, boolean usable, String message, Optional<JsonNode> echo, int unknownRow) {
  static JsonValue usable(String literal) {
    return new JsonValue(literal, true, "", Optional.empty(), 0);
  }

  static JsonValue text(String text) {
    return new JsonValue(quote(text), true, "", Optional.of(new TextNode(text)), 0);
  }

  static JsonValue refused(String literal) {
    return new JsonValue(literal, false, "", Optional.empty(), 0);
  }

  JsonValue saying(String error) {
    return new JsonValue(literal, usable, error, echo, unknownRow);
  }

  JsonValue comingBackAs(JsonNode node) {
    return new JsonValue(literal, usable, message, Optional.of(node), unknownRow);
  }

  /** The same, sent as another text. */
  JsonValue as(String text) {
    return new JsonValue(quote(text), usable, message, echo, unknownRow);
  }

  JsonValue orElse(int status) {
    return new JsonValue(literal, usable, message, echo, status);
  }

  /** A JSON string; a pair of surrogates stands sometimes as it is, sometimes escaped. */
  static String quote(String text) {
    boolean escaped = text.length() % 2 == 0;
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20 || (escaped && Character.isSurrogate(c))) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
