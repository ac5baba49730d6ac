package io.shortener.http;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key is good for. */
public enum Scope {
  /** Reading everything but keys. */
  READ,
  /** Making links of the key's owner, and seeing and changing those. */
  CREATE,
  /** Reading and changing everything but keys. */
  WRITE,
  /** Everything. */
  ADMIN;

  /** The scope of this name; empty when there is none. */
  public static Optional<Scope> of(String name) {
    return Arrays.stream(values()).filter(scope -> scope.toString().equals(name)).findFirst();
  }

  /** Whether who has this scope may do what another is asked for. */
  public boolean includes(Scope other) {
    return switch (this) {
      case READ, CREATE -> this == other;
      case WRITE -> other != ADMIN;
      case ADMIN -> true;
    };
  }

  @Override
  @JsonValue
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
