package io.shortener.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import io.shortener.http.ErrorBody;
import io.shortener.http.ProblemDetails;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes one document of all descriptions. */
final class OpenApi {
  /** What the document calls the way in which keys are sent. */
  static final String KEY = "key";

  private static final String TEXT =
      """
      JSON in, JSON out. A body is a JSON object in UTF-8; fields that are not known are ignored, and \
      values of a wrong type are refused, never converted. Times in answers are UTC.

      **Errors** have one shape, `{"error": "what is wrong", "status": 400}`; who prefers \
      `application/problem+json` in `Accept` gets the same as RFC 9457 has it. Besides those that stand \
      at each operation there are HTTP's own, for any of them: 404 for a path that there is not, 405 with \
      `Allow` for another method, 408, 411, 415, 417, 501 and 505.

      `HEAD` works wherever `GET` does and answers the same headers; `OPTIONS` answers 200 with `Allow`. \
      Each request has an id: the one in its `X-Request-ID`, if that is 1 to 128 of the characters \
      `A-Z a-z 0-9 . _ -`, else a new one. It goes back in the answer and stands in the log.

      **Lists** come as JSON, with `Accept: text/csv` as CSV with a header line, and with \
      `Accept: application/x-ndjson` as a JSON object a line. When a list breaks off because the database \
      fails, its connection is cut: half a list never looks whole.

      **Keys** are asked for where that is set (`ACCESS=keys`). Then this document has the routes that \
      manage them, each operation says what its key has to be good for, and those that say nothing of it \
      need none. Where it is not set, none needs one.

      **Limits** of requests that change something, and of codes that lead nowhere, are so many a minute \
      for each key or address; beyond, the answer is 429 and says when there is more.
      """;

  private final Collection<Description> descriptions;

  OpenApi(Collection<Description> descriptions) {
    this.descriptions = descriptions;
  }

  /**
   * The document.
   *
   * @param server where the service is reached
   */
  ObjectNode document(String server) {
    ObjectNode json = JsonText.MAPPER.createObjectNode().put("openapi", "3.1.0");
    json.putObject("info")
        .put("title", "Shortener")
        .put("version", version())
        .put("description", TEXT.strip())
        .putObject("license")
        .put("name", "Apache 2.0")
        .put("identifier", "Apache-2.0");
    json.putArray("servers").addObject().put("url", server);
    Arrays.stream(Topic.values())
        .forEach(
            topic ->
                json.withArray("tags")
                    .addObject()
                    .put("name", topic.title())
                    .put("description", topic.text()));
    addPaths(json.putObject("paths"));
    addComponents(json.putObject("components"));
    return json;
  }

  private void addPaths(ObjectNode paths) {
    Map<String, ObjectNode> sorted = new TreeMap<>();
    for (Description description : descriptions) {
      for (Operation operation : description.operations()) {
        sorted
            .computeIfAbsent(operation.path(), path -> JsonText.MAPPER.createObjectNode())
            .set(Ascii.toLowerCase(operation.method()), operation.toJson(description.topic()));
      }
    }
    paths.setAll(sorted);
  }

  private void addComponents(ObjectNode components) {
    Map<String, ObjectNode> schemas = new TreeMap<>();
    operations()
        .flatMap(Operation::schemas)
        .forEach(named -> schemas.put(named.getKey(), named.getValue()));
    schemas.put("Error", Schema.of(ErrorBody.class).json());
    schemas.put("Problem", Schema.of(ProblemDetails.class).json());
    components.putObject("schemas").setAll(schemas);

    ObjectNode responses = components.putObject("responses");
    Refusal.COMMON.forEach((status, name) -> responses.set(name, new Refusal(status).toJson()));

    ObjectNode headers = components.putObject("headers");
    Header.COMMON.forEach((name, header) -> headers.set(name, header.toJson()));
    if (operations().anyMatch(Operation::isForKeysOnly)) {
      components
          .putObject("securitySchemes")
          .putObject(KEY)
          .put("type", "http")
          .put("scheme", "bearer")
          .put("description", "A key, as whoever made it was told.");
    }
  }

  private static String version() {
    return Optional.ofNullable(OpenApi.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  private Stream<Operation> operations() {
    return descriptions.stream().flatMap(description -> description.operations().stream());
  }
}
