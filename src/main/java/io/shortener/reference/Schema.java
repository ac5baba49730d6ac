package io.shortener.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a value may be, as JSON Schema says it, and the named schemas that it refers to.
 *
 * <p>It is in the making until it is part of something else: what is said of it later is lost
 * there.
 */
public final class Schema {
  /**
   * Anything but Unicode's White_Space, each by its number: what {@code \s} is differs from one
   * language to the next.
   */
  private static final String NOT_BLANK =
      "[^\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

  private final ObjectNode json;
  private final Map<String, ObjectNode> named = new LinkedHashMap<>();

  private Schema(ObjectNode json) {
    this.json = json;
  }

  private static Schema typed(String type) {
    return new Schema(JsonText.MAPPER.createObjectNode().put("type", type));
  }

  /** Any text. */
  public static Schema text() {
    return typed("string");
  }

  /** Bytes. */
  public static Schema file() {
    Schema schema = text();
    schema.json.put("format", "binary");
    return schema;
  }

  /** Text that is not blank, of at most {@code limit} code points. */
  public static Schema text(int limit) {
    return text().matching(NOT_BLANK).ofLength(1, limit);
  }

  /** One of some words. */
  public static Schema word(String... words) {
    Schema schema = text();
    ArrayNode values = schema.json.putArray("enum");
    List.of(words).forEach(values::add);
    return schema;
  }

  /** One of some numbers. */
  public static Schema number(int... numbers) {
    Schema schema = typed("integer");
    ArrayNode values = schema.json.putArray("enum");
    IntStream.of(numbers).forEach(values::add);
    return schema;
  }

  /** {@code true} or {@code false}. */
  public static Schema flag() {
    return typed("boolean");
  }

  /** A positive 64-bit integer. */
  public static Schema id() {
    return integer(1, Long.MAX_VALUE);
  }

  /** An integer within bounds. */
  public static Schema integer(long from, long to) {
    Schema schema = typed("integer");
    schema.json.put("format", "int64").put("minimum", from).put("maximum", to);
    return schema;
  }

  /** A time as answers have it. */
  public static Schema time() {
    return text()
        .matching("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$")
        .says("A time in UTC, to the second.");
  }

  /** A time as requests may have it: UTC, unless it has an offset. */
  public static Schema givenTime() {
    return text()
        .matching(
            "^(?!0000)\\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)"
                + "|02-(0[1-9]|1\\d|2[0-8]))T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d"
                + "(Z|[+-](0\\d|1[0-7]):[0-5]\\d)?$");
  }

  /** Many of the same. */
  public static Schema list(Schema element) {
    Schema schema = typed("array");
    schema.json.set("items", schema.taking(element));
    return schema;
  }

  /** An object, of which nothing is known yet. */
  public static Schema object() {
    return typed("object");
  }

  /** What a record, or another type of the code, becomes in an answer. */
  public static Schema of(Class<?> type) {
    return new RecordSchemas().of(type);
  }

  /** Adds a property that has to be there. */
  public Schema required(String name, Schema value) {
    json.withArray("required").add(name);
    return optional(name, value);
  }

  /** Adds a property. */
  public Schema optional(String name, Schema value) {
    json.withObject("/properties").set(name, taking(value));
    return this;
  }

  /** Asks for so many properties, known or not. */
  public Schema ofAtLeast(int properties) {
    json.put("minProperties", properties);
    return this;
  }

  /** Says how many code points text has. */
  public Schema ofLength(int from, int to) {
    json.put("minLength", from).put("maxLength", to);
    return this;
  }

  /** Says that a list is not empty. */
  public Schema ofAtLeastOne() {
    json.put("minItems", 1);
    return this;
  }

  /** Says of at most how many elements a list is. */
  public Schema ofAtMost(int elements) {
    json.put("maxItems", elements);
    return this;
  }

  /** Says more of a property that is there already. */
  public Schema property(String name, String says) {
    if (!(json.path("properties").get(name) instanceof ObjectNode property)) {
      throw new IllegalArgumentException("There is no property '" + name + "'");
    }
    property.put("description", says);
    return this;
  }

  /** Adds what another schema has. */
  public Schema and(Schema other) {
    for (JsonNode name : other.json.path("required")) {
      json.withArray("required").add(name);
    }
    json.withObject("/properties").setAll(other.json.withObject("/properties"));
    named.putAll(other.named);
    return this;
  }

  /** Says what it is, in words. */
  public Schema says(String text) {
    json.put("description", text);
    return this;
  }

  /** Says what holds when nothing is given. */
  public Schema orElse(Object value) {
    json.set("default", JsonText.MAPPER.valueToTree(value));
    return this;
  }

  /** Asks text to have something that a pattern finds. */
  public Schema matching(String pattern) {
    json.put("pattern", pattern);
    return this;
  }

  /** Permits {@code null} as well. */
  public Schema orNull() {
    String type = json.get("type").textValue();
    json.putArray("type").add(type).add("null");
    return this;
  }

  /** The same under a name, by which it is referred to from now on. */
  public Schema named(String name) {
    Schema reference =
        new Schema(JsonText.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + name));
    reference.named.putAll(named);
    reference.named.put(name, json);
    return reference;
  }

  /** The schema as a part of another one, which refers to what it refers to. */
  private ObjectNode taking(Schema part) {
    named.putAll(part.named);
    return part.json;
  }

  ObjectNode json() {
    return json;
  }

  Map<String, ObjectNode> named() {
    return named;
  }
}
