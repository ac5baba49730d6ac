package io.shortener.urls;

import java.security.SecureRandom;
import java.util.Set;
import java.util.function.Supplier;

/** Draws codes for new urls. Thread-safe. */
public final class ShortCodes implements Supplier<String> {
  /** The form of every code, as a path template and as the schema's check have it. */
  public static final String FORM = "[A-Za-z0-9]{6}";

  /** First path segments that the service or its proxy routes: never a code. */
  static final Set<String> RESERVED =
      Set.of(
          "users",
          "urls",
          "shorten",
          "events",
          "health",
          "healthcheck",
          "metrics",
          "logs",
          "chaos");

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 6;

  private final SecureRandom random;

  public ShortCodes(SecureRandom random) {
    this.random = random;
  }

  /** A code that no route has; whether a url has it, the database knows. */
  @Override
  public String get() {
    String code = draw();
    while (RESERVED.contains(code)) {
      code = draw();
    }
    return code;
  }

  private String draw() {
    StringBuilder code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }
}
