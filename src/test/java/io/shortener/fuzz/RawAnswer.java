package io.shortener.fuzz;

import java.util.List;
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
