package io.shortener.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.testing.ConfigOverride;
import io.shortener.access.KeyMaker;
import io.shortener.http.Scope;
import io.shortener.reference.ApiDocument.Documented;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the document says may be sent is taken, and one more is not. */
class BoundsTest {
  /** Whatever the answer is, the request is one that the service can read. */
  private static final int ANYTHING_ELSE = 0;

  /** With all routes that there can be. */
  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.seeded(ConfigOverride.config("access", "keys"));

  private final HttpClient http =
      SERVICE.http().with("Authorization", "Bearer " + KeyMaker.of(SERVICE).key(Scope.ADMIN));
  private final ApiDocument document = ApiDocument.of(http);
  private final List<String> faults = new ArrayList<>();

  @Test
  void boundsOfQueryParametersAreAsDocumented() {
    document
        .operations()
        .forEach(
            operation ->
                operation.parameters("query").forEach(parameter -> judge(operation, parameter)));

    assertThat(faults).isEmpty();
  }

  @Test
  void fieldsOfBodiesAreAsDocumented() {
    document
        .operations()
        .filter(operation -> bodySchema(operation).has("properties"))
        .forEach(this::judgeBody);

    assertThat(faults).isEmpty();
  }

  @Test
  void textThatIsBlankIsNoneAsDocumented() {
    Documented operation =
        document
            .operations()
            .filter(candidate -> candidate.toString().equals("POST /events"))
            .findFirst()
            .orElseThrow();
    IntStream.rangeClosed(1, 0xffff)
        .filter(BoundsTest::mayBeBlank)
        .mapToObj(c -> JsonText.MAPPER.createObjectNode().put("event_type", Character.toString(c)))
        .forEach(
            body -> {
              boolean isTold = document.faults(bodySchema(operation), body).isEmpty();
              expect(isTold ? ANYTHING_ELSE : 400, operation, body);
            });

    assertThat(faults).isEmpty();
  }

  /** What one standard or another takes for a space, or nothing at all. */
  private static boolean mayBeBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }

  private void judge(Documented operation, JsonNode parameter) {
    JsonNode schema = parameter.get("schema");
    String target =
        operation.path().replace("{id}", "1")
            + "?"
            + (parameter.get("name").textValue().equals("wait") ? "after=&" : "")
            + parameter.get("name").textValue()
            + "=";
    if (schema.has("minimum")) {
      expect(ANYTHING_ELSE, operation, target + schema.get("minimum"));
      expect(400, operation, target + (schema.get("minimum").longValue() - 1));
    }
    if (schema.has("maximum") && schema.get("maximum").longValue() < Long.MAX_VALUE) {
      expect(ANYTHING_ELSE, operation, target + schema.get("maximum"));
      expect(400, operation, target + (schema.get("maximum").longValue() + 1));
    }
    if (schema.has("maxLength")) {
      expect(ANYTHING_ELSE, operation, target + "x".repeat(schema.get("maxLength").intValue()));
      expect(400, operation, target + "x".repeat(schema.get("maxLength").intValue() + 1));
    }
    if (schema.has("enum")) {
      schema
          .get("enum")
          .forEach(word -> expect(ANYTHING_ELSE, operation, target + word.textValue()));
      expect(400, operation, target + "other");
    }
  }

  private void judgeBody(Documented operation) {
    ObjectNode example = (ObjectNode) jsonBody(operation).get("example");
    JsonNode schema = bodySchema(operation);
    for (JsonNode name : schema.path("required")) {
      ObjectNode less = example.deepCopy();
      less.remove(name.textValue());
      expect(400, operation, less);
    }
    for (Map.Entry<String, JsonNode> field : schema.get("properties").properties()) {
      judgeField(operation, example, field.getKey(), field.getValue());
    }
  }

  private void judgeField(Documented operation, ObjectNode example, String name, JsonNode schema) {
    JsonNode types = schema.get("type");
    String type = types.isArray() ? types.get(0).textValue() : types.textValue();
    expect(400, operation, example, name, type.equals("string") ? "7" : "\"x\"");
    expect(types.isArray() ? ANYTHING_ELSE : 400, operation, example, name, "null");
    if (schema.has("maxLength")) {
      String start = name.endsWith("url") ? "https://example.com/" : "";
      int limit = schema.get("maxLength").intValue() - start.length();
      expect(ANYTHING_ELSE, operation, example, name, quoted(start + "x".repeat(limit)));
      expect(400, operation, example, name, quoted(start + "x".repeat(limit + 1)));
    }
    if (schema.has("minimum")) {
      long less = schema.get("minimum").longValue() - 1;
      expect(400, operation, example, name, Long.toString(less));
    }
    for (JsonNode value : schema.path("enum")) {
      expect(ANYTHING_ELSE, operation, example, name, value.toString());
    }
  }

  private void expect(
      int status, Documented operation, ObjectNode example, String name, String value) {
    ObjectNode changed = example.deepCopy();
    changed.set(name, JsonText.read(value));
    expect(status, operation, changed);
  }

  private void expect(int status, Documented operation, JsonNode body) {
    String path = operation.path().replace("{id}", "1");
    compare(
        status,
        operation + " " + body,
        http.send(operation.method(), path, body.toString(), "Content-Type", "application/json"));
  }

  private void expect(int status, Documented operation, String target) {
    compare(status, operation + " " + target, http.get(target));
  }

  private void compare(int expected, String request, Answer answer) {
    boolean isRefused = answer.status() == 400;
    if (isRefused != (expected == 400)) {
      faults.add(request + " is " + answer.status() + " " + answer.body());
    }
  }

  private JsonNode bodySchema(Documented operation) {
    return document.resolved(jsonBody(operation).path("schema"));
  }

  private static JsonNode jsonBody(Documented operation) {
    return operation.json().path("requestBody").path("content").path("application/json");
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
