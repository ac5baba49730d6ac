package io.shortener.access;

import java.util.Locale;

/** Whether the API asks for keys. */
public enum Access {
  /** Whoever reaches it may do everything. */
  OPEN,
  /** Only who has a key, and what the key is good for. */
  KEYS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
