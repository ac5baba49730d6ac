package io.shortener.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Streams;
import io.shortener.http.Rows;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A body of one media type.
 *
 * @param example what it may look like
 */
public record Content(String mediaType, Schema schema, JsonNode example) {
  /**
   * JSON.
   *
   * @param example its text
   */
  public static Content json(Schema schema, String example) {
    return of(MediaType.APPLICATION_JSON, schema, example);
  }

  /**
   * Something else that has a schema.
   *
   * @param example as JSON
   */
  public static Content of(String mediaType, Schema schema, String example) {
    return new Content(mediaType, schema, JsonText.read(example));
  }

  /** Text of another media type. */
  public static Content text(String mediaType, String example) {
    return new Content(
        mediaType, Schema.text(), JsonText.MAPPER.getNodeFactory().textNode(example));
  }

  /**
   * A form with a file in its field {@code file}.
   *
   * @param example what the file has
   */
  public static Content form(String says, String example) {
    return new Content(
        MediaType.MULTIPART_FORM_DATA,
        Schema.object().required("file", Schema.file().says(says)),
        JsonText.MAPPER.createObjectNode().put("file", example));
  }

  /** Bytes that nobody reads. */
  public static Content bytes(String mediaType) {
    return new Content(mediaType, Schema.file(), JsonText.MAPPER.missingNode());
  }

  /**
   * A list in each of the forms that {@link Rows} have.
   *
   * @param example the text of one row as JSON
   */
  public static List<Content> rows(Schema row, String example) {
    ObjectNode object = (ObjectNode) JsonText.read(example);
    return List.of(
        new Content(
            MediaType.APPLICATION_JSON,
            Schema.list(row),
            JsonText.MAPPER.createArrayNode().add(object)),
        text(Rows.CSV, csv(object)),
        text(Rows.JSON_LINES, object + "\n"));
  }

  private static String csv(ObjectNode row) {
    Stream<String> names = Streams.stream(row.fieldNames());
    Stream<String> values = Streams.stream(row.elements()).map(Content::csvField);
    return names.collect(Collectors.joining(","))
        + "\r\n"
        + values.collect(Collectors.joining(","))
        + "\r\n";
  }

  private static String csvField(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    String text = value.isContainerNode() ? value.toString() : value.asText();
    return text.contains(",") || text.contains("\"")
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }

  /** What stands below the media type in the document. */
  ObjectNode toJson() {
    ObjectNode json = JsonText.MAPPER.createObjectNode();
    json.set("schema", schema.json());
    if (!example.isMissingNode()) {
      json.set("example", example);
    }
    return json;
  }
}
