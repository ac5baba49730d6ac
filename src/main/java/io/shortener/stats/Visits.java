package io.shortener.stats;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** How many visits there were of each kind. */
@JsonPropertyOrder({"clicks", "human", "bot", "preview", "prefetch"})
record Visits(long human, long bot, long preview, long prefetch) {
  static final Visits NONE = new Visits(0, 0, 0, 0);

  /** All of them. */
  @JsonProperty
  long clicks() {
    return human + bot + preview + prefetch;
  }

  Visits plus(Visits other) {
    return new Visits(
        human + other.human, bot + other.bot, preview + other.preview, prefetch + other.prefetch);
  }
}
