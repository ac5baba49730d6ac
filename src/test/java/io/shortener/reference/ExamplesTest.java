package io.shortener.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.net.UrlEscapers;
import io.shortener.reference.ApiDocument.Documented;
import io.shortener.reference.ApiDocument.Seen;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the document shows as examples is so. */
class ExamplesTest {
  private static final List<String> ORDER = List.of("GET", "HEAD", "POST", "PUT", "DELETE");

  @RegisterExtension static final RunningService SERVICE = RunningService.seeded();

  private final HttpClient http = SERVICE.http();
  private final ApiDocument document = ApiDocument.of(http);
  private final List<String> faults = new ArrayList<>();

  @Test
  void everyExampleIsOfItsSchema() {
    document.json().findParents("schema").forEach(this::judge);

    assertThat(faults).isEmpty();
  }

  @Test
  void everyRequestThatIsShownSucceedsAsTheDocumentSays() {
    ORDER.forEach(
        method ->
            document
                .operations()
                .filter(operation -> operation.method().equals(method))
                .forEach(this::ask));

    assertThat(faults).isEmpty();
  }

  private void judge(JsonNode shown) {
    Stream<JsonNode> examples =
        Stream.concat(
            shown.findValues("example").stream(),
            shown.path("examples").findValues("value").stream());
    examples.forEach(
        example ->
            document
                .faults(shown.get("schema"), example)
                .forEach(fault -> faults.add(example + ": " + fault)));
  }

  /** With each parameter of the query alone, and with all of them. */
  private void ask(Documented operation) {
    String path = path(operation);
    List<String> query = operation.parameters("query").map(ExamplesTest::inQuery).toList();
    List<String> targets = new ArrayList<>(List.of(path));
    query.forEach(parameter -> targets.add(path + "?" + parameter));
    targets.add(path + "?" + String.join("&", query));
    JsonNode bodies = operation.json().path("requestBody").path("content");
    if (bodies.isEmpty()) {
      boolean once = operation.method().equals("DELETE");
      targets.stream()
          .limit(once ? 1 : targets.size())
          .forEach(
              target ->
                  judge(
                      operation,
                      target,
                      http.send(operation.method(), target, null, headers(operation))));
    }
    for (Map.Entry<String, JsonNode> body : bodies.properties()) {
      judge(operation, path, send(operation, path, body.getKey(), body.getValue().get("example")));
    }
  }

  private Answer send(Documented operation, String path, String mediaType, JsonNode example) {
    if (mediaType.equals("multipart/form-data")) {
      return http.upload(path, example.get("file").textValue().getBytes(StandardCharsets.UTF_8));
    }
    String body = example.isTextual() ? example.textValue() : example.toString();
    return http.send(
        operation.method(),
        path,
        body,
        Stream.concat(Stream.of("Content-Type", mediaType), Stream.of(headers(operation)))
            .toArray(String[]::new));
  }

  private void judge(Documented operation, String target, Answer answer) {
    if (answer.status() >= 400) {
      faults.add(operation + ": " + target + " is " + answer.status() + " " + answer.body());
    }
    document
        .faults(operation.method(), target, Seen.of(answer))
        .forEach(fault -> faults.add(operation + ": " + target + ": " + fault));
  }

  private static String path(Documented operation) {
    String path = operation.path();
    for (JsonNode parameter : operation.parameters("path").collect(Collectors.toList())) {
      path =
          path.replace(
              "{" + parameter.get("name").textValue() + "}", parameter.get("example").asText());
    }
    return path;
  }

  private static String inQuery(JsonNode parameter) {
    return parameter.get("name").textValue()
        + "="
        + UrlEscapers.urlFormParameterEscaper().escape(parameter.get("example").asText());
  }

  private static String[] headers(Documented operation) {
    return operation
        .parameters("header")
        .flatMap(
            header -> Stream.of(header.get("name").textValue(), header.get("example").asText()))
        .toArray(String[]::new);
  }
}
