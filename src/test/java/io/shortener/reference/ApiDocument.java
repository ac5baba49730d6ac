package io.shortener.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.collect.Streams;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.shortener.testing.HttpClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The document that a service serves, for tests that hold answers against it. */
public final class ApiDocument {
  /** What a document that has a route cannot leave out of its answers. */
  private static final List<String> TOLD =
      List.of(
          "ETag",
          "Idempotency-Replayed",
          "Link",
          "Location",
          "Next-Cursor",
          "RateLimit",
          "RateLimit-Policy",
          "Retry-After",
          "WWW-Authenticate");

  /** What is answered to a path that is broken, unknown or known for other methods alone. */
  private static final Set<Integer> WITHOUT_A_ROUTE = Set.of(400, 404, 405);

  private final JsonNode document;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private ApiDocument(JsonNode document) {
    this.document = document;
  }

  public static ApiDocument of(HttpClient http) {
    return new ApiDocument(http.get("/openapi.json").json());
  }

  JsonNode json() {
    return document;
  }

  /** All operations, by method and then path. */
  Stream<Documented> operations() {
    return document.get("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .map(
                        method ->
                            new Documented(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue())));
  }

  /** What the document does not say of an answer; empty when it says it all. */
  public List<String> faults(String method, String target, Seen answer) {
    boolean mayHaveNoRoute = WITHOUT_A_ROUTE.contains(answer.status());
    // Links are found behind segments of a dot, all else is not.
    String path = mayHaveNoRoute ? target : target.replaceAll("/(\\./)+", "/");
    Optional<Documented> operation = find(method, path);
    if (operation.isEmpty()) {
      return mayHaveNoRoute || method.equals("OPTIONS")
          ? List.of()
          : List.of("No such operation is documented: " + method + " " + target);
    }
    JsonNode told = resolved(operation.get().json().get("responses").path("" + answer.status()));
    if (told.isMissingNode()) {
      return List.of("Status " + answer.status() + " is not documented");
    }
    List<String> faults = new ArrayList<>();
    judgeHeaders(told.path("headers"), answer, faults);
    if (!method.equals("HEAD")) {
      judgeBody(told.path("content"), answer, faults);
    }
    return faults;
  }

  private void judgeHeaders(JsonNode told, Seen answer, List<String> faults) {
    for (Map.Entry<String, JsonNode> header : told.properties()) {
      String value = answer.headers().get(header.getKey().toLowerCase(Locale.ROOT));
      JsonNode known = resolved(header.getValue());
      if (value != null && known.at("/schema/type").asText().equals("string")) {
        faults(known.get("schema"), TextNode.valueOf(value))
            .forEach(fault -> faults.add(header.getKey() + ": " + fault));
      } else if (value == null && known.path("required").asBoolean()) {
        faults.add("The documented " + header.getKey() + " is not there");
      }
    }
    TOLD.stream()
        .filter(name -> answer.headers().containsKey(name.toLowerCase(Locale.ROOT)))
        .filter(name -> !told.has(name))
        .forEach(name -> faults.add(name + " is not documented"));
  }

  private void judgeBody(JsonNode told, Seen answer, List<String> faults) {
    String type = answer.headers().getOrDefault("content-type", "").split(";", 2)[0];
    if (told.isEmpty()) {
      if (!answer.body().isEmpty()) {
        faults.add("A body is not documented");
      }
    } else if (!told.has(type)) {
      faults.add("The media type '" + type + "' is not documented");
    } else if (type.endsWith("json") && !type.contains("ndjson")) {
      faults.addAll(faults(told.get(type).get("schema"), JsonText.read(answer.body())));
    }
  }

  /** Why a value is none of a schema in this document. */
  List<String> faults(JsonNode schema, JsonNode value) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.get("components"));
    return schemas.getSchema(whole).validate(value).stream().map(Object::toString).toList();
  }

  /** The operation of a request; of several paths the one with the most that is fixed. */
  private Optional<Documented> find(String method, String target) {
    String path = target.split("\\?", 2)[0];
    List<Documented> candidates =
        operations().filter(operation -> operation.matches(path)).collect(Collectors.toList());
    int most = candidates.stream().mapToInt(Documented::fixed).max().orElse(0);
    candidates.removeIf(operation -> operation.fixed() < most);
    return candidates.stream()
        .filter(
            operation ->
                operation.method().equals(method)
                    || (method.equals("HEAD") && operation.method().equals("GET")))
        .max(Comparator.comparing(operation -> operation.method().equals(method)));
  }

  /** What a reference within the document refers to. */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
  }

  /**
   * An answer that was seen.
   *
   * @param headers by their names in lower case
   */
  public record Seen(int status, Map<String, String> headers, String body) {
    static Seen of(HttpClient.Answer answer) {
      Map<String, String> headers =
          answer.response().headers().map().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().get(0)));
      return new Seen(answer.status(), headers, answer.body());
    }
  }

  /** An operation of the document. */
  record Documented(String method, String path, JsonNode json) {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    boolean matches(String target) {
      String pattern =
          PARAMETER
              .splitAsStream(path + "\0")
              .map(fixed -> fixed.replace("\0", ""))
              .map(Pattern::quote)
              .collect(Collectors.joining("[^/]+"));
      return target.matches(pattern);
    }

    int fixed() {
      return PARAMETER.matcher(path).replaceAll("").length();
    }

    Stream<JsonNode> parameters(String place) {
      return Streams.stream(json.path("parameters"))
          .filter(parameter -> parameter.get("in").textValue().equals(place));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }
}
