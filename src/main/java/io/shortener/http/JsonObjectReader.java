package io.shortener.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Reads a body as {@link JsonObject}: UTF-8, one document, no more than {@link #MAX_BYTES}. */
public final class JsonObjectReader implements MessageBodyReader<JsonObject> {
  /** The largest JSON body that is read, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int MAX_DEPTH = 500;

  /** PostgreSQL's numeric takes more; nobody means a number of a thousand digits. */
  private static final int MAX_DIGITS = 1000;

  private final ObjectReader json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_DIGITS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(JsonNode.class);

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == JsonObject.class;
  }

  @Override
  public JsonObject readFrom(
      Class<JsonObject> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw ApiException.tooLarge("Request body too large");
    }
    if (!isJson(mediaType)) {
      throw invalid();
    }
    return read(bytes);
  }

  /** Reads what a body would be. */
  JsonObject read(byte[] bytes) {
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw invalid();
    }
  }

  /** Reads what the text of a body would be. */
  JsonObject read(String text) {
    try {
      JsonNode document = json.readTree(text);
      if (document instanceof ObjectNode object && isStorable(object)) {
        return new JsonObject(object);
      }
    } catch (JsonProcessingException | NumberFormatException e) {
      // The parser's own words name classes; the client reads the contract's. An exponent that no
      // number has comes as a NumberFormatException.
    }
    throw invalid();
  }

  private static boolean isStorable(JsonNode node) {
    if (node.isTextual()) {
      return Text.isStorable(node.textValue());
    }
    if (node.isBigDecimal()) {
      BigDecimal number = node.decimalValue();
      return Math.abs((long) number.scale()) + number.precision() <= MAX_DIGITS;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!Text.isStorable(field.getKey())) {
        return false;
      }
    }
    for (JsonNode child : node) {
      if (!isStorable(child)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a body of the type is read as JSON. */
  public static boolean isJson(MediaType type) {
    String subtype = type.getSubtype().toLowerCase(Locale.ROOT);
    String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
    return type.getType().equalsIgnoreCase("application")
        && (subtype.equals("json") || subtype.endsWith("+json"))
        && charset.equalsIgnoreCase("utf-8");
  }

  static ApiException invalid() {
    return ApiException.badRequest("Invalid JSON");
  }
}
