package io.shortener.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.nio.charset.StandardCharsets;

/**
 * The document, written once for each address by which clients know the service. Thread-safe.
 *
 * <p>Where no setting names the address, clients do: only the newest few are kept.
 */
final class Documents {
  private static final int ADDRESSES = 16;

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .build();

  private final Catalogue catalogue;
  private final LoadingCache<String, Document> documents =
      Caffeine.newBuilder().maximumSize(ADDRESSES).build(this::write);

  Documents(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The document for who knows the service by this address. */
  Document of(String address) {
    return documents.get(address);
  }

  private Document write(String address) {
    ObjectNode document = new OpenApi(catalogue.descriptions()).document(address);
    return new Document(rendering(JsonText.MAPPER, document), rendering(YAML, document));
  }

  private static Rendering rendering(ObjectMapper form, ObjectNode document) {
    try {
      String text = form.writerWithDefaultPrettyPrinter().writeValueAsString(document);
      return new Rendering(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The document in its two forms. */
  record Document(Rendering json, Rendering yaml) {}
}
