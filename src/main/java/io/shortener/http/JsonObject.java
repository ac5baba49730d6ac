package io.shortener.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.CharMatcher;
import com.google.common.collect.Streams;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The body of a request: one JSON object, read strictly. Values are taken as they are or refused,
 * never converted; fields that nobody asks for are ignored.
 */
public final class JsonObject {
  private final ObjectNode fields;

  JsonObject(ObjectNode fields) {
    this.fields = fields;
  }

  /** Whether the object has no field at all, known or not. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /** Whether the field is there, be it {@code null} or of a wrong type. */
  public boolean has(String field) {
    return fields.has(field);
  }

  /** The field as it was sent, or empty when it is absent, {@code null} or no text. */
  public Optional<String> text(String field) {
    JsonNode value = fields.get(field);
    return value != null && value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /** As {@link #text}, empty also when the text is nothing but white space. */
  public Optional<String> nonBlankText(String field) {
    return text(field).filter(value -> !CharMatcher.whitespace().matchesAllOf(value));
  }

  /** As {@link #nonBlankText}, without leading and trailing Unicode white space. */
  public Optional<String> trimmedText(String field) {
    return nonBlankText(field).map(Text::trim);
  }

  /** The text, or empty when the field is absent or {@code null}. */
  public Optional<String> optionalText(String field) {
    if (!isGiven(field)) {
      return Optional.empty();
    }
    return Optional.of(
        text(field).orElseThrow(() -> ApiException.badRequest("'" + field + "' must be text")));
  }

  /** The value, or empty when the field is absent; {@code null} is refused. */
  public Optional<Boolean> optionalBoolean(String field) {
    JsonNode value = fields.get(field);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw ApiException.badRequest("'" + field + "' must be true or false");
    }
    return Optional.of(value.booleanValue());
  }

  /** A positive 64-bit integer, or empty when the field is absent or {@code null}. */
  public Optional<Long> optionalPositive(String field) {
    if (!isGiven(field)) {
      return Optional.empty();
    }
    JsonNode value = fields.get(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() <= 0) {
      throw ApiException.badRequest("'" + field + "' must be a positive integer");
    }
    return Optional.of(value.longValue());
  }

  /**
   * A time, or empty when the field is absent or {@code null}: UTC unless it says otherwise, as in
   * {@code 2026-01-31T23:59:59}, {@code 2026-01-31T23:59:59Z} or {@code 2026-02-01T00:59:59+01:00}.
   */
  public Optional<Instant> optionalTime(String field) {
    if (!isGiven(field)) {
      return Optional.empty();
    }
    return Optional.of(
        text(field)
            .flatMap(UtcSeconds::parse)
            .orElseThrow(
                () ->
                    ApiException.badRequest(
                        "'" + field + "' must be a time like 2026-01-31T23:59:59")));
  }

  /** Texts, or empty when the field is absent; {@code null} is refused. */
  public Optional<List<String>> optionalTexts(String field) {
    JsonNode value = fields.get(field);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isArray() || !Streams.stream(value).allMatch(JsonNode::isTextual)) {
      throw ApiException.badRequest("'" + field + "' must be an array of texts");
    }
    return Optional.of(Streams.stream(value).map(JsonNode::textValue).toList());
  }

  /** The JSON text of an object, or empty when the field is absent. */
  public Optional<String> optionalObject(String field) {
    JsonNode value = fields.get(field);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw ApiException.badRequest("'" + field + "' must be a JSON object");
    }
    return Optional.of(value.toString());
  }

  private boolean isGiven(String field) {
    JsonNode value = fields.get(field);
    return value != null && !value.isNull();
  }
}
