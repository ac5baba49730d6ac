package io.shortener.urls;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * The {@code shortCodes} section of the configuration: the codes that are drawn from now on. Those
 * that were given out lead on whatever it says.
 *
 * @param length from 4 to 32; 6 when not given
 * @param alphabet {@code full} when not given
 */
public record ShortCodeSettings(
    @JsonProperty @Min(4) @Max(32) int length, @JsonProperty Alphabet alphabet) {
  private static final int USUAL_LENGTH = 6;

  public ShortCodeSettings {
    length = length == 0 ? USUAL_LENGTH : length;
    alphabet = given(alphabet);
  }

  /** Six characters of the full alphabet. */
  public static ShortCodeSettings defaults() {
    return new ShortCodeSettings(USUAL_LENGTH, Alphabet.FULL);
  }

  private static Alphabet given(@Nullable Alphabet alphabet) {
    return alphabet == null ? Alphabet.FULL : alphabet;
  }

  /** What codes are made of. */
  public enum Alphabet {
    /** All letters and digits. */
    FULL("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),

    /** Those that nobody takes for another when he reads them from paper. */
    READABLE("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789");

    private final String characters;

    Alphabet(String characters) {
      this.characters = characters;
    }

    String characters() {
      return characters;
    }
  }
}
