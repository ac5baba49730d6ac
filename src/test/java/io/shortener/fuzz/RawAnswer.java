package io.shortener.fuzz;

import com.google.common.base.Ascii;
import io.shortener.reference.ApiDocument.Seen;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came back; headers as lines, the body with one character per byte. */
record RawAnswer(int status, List<String> headers, String body) {
  Optional<String> header(String name) {
    String start = name + ":";
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  /** As the API's document speaks of answers. */
  Seen seen() {
    Map<String, String> fields = new HashMap<>();
    for (String line : headers) {
      String[] parts = line.split(":", 2);
      fields.putIfAbsent(Ascii.toLowerCase(parts[0]), parts[1].strip());
    }
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    return new Seen(status, fields, new String(bytes, StandardCharsets.UTF_8));
  }

  boolean keepsAlive() {
    boolean framed =
        status == 204
            || header("Content-Length").isPresent()
            || header("Transfer-Encoding").isPresent();
    return framed && header("Connection").filter("close"::equalsIgnoreCase).isEmpty();
  }

  String dump() {
    return status + "\n" + String.join("\n", headers) + "\n\n" + Escaped.text(body);
  }
}
