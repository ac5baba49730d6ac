package io.shortener.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON as descriptions have it. */
final class JsonText {
  static final JsonMapper MAPPER = new JsonMapper();

  private JsonText() {}

  /**
   * Reads an example that stands in the code.
   *
   * @throws IllegalArgumentException when it is no JSON
   */
  static JsonNode read(String example) {
    try {
      return MAPPER.readTree(example);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("An example is no JSON: " + example, e);
    }
  }
}
