package io.shortener.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the elements of a JSON array without reading what is in them. */
final class JsonArrayRows implements ObjectRows {
  /** A number is not converted here: one that is too long spoils its own element alone. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(JsonObjectReader.MAX_BYTES).build())
          .build();

  private final SpooledBody body;
  private final JsonObjectReader reader = new JsonObjectReader();
  private final JsonParser parser;
  private long number;

  JsonArrayRows(SpooledBody body) throws IOException {
    this.body = body;
    this.parser = JSON.createParser(body.stream());
    if (token() != JsonToken.START_ARRAY) {
      throw JsonObjectReader.invalid();
    }
  }

  @Override
  public Optional<ObjectRow> next() throws IOException {
    try {
      JsonToken token = token();
      if (token == JsonToken.END_ARRAY) {
        if (token() != null) {
          throw JsonObjectReader.invalid();
        }
        return Optional.empty();
      }
      long start = parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      long end = parser.currentLocation().getByteOffset();
      if (token == null || start < 0) {
        // The body ends too early, or is of an encoding whose bytes are not counted.
        throw JsonObjectReader.invalid();
      }
      return Optional.of(ObjectRows.at(body, reader, ++number, start, end));
    } catch (JsonProcessingException | CharConversionException e) {
      throw JsonObjectReader.invalid();
    }
  }

  private @Nullable JsonToken token() throws IOException {
    try {
      return parser.nextToken();
    } catch (JsonProcessingException | CharConversionException e) {
      throw JsonObjectReader.invalid();
    }
  }
}
