package io.shortener.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * A header of an answer.
 *
 * @param isAlwaysThere whether every answer of the kind has it
 */
record Header(Schema schema, boolean isAlwaysThere) {
  /** Those that errors have, and that the document names once. */
  static final Map<String, Header> COMMON =
      ImmutableMap.of(
          "X-Request-ID",
          always(Schema.text().says("The request's id.")),
          "Retry-After",
          always(Schema.integer(1, 600).says("After how many seconds to try again.")),
          "WWW-Authenticate",
          always(Schema.text().says("How a key is sent and, of one that was, what is wrong.")),
          "RateLimit",
          always(
              Schema.text()
                  .matching("^\"[a-z-]+\";r=\\d+;t=\\d+$")
                  .says("What is left (`r`), and after how many seconds there is more (`t`).")),
          "RateLimit-Policy",
          always(
              Schema.text()
                  .matching("^\"[a-z-]+\";q=\\d+;w=\\d+$")
                  .says("Which limit it is: so many (`q`) in so many seconds (`w`).")));

  static Header always(Schema schema) {
    return new Header(schema, true);
  }

  Header sometimes() {
    return new Header(schema, false);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonText.MAPPER.createObjectNode();
    if (isAlwaysThere) {
      json.put("required", true);
    }
    json.set("schema", schema.json());
    return json;
  }

  /** How an answer refers to a common one that it always has. */
  static ObjectNode reference(String name) {
    return JsonText.MAPPER.createObjectNode().put("$ref", "#/components/headers/" + name);
  }
}
