package io.shortener.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An answer that a route may give: a status, its headers and what may be in the body. */
final class Answer {
  private final String text;
  private final List<Content> contents;
  private final Map<String, Header> headers = new LinkedHashMap<>();

  Answer(String text, List<Content> contents) {
    this.text = text;
    this.contents = contents;
  }

  void header(String name, Header header) {
    headers.put(name, header);
  }

  Stream<Schema> schemas() {
    return Stream.concat(
        contents.stream().map(Content::schema), headers.values().stream().map(Header::schema));
  }

  ObjectNode toJson() {
    ObjectNode json = JsonText.MAPPER.createObjectNode().put("description", text);
    ObjectNode sent = json.putObject("headers");
    sent.set("X-Request-ID", Header.reference("X-Request-ID"));
    headers.forEach((name, header) -> sent.set(name, header.toJson()));
    if (!contents.isEmpty()) {
      ObjectNode content = json.putObject("content");
      contents.forEach(body -> content.set(body.mediaType(), body.toJson()));
    }
    return json;
  }
}
