package io.shortener.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes instants as UTC to the second, without zone: {@code 2026-01-31T23:59:59}. */
public final class UtcSeconds extends StdSerializer<Instant> {
  private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  public UtcSeconds() {
    super(Instant.class);
  }

  @Override
  public void serialize(Instant instant, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeString(FORMAT.format(instant));
  }
}
