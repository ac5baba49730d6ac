package io.shortener.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * The {@code limits} section of the configuration: what one client may do in a minute, 0 for
 * anything.
 *
 * @param writes requests that change something, 30,000 when not given
 * @param unknownCodes visits of codes that lead nowhere, 600 when not given
 */
public record LimitSettings(
    @JsonProperty @Min(0) @Max(LimitSettings.MOST) Integer writes,
    @JsonProperty @Min(0) @Max(LimitSettings.MOST) Integer unknownCodes) {
  static final int MOST = 100_000_000;

  private static final int USUAL_WRITES = 30_000;
  private static final int USUAL_UNKNOWN_CODES = 600;

  public LimitSettings(@Nullable Integer writes, @Nullable Integer unknownCodes) {
    this.writes = writes == null ? USUAL_WRITES : writes;
    this.unknownCodes = unknownCodes == null ? USUAL_UNKNOWN_CODES : unknownCodes;
  }

  /** What holds where nothing is said. */
  public static LimitSettings defaults() {
    return new LimitSettings(null, null);
  }
}
