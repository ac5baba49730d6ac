package io.shortener.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import com.google.common.collect.Streams;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An entry of JSON; a dot in a name leads into an object. */
record JsonEntry(long place, JsonNode object) implements Entry {
  @Override
  public Optional<String> text(List<String> names) {
    return names.stream()
        .flatMap(name -> find(name).stream())
        .filter(JsonNode::isValueNode)
        .map(JsonNode::asText)
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  @Override
  public List<String> texts(List<String> names, String separators) {
    return names.stream()
        .flatMap(name -> find(name).stream())
        .limit(1)
        .flatMap(Streams::stream)
        .map(JsonNode::asText)
        .toList();
  }

  private Optional<JsonNode> find(String path) {
    Optional<JsonNode> found = Optional.of(object);
    for (String name : Splitter.on('.').split(path)) {
      found = found.flatMap(node -> field(node, ForeignFile.comparable(name)));
    }
    return found.filter(node -> !node.isNull());
  }

  private static Optional<JsonNode> field(JsonNode node, String name) {
    return node.properties().stream()
        .filter(field -> ForeignFile.comparable(field.getKey()).equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
