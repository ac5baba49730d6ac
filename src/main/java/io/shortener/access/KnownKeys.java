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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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

  private final Cache<String, Optional<StoredKey>> keys;
  private final ConcurrentMap<String, CompletableFuture<Optional<StoredKey>>> lookups =
      new ConcurrentHashMap<>();
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
    lookups.remove(prefix);
    keys.invalidate(prefix);
  }

  private Optional<StoredKey> find(String prefix) {
    Optional<StoredKey> known = keys.getIfPresent(prefix);
    if (known != null) {
      return known;
    }
    CompletableFuture<Optional<StoredKey>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<StoredKey>> running = lookups.putIfAbsent(prefix, mine);
    if (running != null) {
      return result(running);
    }
    lookUp(prefix, mine);
    return result(mine);
  }

  /** However it ends, those who share it are told: they wait for nothing else. */
  private void lookUp(String prefix, CompletableFuture<Optional<StoredKey>> lookup) {
    try {
      Optional<StoredKey> found = database.apply(prefix);
      keep(prefix, lookup, found);
      lookup.complete(found);
    } catch (Throwable e) {
      lookups.remove(prefix, lookup);
      lookup.completeExceptionally(e);
    }
  }

  /** Under the lookup's lock, so that it is forgotten either before, and not kept, or after. */
  private void keep(
      String prefix, CompletableFuture<Optional<StoredKey>> lookup, Optional<StoredKey> found) {
    lookups.computeIfPresent(
        prefix,
        (same, running) -> {
          if (running != lookup) {
            return running;
          }
          keys.put(prefix, found);
          return null;
        });
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
