package io.shortener.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.auth.Authenticator;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The keys that were shown to this instance lately. Thread-safe.
 *
 * <p>A key that is revoked here is refused at once: it is forgotten under the lock under which it
 * is looked up, so that a lookup that saw it before cannot bring it back. One that is revoked
 * elsewhere is believed for {@link #TRUST} at most.
 */
final class KnownKeys implements Authenticator<String, StoredKey> {
  /** How long a key is believed, or is taken for unknown, without asking the database. */
  static final Duration TRUST = Duration.ofSeconds(5);

  private static final int LIMIT = 10_000;

  private final Cache<String, Optional<StoredKey>> keys;
  private final Function<String, Optional<StoredKey>> database;
  private final Clock clock;

  /**
   * @param database finds a key by its prefix; throws when it cannot
   */
  KnownKeys(Function<String, Optional<StoredKey>> database, Clock clock, LongSupplier nanoTime) {
    this.keys =
        Caffeine.newBuilder()
            .maximumSize(LIMIT)
            .expireAfterWrite(TRUST)
            .ticker(nanoTime::getAsLong)
            .build();
    this.database = database;
    this.clock = clock;
  }

  /** The key that somebody shows; empty when there is none, or none any more. */
  @Override
  public Optional<StoredKey> authenticate(String shown) {
    return KeySecret.parse(shown)
        .flatMap(secret -> find(secret.prefix()).filter(key -> key.isOf(secret)))
        .filter(key -> !key.isExpired(clock.instant()));
  }

  /** The key that begins so is no more. */
  void forget(String prefix) {
    keys.invalidate(prefix);
  }

  private Optional<StoredKey> find(String prefix) {
    return keys.get(prefix, database);
  }
}
