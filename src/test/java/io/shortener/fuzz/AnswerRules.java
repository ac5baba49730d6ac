package io.shortener.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Compares an answer with the contract. */
final class AnswerRules {
  private static final Pattern FROM_INSIDE =
      Pattern.compile(
          "io\\.shortener|org\\.|java\\.|javax\\.|jakarta|Exception|SELECT|SQL|(?i:<html)");
  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7E]+");

  private final Draft draft;
  private final RawAnswer answer;
  private final List<String> faults = new ArrayList<>();

  private AnswerRules(Draft draft, RawAnswer answer) {
    this.draft = draft;
    this.answer = answer;
  }

  /** What is wrong with the answer; empty when nothing is. */
  static List<String> faults(Draft draft, RawAnswer answer) {
    AnswerRules rules = new AnswerRules(draft, answer);
    rules.judge();
    return rules.faults;
  }

  private void judge() {
    int status = answer.status();
    if (!draft.allowed().contains(status)) {
      faults.add("Status " + status + " is none of " + draft.allowed());
    }
    if (draft.parses && answer.header("X-Request-ID").filter(id -> !id.isBlank()).isEmpty()) {
      faults.add("No X-Request-ID");
    }
    if (status == 405) {
      judgeAllow();
    }
    if (status == 302) {
      judgeRedirect();
    }
    if (status == 204
        || status == 302
        || status == 304
        || (draft.method.equals("OPTIONS") && status == 200)) {
      judgeEmpty();
    } else if (!draft.method.equals("HEAD")) {
      judgeBody();
    }
  }

  private void judgeAllow() {
    Set<String> named = new TreeSet<>(List.of(answer.header("Allow").orElse("").split(", *")));
    if (draft.endpoint == Endpoint.WRONG_METHOD
        && !named.equals(new TreeSet<>(draft.route.allowed()))) {
      faults.add("Allow is " + named + " instead of " + draft.route.allowed());
    }
    if (named.contains("") || (draft.raw.isEmpty() && named.contains(draft.method))) {
      faults.add("Allow does not say what is allowed");
    }
  }

  private void judgeRedirect() {
    String location = answer.header("Location").orElse("");
    if (!VISIBLE.matcher(location).matches() || !location.matches("(?i)https?://.*")) {
      faults.add("Location is not usable");
    }
    if (answer.header("Cache-Control").isEmpty()) {
      faults.add("No Cache-Control");
    }
  }

  private void judgeEmpty() {
    if (!answer.body().isEmpty() || answer.header("Content-Type").isPresent()) {
      faults.add("There is a body, or a type of one");
    }
    if (draft.method.equals("OPTIONS") && answer.header("Allow").isEmpty()) {
      faults.add("OPTIONS without Allow");
    }
  }

  private void judgeBody() {
    String type = answer.header("Content-Type").orElse("none");
    String name = type.split(";", 2)[0];
    if (answer.status() < 400 && draft.raw.isEmpty() && !draft.types.contains(name)) {
      faults.add("Content-Type is none of " + draft.types + ": " + type);
      return;
    }
    if (answer.status() < 400 && !name.equalsIgnoreCase("application/json")) {
      if (draft.raw.isEmpty()) {
        faults.addAll(ListForms.faults(draft.route, name, answer.body()));
      }
      return;
    }
    if (!type.matches("(?i)application/json(; *charset=utf-8)?")) {
      faults.add("Content-Type is " + type);
    }
    Optional<JsonNode> json = json();
    if (json.isEmpty()) {
      faults.add("The body is not JSON");
    } else if (answer.status() >= 400) {
      judgeError(json.get());
    } else if (draft.raw.isEmpty()) {
      faults.addAll(Shapes.faults(draft.route, json.get()).stream().limit(3).toList());
      judgeEchoes(json.get());
      judgeOutcomes(json.get());
    }
  }

  /** The body as JSON, whatever the status. */
  Optional<JsonNode> json() {
    return json(answer);
  }

  static Optional<JsonNode> json(RawAnswer answer) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.ISO_8859_1)))
              .toString();
      return Optional.ofNullable(AnswerJson.READER.readTree(text))
          .filter(JsonNode::isContainerNode);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void judgeError(JsonNode json) {
    String message = json.path("error").asText();
    if (json.size() != 2
        || !json.path("error").isTextual()
        || message.isBlank()
        || !json.path("status").isInt()
        || json.path("status").intValue() != answer.status()) {
      faults.add("The error has not the one shape of all errors");
    }
    if (FROM_INSIDE.matcher(answer.body()).find()) {
      faults.add("The error tells of the inside");
    }
    if (!draft.allowsMessage(answer.status(), message)) {
      faults.add("The error is not the one that the contract names");
    }
  }

  private void judgeOutcomes(JsonNode json) {
    if (draft.outcomes.isEmpty()) {
      return;
    }
    if (json.size() != draft.outcomes.size()) {
      faults.add(json.size() + " results of " + draft.outcomes.size() + " rows");
      return;
    }
    for (int i = 0; i < json.size(); i++) {
      int status = json.get(i).path("status").asInt();
      if (!draft.outcomes.get(i).contains(status)) {
        faults.add("Row " + (i + 1) + ": " + status + " is none of " + draft.outcomes.get(i));
      }
    }
  }

  private void judgeEchoes(JsonNode json) {
    draft.echoes.forEach(
        (name, sent) -> {
          JsonNode back = json.get(name);
          if (back != null && !AnswerJson.equal(sent, back)) {
            faults.add("'" + name + "' came back as " + back + " instead of " + sent);
          }
        });
    if (draft.echoes.containsKey("url")
        && draft.route == Endpoint.SHORTEN
        && !AnswerJson.equal(draft.echoes.get("url"), json.path("original_url"))) {
      faults.add("The URL came back as another");
    }
  }
}
