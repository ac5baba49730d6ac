package io.shortener.reference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shortener.http.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is to be said of one method of one path. What holds for all routes, or follows from what is
 * said, is added: an id in the path, a body that is no JSON, the errors that nobody escapes.
 */
public final class Operation {
  private static final String UNMATCHED = "If-Match does not name the current version";

  private static final String TAG = "^\"[\\w.-]+\"$";

  private static final String TAGS =
      "^ *(\\*|[ \\t,]*((W/)?\"[^\\x00-\\x20\"\\x7F]*\"[ \\t]*(,[ \\t,]*|$))*) *$";

  private final String method;
  private final String path;
  private final String id;
  private final String summary;
  private String text = "";
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Content> bodies = new ArrayList<>();
  private final Map<Integer, Answer> answers = new TreeMap<>();
  private final Map<Integer, Refusal> refusals = new TreeMap<>();
  private boolean needsKey;

  private Operation(String method, String path, String id, String summary) {
    this.method = method;
    this.path = path;
    this.id = id;
    this.summary = summary;
    Refusal.COMMON.keySet().forEach(this::refuses);
  }

  /**
   * An operation.
   *
   * @param route method and path, like {@code GET /users/{id}}
   * @param id what programs made from the document call it
   * @param summary what it does, in a few words
   */
  public static Operation of(String route, String id, String summary) {
    String[] parts = route.split(" ", 2);
    Operation operation = new Operation(parts[0], parts[1], id, summary);
    return parts[1].contains("{id}")
        ? operation.path("id", "A positive 64-bit integer; anything else is 404.", Schema.id(), 1)
        : operation;
  }

  /** What else there is to know. */
  public Operation says(String words) {
    this.text = text.isEmpty() ? words.strip() : text + "\n\n" + words.strip();
    return this;
  }

  /** A part of the path. */
  public Operation path(String name, String says, Schema value, Object example) {
    return parameter("path", name, says, value, example);
  }

  /** A parameter of the query string. */
  public Operation query(String name, String says, Schema value, Object example) {
    return parameter("query", name, says, value, example);
  }

  /** A header of the request. */
  public Operation header(String name, String says, Schema value, Object example) {
    return parameter("header", name, says, value, example);
  }

  /** The page of a list. */
  public Operation paged() {
    return query(
            "page",
            "Which page, from 1. Without it and `per_page` the whole list is streamed.",
            Schema.id(),
            1)
        .query(
            "per_page",
            "Rows on a page; 20 when only `page` is given.",
            Schema.integer(1, Page.MAX_SIZE),
            20)
        .refuses(400, "'per_page' must be an integer from 1 to " + Page.MAX_SIZE);
  }

  /** The list can be read on from a row; to be said when the answer is. */
  public Operation readOn() {
    return query(
            "limit",
            "At most so many rows; 20 when only `cursor` is given.",
            Schema.integer(1, Page.MAX_SIZE),
            20)
        .query(
            "cursor",
            "Where to go on, as the `Link` of an answer with the same filters says; empty for the"
                + " beginning. Neither it nor `limit` goes with `page` or `per_page`.",
            Schema.text(),
            "")
        .maySend(200, "Link", Schema.text().says("Where the list goes on: `<...>; rel=\"next\"`."))
        .refuses(
            400,
            "'limit' must be an integer from 1 to " + Page.MAX_SIZE,
            "'cursor' must be one that this list gave, with the same filters",
            "'cursor' and 'limit' cannot be combined with 'page' and 'per_page'");
  }

  /** A JSON object in the body. */
  public Operation body(Schema schema, String example) {
    return body(Content.json(schema, example))
        .refuses(400, "Invalid JSON")
        .refuses(413, "Request body too large");
  }

  /** A body of some type; one of them has to be sent. */
  public Operation body(Content content) {
    bodies.add(content);
    return this;
  }

  /** A success. */
  public Operation answers(int status, String says, List<Content> contents) {
    answers.put(status, new Answer(says, contents));
    return this;
  }

  /** A success. */
  public Operation answers(int status, String says, Content... contents) {
    return answers(status, says, List.of(contents));
  }

  /** Something new, and where it is. */
  public Operation creates(String says, Content content) {
    return answers(201, says, content).sends(201, "Location", Schema.text().says("Where it is."));
  }

  /** The answer with that status tells its version. */
  public Operation versioned(int status) {
    return sends(status, "ETag", Schema.text().matching(TAG).says("The version."));
  }

  /** A header of the answer whose status was given before. */
  public Operation sends(int status, String name, Schema value) {
    Objects.requireNonNull(answers.get(status)).header(name, Header.always(value));
    return this;
  }

  /** A header that some of the answers with that status have. */
  public Operation maySend(int status, String name, Schema value) {
    Objects.requireNonNull(answers.get(status)).header(name, new Header(value, false));
    return this;
  }

  /** A header that every success may have. */
  public Operation maySend(String name, Schema value) {
    answers.keySet().forEach(status -> maySend(status, name, value));
    return this;
  }

  /** Errors, with what they may say. */
  public Operation refuses(int status, String... errors) {
    Refusal refusal = refusals.computeIfAbsent(status, Refusal::new);
    List.of(errors).forEach(refusal::says);
    return this;
  }

  /** A common header that all errors with that status have, or only some of them. */
  public Operation refusesWith(int status, String header, boolean isAlwaysThere) {
    Refusal refusal = Objects.requireNonNull(refusals.get(status));
    if (isAlwaysThere) {
      refusal.sends(header);
    } else {
      refusal.maySend(header);
    }
    return this;
  }

  /** It is done only for who shows a key. */
  public Operation needsKey() {
    needsKey = true;
    return this;
  }

  /** It asks no database, so that none can fail it. */
  public Operation withoutDatabase() {
    refusals.remove(503);
    return this;
  }

  /** Its 200 shows a version, and need not be sent again to who has it. */
  public Operation tagged() {
    return asking(Schema.text())
        .versioned(200)
        .answers(304, "The client has it already.")
        .versioned(304)
        .refuses(412, UNMATCHED);
  }

  /** It happens only to a version that the client names, if it names one. */
  public Operation conditional() {
    return asking(Schema.text().matching(TAGS))
        .refuses(412, UNMATCHED, "If-None-Match names the current version")
        .refuses(400, "'If-Match' must be * or entity tags like \"abc\"");
  }

  private Operation asking(Schema tags) {
    return header("If-Match", "Versions of which it must be one, as `ETag` told.", tags, "*")
        .header("If-None-Match", "Versions of which it must be none.", tags, "\"none\"");
  }

  /** Whether the path has such a part. */
  public boolean asks(String part) {
    return path.contains("{" + part + "}");
  }

  boolean isForKeysOnly() {
    return needsKey;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /** The named schemas that its parts refer to. */
  Stream<Map.Entry<String, ObjectNode>> schemas() {
    return Stream.of(
            parameters.stream().map(Parameter::schema),
            bodies.stream().map(Content::schema),
            answers.values().stream().flatMap(Answer::schemas))
        .flatMap(all -> all)
        .flatMap(schema -> schema.named().entrySet().stream());
  }

  ObjectNode toJson(Topic topic) {
    ObjectNode json = JsonText.MAPPER.createObjectNode();
    json.put("operationId", id).put("summary", summary);
    if (!text.isEmpty()) {
      json.put("description", text);
    }
    json.putArray("tags").add(topic.title());
    if (needsKey) {
      json.putArray("security").addObject().putArray(OpenApi.KEY);
    }
    if (!parameters.isEmpty()) {
      ArrayNode list = json.putArray("parameters");
      parameters.forEach(parameter -> list.add(parameter.toJson()));
    }
    if (!bodies.isEmpty()) {
      ObjectNode content = json.putObject("requestBody").put("required", true).putObject("content");
      bodies.forEach(body -> content.set(body.mediaType(), body.toJson()));
    }
    ObjectNode responses = json.putObject("responses");
    answers.forEach((status, answer) -> responses.set(status.toString(), answer.toJson()));
    refusals.forEach((status, refusal) -> responses.set(status.toString(), refusal.inOperation()));
    return json;
  }

  private Operation parameter(
      String place, String name, String says, Schema value, Object example) {
    parameters.add(new Parameter(place, name, says, value, example));
    return this;
  }
}
