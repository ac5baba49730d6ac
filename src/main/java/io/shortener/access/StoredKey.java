package io.shortener.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;

/**
 * A key with what it is recognised by.
 *
 * @param secretHash as {@link KeySecret#hash} makes it
 */
public record StoredKey(@Nested Key key, String secretHash) implements Principal {
  /** Whether the secret is this key's, in a time that does not tell how nearly. */
  boolean isOf(KeySecret secret) {
    return MessageDigest.isEqual(
        secretHash.getBytes(StandardCharsets.US_ASCII),
        secret.hash().getBytes(StandardCharsets.US_ASCII));
  }

  boolean isExpired(Instant now) {
    Instant end = key.expiresAt();
    return end != null && !now.isBefore(end);
  }

  @Override
  public String getName() {
    return key.name();
  }
}
