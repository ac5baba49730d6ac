package io.shortener.clicks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Clicks as a journal has them. */
final class ClickJson {
  private static final ObjectMapper JSON = Jackson.newObjectMapper();
  private static final TypeReference<List<Click>> CLICKS = new TypeReference<>() {};

  private ClickJson() {}

  static String write(List<Click> clicks) {
    try {
      return JSON.writeValueAsString(clicks);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Clicks can be written as JSON", e);
    }
  }

  static List<Click> read(String clicks) {
    try {
      return JSON.readValue(clicks, CLICKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
