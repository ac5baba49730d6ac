package io.shortener.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.common.base.Suppliers;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The document, written once; what is sent names the address by which the client knows the service,
 * as often as clients find another. Thread-safe.
 */
final class Documents {
  /** Stands where the address will; nobody has it (RFC 2606). */
  private static final String PLACE = "https://address.invalid";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .build();

  private final Supplier<ObjectNode> document;
  private final Supplier<String> json = Suppliers.memoize(() -> text(JsonText.MAPPER));
  private final Supplier<String> yaml = Suppliers.memoize(() -> text(YAML));

  Documents(Catalogue catalogue) {
    this.document = Suppliers.memoize(() -> new OpenApi(catalogue.descriptions()).document(PLACE));
  }

  /** For who knows the service by this address. */
  Rendering json(String address) {
    return rendering(json.get(), JsonText.MAPPER, address);
  }

  /** The same as YAML. */
  Rendering yaml(String address) {
    return rendering(yaml.get(), YAML, address);
  }

  private String text(ObjectMapper form) {
    return write(form, document.get());
  }

  private static Rendering rendering(String text, ObjectMapper form, String address) {
    String addressed = text.replace(quoted(form, PLACE), quoted(form, address));
    return new Rendering(addressed.getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(ObjectMapper form, String address) {
    return write(form, TextNode.valueOf(address)).strip();
  }

  private static String write(ObjectMapper form, JsonNode node) {
    try {
      return form.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
