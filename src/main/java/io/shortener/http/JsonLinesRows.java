package io.shortener.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Finds the lines of a body without keeping what is in them. */
final class JsonLinesRows implements ObjectRows {
  private final SpooledBody body;
  private final JsonObjectReader reader = new JsonObjectReader();
  private final InputStream bytes;
  private long position;
  private long number;

  JsonLinesRows(SpooledBody body) throws IOException {
    this.body = body;
    this.bytes = body.stream();
  }

  @Override
  public Optional<ObjectRow> next() throws IOException {
    while (true) {
      long start = position;
      boolean isBlank = true;
      int b = bytes.read();
      while (b >= 0 && b != '\n') {
        isBlank &= b == ' ' || b == '\t' || b == '\r';
        position++;
        b = bytes.read();
      }
      long end = position++;
      if (!isBlank) {
        return Optional.of(ObjectRows.at(body, reader, ++number, start, end));
      }
      if (b < 0) {
        return Optional.empty();
      }
    }
  }
}
