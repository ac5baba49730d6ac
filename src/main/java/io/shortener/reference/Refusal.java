package io.shortener.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSortedMap;
import io.shortener.http.ErrorBody;
import io.shortener.http.ProblemDetails;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** An error that a route may answer, with what it may say. */
final class Refusal {
  /** What every route may answer, and how the document calls that. */
  static final SortedMap<Integer, String> COMMON =
      ImmutableSortedMap.of(
          400, "BadRequest",
          414, "UriTooLong",
          431, "HeadersTooLarge",
          500, "ServerError",
          503, "Unavailable");

  private static final Map<Integer, List<String>> USUAL =
      Map.of(
          401, List.of("WWW-Authenticate"),
          429, List.of("Retry-After", "RateLimit", "RateLimit-Policy"),
          503, List.of("Retry-After"));

  private static final String REQUEST_ID = "3f2a6c1e-8d4b-4f0a-9c7e-5b1d2a3c4e5f";

  private final int status;
  private final List<String> errors = new ArrayList<>();

  /** Beside those that follow from the status. */
  private final SortedMap<String, ObjectNode> headers = new TreeMap<>();

  /**
   * @param status says what {@link ErrorBody} says of it, until something else is said
   */
  Refusal(int status) {
    this.status = status;
    headers.put("X-Request-ID", Header.reference("X-Request-ID"));
    USUAL.getOrDefault(status, List.of()).forEach(this::sends);
  }

  /** Has the header whenever it is answered. */
  void sends(String header) {
    headers.put(header, Header.reference(header));
  }

  /** Has the header for some of its reasons. */
  void maySend(String header) {
    headers.put(header, Objects.requireNonNull(Header.COMMON.get(header)).sometimes().toJson());
  }

  void says(String error) {
    errors.add(error);
  }

  /** By the name that it has in the document when the route says nothing of its own. */
  ObjectNode inOperation() {
    String name = COMMON.get(status);
    return errors.isEmpty() && name != null
        ? JsonText.MAPPER.createObjectNode().put("$ref", "#/components/responses/" + name)
        : toJson();
  }

  ObjectNode toJson() {
    List<String> texts = errors.isEmpty() ? List.of(ErrorBody.of(status).error()) : errors;
    ObjectNode json = JsonText.MAPPER.createObjectNode();
    json.put("description", String.join("; ", texts));
    json.putObject("headers").setAll(headers);
    ObjectNode content = json.putObject("content");
    ObjectNode usual = content.putObject(MediaType.APPLICATION_JSON);
    ObjectNode problem = content.putObject(ProblemDetails.MEDIA_TYPE);
    usual.putObject("schema").put("$ref", "#/components/schemas/Error");
    problem.putObject("schema").put("$ref", "#/components/schemas/Problem");
    for (String text : texts) {
      addExample(usual, text, new ErrorBody(text, status));
    }
    ErrorBody first = new ErrorBody(texts.get(0), status);
    addExample(problem, first.error(), ProblemDetails.of(first, REQUEST_ID));
    return json;
  }

  private static void addExample(ObjectNode content, String text, Object value) {
    String name = Ascii.toLowerCase(text).replaceAll("[^a-z0-9]+", "-");
    content
        .withObject("/examples")
        .putObject(name)
        .set("value", JsonText.MAPPER.valueToTree(value));
  }
}
