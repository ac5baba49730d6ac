package io.shortener.clicks;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.validation.MinDataSize;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The {@code clicks} section of the configuration.
 *
 * @param durability committed when not given
 * @param journalLimit what the journal may grow to, 2 GiB when not given; SQLite would take less
 *     than a page as no limit
 */
public record ClickSettings(
    @JsonProperty Durability durability,
    @JsonProperty @MinDataSize(value = 1, unit = DataSizeUnit.MEBIBYTES) DataSize journalLimit) {
  public ClickSettings(@Nullable Durability durability, @Nullable DataSize journalLimit) {
    this.durability = durability == null ? Durability.COMMITTED : durability;
    this.journalLimit = journalLimit == null ? DataSize.gibibytes(2) : journalLimit;
  }

  /** What holds where nothing is said. */
  public static ClickSettings defaults() {
    return new ClickSettings(null, null);
  }

  /** When a visitor is sent on. */
  public enum Durability {
    /** When the click is committed, or on the disk of this machine. */
    COMMITTED,
    /** At once; a crash costs the clicks that were still waiting in memory. */
    RELAXED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
