package io.shortener.retries;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer as it goes to the client, the first time and each time again.
 *
 * @param headers names and values in turn
 * @param body discarded by whoever sends it
 */
record Answer(int status, List<String> headers, Spool body) {
  static final String REPLAYED = "Idempotency-Replayed";

  /**
   * What a route answered.
   *
   * @param answer with its headers; its body is in the spool already
   */
  static Answer of(Response answer, Spool body) {
    List<String> headers = new ArrayList<>();
    for (Map.Entry<String, List<String>> header : answer.getStringHeaders().entrySet()) {
      for (String value : header.getValue()) {
        headers.add(header.getKey());
        headers.add(value);
      }
    }
    return new Answer(answer.getStatus(), headers, body);
  }

  /** For the client whose request did it. */
  Response first() {
    return builder().build();
  }

  /** For the client who asks again. */
  Response replayed() {
    return builder().header(REPLAYED, true).build();
  }

  private Response.ResponseBuilder builder() {
    Response.ResponseBuilder answer = Response.status(status);
    for (int i = 0; i < headers.size(); i += 2) {
      answer.header(headers.get(i), headers.get(i + 1));
    }
    if (!headers.contains(HttpHeaders.CONTENT_TYPE)) {
      return answer;
    }
    StreamingOutput output =
        target -> {
          try (InputStream bytes = body.stream()) {
            bytes.transferTo(target);
          } finally {
            body.discard();
          }
        };
    return answer.entity(output);
  }
}
