package io.shortener.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.net.UrlEscapers;
import io.dropwizard.testing.ConfigOverride;
import io.shortener.access.KeyMaker;
import io.shortener.http.Scope;
import io.shortener.reference.ApiDocument.Documented;
import io.shortener.reference.ApiDocument.Seen;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the document shows as examples is so. */
class ExamplesTest {
  /** A list is read in one of these ways. */
  private static final List<Set<String>> WAYS =
      List.of(Set.of("page", "per_page"), Set.of("cursor", "limit"), Set.of("after", "wait"));

  private static final List<String> ORDER = List.of("GET", "HEAD", "POST", "PUT", "DELETE");

  /** With all routes that there can be. */
  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.seeded(ConfigOverride.config("access", "keys"));

  private final HttpClient http =
      SERVICE.http().with("Authorization", "Bearer " + KeyMaker.of(SERVICE).key(Scope.ADMIN));
  private final ApiDocument document = ApiDocument.of(http);
  private final List<String> faults = new ArrayList<>();

  /** The key that is revoked as it is shown, and not the one that is asked with. */
  @BeforeAll
  static void makeAKey() {
    String unused = KeyMaker.of(SERVICE).key(Scope.READ);
  }

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

  /** With each parameter of the query alone, and with all that go together. */
  private void ask(Documented operation) {
    String path = path(operation);
    List<JsonNode> query = operation.parameters("query").toList();
    List<String> targets = new ArrayList<>(List.of(path));
    query.forEach(parameter -> targets.add(path + "?" + inQuery(parameter)));
    WAYS.forEach(way -> targets.add(path + "?" + inQuery(query, way)));
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

  /** All but those of other ways. */
  private static String inQuery(List<JsonNode> parameters, Set<String> way) {
    return parameters.stream()
        .filter(
            parameter -> {
              String name = parameter.get("name").textValue();
              return way.contains(name) || WAYS.stream().noneMatch(other -> other.contains(name));
            })
        .map(ExamplesTest::inQuery)
        .collect(Collectors.joining("&"));
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
        .map(text -> text.equals("\"8e03978e-40d5-43e8\"") ? UUID.randomUUID().toString() : text)
        .toArray(String[]::new);
  }
}
