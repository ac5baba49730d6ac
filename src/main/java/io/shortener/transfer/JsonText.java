package io.shortener.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.shortener.http.Text;
import java.io.IOException;

/**
 * Tells whether a text is JSON that the database can keep, without making anything of it. It is
 * less strict than the API: what an instance has, it has to take back.
 */
final class JsonText {
  private static final int MAX_DEPTH = 5_000;
  private static final int MAX_DIGITS = 100_000;

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_DIGITS)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * The same text, or that of an empty object for an empty text.
   *
   * @throws RefusedException when it is not one JSON object
   */
  String object(String column, String text) {
    if (text.isEmpty()) {
      return "{}";
    }
    try (JsonParser parser = json.createParser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT && isStorable(parser)) {
        return text;
      }
    } catch (IOException e) {
      // Refused below, as other JSON that is no object.
    }
    throw new RefusedException(column + " is not a JSON object");
  }

  /** Reads on to the end of the object, after which there must be nothing. */
  private static boolean isStorable(JsonParser parser) throws IOException {
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
        depth--;
      } else if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
        if (!Text.isStorable(parser.getText())) {
          return false;
        }
      }
    }
    return parser.nextToken() == null;
  }
}
