package io.shortener.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a request says beside its body.
 *
 * @param place {@code path}, {@code query} or {@code header}
 * @param example a value that may be given
 */
record Parameter(String place, String name, String text, Schema schema, Object example) {
  ObjectNode toJson() {
    ObjectNode json = JsonText.MAPPER.createObjectNode();
    json.put("name", name).put("in", place).put("description", text);
    json.put("required", place.equals("path"));
    json.set("schema", schema.json());
    json.set("example", JsonText.MAPPER.valueToTree(example));
    return json;
  }
}
