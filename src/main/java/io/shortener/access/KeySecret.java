package io.shortener.access;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the holder of a key shows: a prefix by which people and the database find the key, and 256
 * random bits, which nobody keeps but the holder.
 *
 * @param text all of it
 */
record KeySecret(String prefix, String text) {
  private static final Pattern FORM = Pattern.compile("(sk_[0-9a-f]{12})_[A-Za-z0-9_-]{43}");
  private static final int PREFIX_BYTES = 6;
  private static final int SECRET_BYTES = 32;

  /** A new one. */
  static KeySecret draw(SecureRandom random) {
    byte[] name = new byte[PREFIX_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(name);
    random.nextBytes(secret);
    String prefix = "sk_" + HexFormat.of().formatHex(name);
    return new KeySecret(
        prefix, prefix + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Reads what somebody shows; empty when it is no key of ours. */
  static Optional<KeySecret> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? Optional.of(new KeySecret(form.group(1), text)) : Optional.empty();
  }

  /** What is stored of it. No salt and no slow hash: nobody tries out 256 random bits. */
  String hash() {
    return Hashing.sha256().hashString(text, StandardCharsets.US_ASCII).toString();
  }

  /** Without what must not reach a log. */
  @Override
  public String toString() {
    return prefix;
  }
}
