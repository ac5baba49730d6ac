package io.shortener.redirect;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.DataSize;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * The {@code linkCache} section of the configuration.
 *
 * @param size how much memory known links may take, half of the heap when not given or 0
 * @param warm how many of the most visited links are known again after a restart, 10,000 when not
 *     given
 */
public record LinkCacheSettings(@JsonProperty DataSize size, @JsonProperty @Min(0) Integer warm) {
  private static final int USUAL_WARM = 10_000;

  public LinkCacheSettings(@Nullable DataSize size, @Nullable Integer warm) {
    this.size =
        size == null || size.toBytes() == 0
            ? DataSize.bytes(Runtime.getRuntime().maxMemory() / 2)
            : size;
    this.warm = warm == null ? USUAL_WARM : warm;
  }

  /** What holds where nothing is said. */
  public static LinkCacheSettings defaults() {
    return new LinkCacheSettings(null, null);
  }
}
