package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What a code may be; draws those of new urls. Thread-safe. */
public final class ShortCodes implements Supplier<String> {
  /** First path segments that the service or its proxy routes, or may once: never a code. */
  static final Set<String> RESERVED =
      Set.of(
          "admin",
          "api",
          "auth",
          "changes",
          "chaos",
          "docs",
          "domains",
          "events",
          "export",
          "health",
          "healthcheck",
          "import",
          "keys",
          "login",
          "logout",
          "logs",
          "metrics",
          "openapi",
          "ping",
          "qr",
          "reference",
          "shorten",
          "static",
          "stats",
          "tags",
          "tasks",
          "urls",
          "users");

  /** The most characters of a code. */
  public static final int LIMIT = 64;

  private static final int USUAL_LENGTH = 6;

  private final SecureRandom random;
  private final ShortCodeSettings settings;

  /**
   * @param settings of the codes that are drawn; a code that somebody chooses may be another
   */
  public ShortCodes(SecureRandom random, ShortCodeSettings settings) {
    this.random = random;
    this.settings = settings;
  }

  /** A code that no route has; whether a url has it, the database knows. */
  @Override
  public String get() {
    String code = draw();
    while (isReserved(code)) {
      code = draw();
    }
    return code;
  }

  /**
   * Reads the code that a url shall have; empty when one is to be drawn.
   *
   * @throws ApiException 400 when it cannot be a code
   */
  static Optional<String> chosen(JsonObject body) {
    if (!body.has("short_code")) {
      return Optional.empty();
    }
    String code = body.text("short_code").filter(ShortCodes::isCode).orElse("");
    if (code.isEmpty()) {
      throw ApiException.badRequest(
          "'short_code' must be 1 to " + LIMIT + " of the characters A-Z, a-z, 0-9, _ and -");
    }
    if (isReserved(code)) {
      throw ApiException.badRequest("'short_code' must not be a word that the service uses");
    }
    return Optional.of(code);
  }

  /** What could be a url's code in a path of that alone; empty when the path is another. */
  public static Optional<String> inPath(String path) {
    return path.startsWith("/") && path.length() <= LIMIT + 1
        ? Optional.of(path.substring(1)).filter(ShortCodes::isPossible)
        : Optional.empty();
  }

  /** Whether visitors could come to a url by this code. */
  public static boolean isPossible(String code) {
    return isCode(code) && !RESERVED.contains(code);
  }

  /**
   * Whether a code is of the form that nothing but a code has. What a visitor asks for in another
   * form may be meant as a code or as a path that the service does not have.
   */
  public static boolean isUsual(String code) {
    return code.length() == USUAL_LENGTH && code.indexOf('_') < 0 && code.indexOf('-') < 0;
  }

  /** Whether a code is of the right form. A loop, because every visit comes by here. */
  public static boolean isCode(String code) {
    if (code.isEmpty() || code.length() > LIMIT) {
      return false;
    }
    for (int i = 0; i < code.length(); i++) {
      if (!isCodeCharacter(code.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isCodeCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /** In any case: people do not tell {@code /Users} from {@code /users}. */
  private static boolean isReserved(String code) {
    return RESERVED.contains(code.toLowerCase(Locale.ROOT));
  }

  private String draw() {
    String alphabet = settings.alphabet().characters();
    StringBuilder code = new StringBuilder(settings.length());
    for (int i = 0; i < settings.length(); i++) {
      code.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return code.toString();
  }
}
