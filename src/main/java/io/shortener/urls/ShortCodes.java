package io.shortener.urls;

import java.security.SecureRandom;
import java.util.Set;
import java.util.function.Supplier;

/** Draws codes for new urls. Thread-safe. */
public final class ShortCodes implements Supplier<String> {
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

  /** Whether a path is a slash and what could be a url's code. */
  public static boolean isCodePath(String path) {
    if (path.length() != LENGTH + 1) {
      return false;
    }
    for (int i = 1; i < path.length(); i++) {
      if (!isCodeCharacter(path.charAt(i))) {
        return false;
      }
    }
    return !RESERVED.contains(path.substring(1));
  }

  private static boolean isCodeCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private String draw() {
    StringBuilder code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }
}
