package io.shortener.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.base.Throwables;
import io.dropwizard.auth.Authenticator;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The keys that were shown to this instance lately. Thread-safe.
 *
 * <p>Whoever shows a key that is being looked up has what comes of that, a failure too: a database
 * that hangs is not waited for by one after the other.
 *
 * <p>A key that is revoked here is refused at once: with it its lookup is forgotten, so that one
 * that saw it before cannot bring it back. One that is revoked elsewhere is believed for {@link
 * #TRUST} at most.
 */
final class KnownKeys implements Authenticator<String, StoredKey> {
  /** How long a key is believed, or is taken for unknown, without asking the database. */
  static final Duration TRUST = Duration.ofSeconds(5);

  private static final int LIMIT = 10_000;

  /** By prefix, what came or will come of looking them up. */
  private final Cache<String, CompletableFuture<Optional<StoredKey>>> keys;

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
    CompletableFuture<Optional<StoredKey>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<StoredKey>> known = keys.asMap().putIfAbsent(prefix, mine);
    if (known != null) {
      return result(known);
    }
    lookUp(prefix, mine);
    return result(mine);
  }

  /** However it ends, those who share it are told: they wait for nothing else. */
  private void lookUp(String prefix, CompletableFuture<Optional<StoredKey>> lookup) {
    try {
      lookup.complete(database.apply(prefix));
    } catch (Throwable e) {
      keys.asMap().remove(prefix, lookup);
      lookup.completeExceptionally(e);
    }
  }

  private static Optional<StoredKey> result(CompletableFuture<Optional<StoredKey>> lookup) {
    try {
      return lookup.join();
    } catch (CompletionException e) {
      Throwables.throwIfUnchecked(Objects.requireNonNull(e.getCause()));
      throw e;
    }
  }
}
