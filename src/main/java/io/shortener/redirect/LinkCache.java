package io.shortener.redirect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.shortener.http.ApiException;
import io.shortener.urls.Link;
import io.shortener.urls.LinkListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The links that this instance knows by their {@link Link#address}, within a bound of memory, and
 * for how long it may believe them. Thread-safe.
 *
 * <p>A link is believed as long as the instance hears of changes ({@link #heard}), and for {@link
 * #TRUST} after it last did or was loaded. When changes may have been missed ({@link #distrustAll})
 * every link is looked up again at its next visit. A link that is not believed is given out all the
 * same while the database does not answer; one that is known to have changed is not.
 *
 * <p>A lookup that is running while its link changes may have seen the link as it was: whatever it
 * brings is not kept, and whoever comes after the change does not wait for it.
 */
final class LinkCache implements LinkListener {
  /** How long a link is believed without hearing from the database. */
  static final Duration TRUST = Duration.ofSeconds(1);

  /** How long an address that leads nowhere is remembered: it may be made elsewhere. */
  private static final Duration UNKNOWN_TRUST = Duration.ofSeconds(1);

  private static final int UNKNOWN_LIMIT = 10_000;

  /** How long a visitor waits to hear whether a link that is known still holds. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /** How often a database that does not answer is asked again. */
  private static final Duration PROBE_PAUSE = Duration.ofMillis(500);

  /** The epoch of links that are to be looked up before they are believed, and of no failure. */
  private static final long NO_EPOCH = -1;

  private final Cache<String, KnownLink> links;
  private final Cache<String, Boolean> unknown;
  private final Map<String, Lookup> lookups = new ConcurrentHashMap<>();
  private final Function<String, CompletableFuture<Optional<Link>>> database;
  private final LongSupplier nanoTime;
  private final LinkCacheMetrics metrics;
  private final AtomicLong epoch = new AtomicLong();
  private final AtomicLong nextProbe;
  private volatile long heardAt;

  /** During which epoch the database failed last; with the next it is asked again. */
  private volatile long silentEpoch = NO_EPOCH;

  /** During which epoch it took too long for whoever had a link already. */
  private volatile long slowEpoch = NO_EPOCH;

  /**
   * @param size in bytes
   * @param database looks an address up, as {@link LinkLookups#find} does
   */
  LinkCache(
      long size,
      Function<String, CompletableFuture<Optional<Link>>> database,
      LongSupplier nanoTime,
      LinkCacheMetrics metrics) {
    this.links =
        Caffeine.newBuilder()
            .maximumWeight(size)
            .weigher((String address, KnownLink link) -> link.bytes())
            .build();
    this.unknown =
        Caffeine.newBuilder()
            .maximumSize(UNKNOWN_LIMIT)
            .expireAfterWrite(UNKNOWN_TRUST)
            .ticker(nanoTime::getAsLong)
            .build();
    this.database = database;
    this.nanoTime = nanoTime;
    this.metrics = metrics;
    this.heardAt = nanoTime.getAsLong() - TRUST.toNanos();
    this.nextProbe = new AtomicLong(nanoTime.getAsLong());
    metrics.showSize(links::estimatedSize);
  }

  /** A link that may be followed without asking the database; empty when that is to be asked. */
  Optional<KnownLink> known(String address) {
    KnownLink link = links.getIfPresent(address);
    if (link == null) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    if (isTrusted(link, now)) {
      metrics.hit();
      return Optional.of(link);
    }
    if (isSilent() || slowEpoch == epoch.get()) {
      if (isProbeDue(now)) {
        CompletableFuture<Optional<KnownLink>> unused = lookup(address);
      }
      metrics.stale();
      return Optional.of(link);
    }
    return Optional.empty();
  }

  /** Whether no link is known for an address, not even one that is not trusted any more. */
  boolean hasNoLink(String address) {
    return !links.asMap().containsKey(address);
  }

  /**
   * Asks the database, unless it has just said that there is no such link.
   *
   * @return completes with the link, with empty when there is none, exceptionally with what the
   *     database or its absence causes
   */
  CompletionStage<Optional<KnownLink>> load(String address) {
    if (unknown.getIfPresent(address) != null) {
      metrics.hit();
      return CompletableFuture.completedFuture(Optional.empty());
    }
    long asked = epoch.get();
    KnownLink stale = links.getIfPresent(address);
    if (stale != null) {
      return lookup(address)
          .copy()
          .completeOnTimeout(Optional.of(stale), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(failure -> Optional.of(stale))
          .thenApply(found -> notice(found, stale, asked));
    }
    if (isSilent() && !isProbeDue(nanoTime.getAsLong())) {
      return CompletableFuture.failedFuture(ApiException.unavailable());
    }
    metrics.miss();
    return lookup(address);
  }

  /** This address leads elsewhere or nowhere, or to somewhere at last. */
  @Override
  public void linkChanged(String address) {
    overtake(address);
    links.asMap().remove(address);
    unknown.invalidate(address);
  }

  /** Changes may have been missed. */
  void distrustAll() {
    epoch.incrementAndGet();
    lookups.keySet().forEach(this::overtake);
    unknown.invalidateAll();
  }

  /** Every change up to now has been told. */
  void heard() {
    heardAt = nanoTime.getAsLong();
  }

  /** Adds links that are followed only while the database cannot be asked. */
  void addUntrusted(List<Link> remembered) {
    for (Link link : remembered) {
      links.asMap().putIfAbsent(link.address(), new KnownLink(link, NO_EPOCH, heardAt));
    }
  }

  /** The links that are visited most, at most so many. */
  List<Link> hottest(int limit) {
    return links
        .policy()
        .eviction()
        .map(eviction -> eviction.hottest(limit).values().stream().map(KnownLink::link).toList())
        .orElse(List.of());
  }

  private void overtake(String address) {
    Lookup running = lookups.remove(address);
    if (running != null) {
      running.overtaken = true;
    }
  }

  private boolean isTrusted(KnownLink link, long now) {
    long age = Math.min(now - link.loadedAt(), now - heardAt);
    return link.epoch() == epoch.get() && age < TRUST.toNanos();
  }

  private boolean isSilent() {
    return silentEpoch == epoch.get();
  }

  private boolean isProbeDue(long now) {
    long due = nextProbe.get();
    return now - due >= 0 && nextProbe.compareAndSet(due, now + PROBE_PAUSE.toNanos());
  }

  /**
   * A database that takes so long is not waited for again, by whoever has the link, until it
   * answers.
   */
  private Optional<KnownLink> notice(Optional<KnownLink> found, KnownLink stale, long asked) {
    if (found.filter(stale::equals).isPresent()) {
      slowEpoch = asked;
      metrics.stale();
    } else {
      metrics.miss();
    }
    return found;
  }

  private CompletableFuture<Optional<KnownLink>> lookup(String address) {
    Lookup mine = new Lookup(address, epoch.get(), nanoTime.getAsLong());
    Lookup running = lookups.putIfAbsent(address, mine);
    if (running != null) {
      return running.result;
    }
    CompletableFuture<?> unused =
        database
            .apply(address)
            .whenComplete(
                (found, failure) -> {
                  if (failure == null) {
                    succeed(mine, found);
                  } else {
                    fail(mine, failure);
                  }
                });
    return mine.result;
  }

  private void succeed(Lookup lookup, Optional<Link> found) {
    try {
      Optional<KnownLink> known =
          found.map(link -> new KnownLink(link, lookup.epoch, lookup.askedAt));
      silentEpoch = NO_EPOCH;
      slowEpoch = NO_EPOCH;
      keep(lookup, known);
      lookup.result.complete(known);
    } catch (Throwable e) {
      fail(lookup, e);
    }
  }

  /** However it ends, its visitors are told: they wait for nothing else. */
  private void fail(Lookup lookup, Throwable failure) {
    // What is refused because too much is asked says nothing of the database.
    if (!(failure instanceof ApiException)) {
      silentEpoch = lookup.epoch;
    }
    lookups.remove(lookup.address, lookup);
    lookup.result.completeExceptionally(failure);
  }

  /** Under the entry's lock, so that a change comes either before, and is seen, or after. */
  private void keep(Lookup lookup, Optional<KnownLink> found) {
    links
        .asMap()
        .compute(
            lookup.address,
            (address, old) -> {
              if (lookup.overtaken) {
                return old;
              }
              if (found.isEmpty()) {
                unknown.put(address, true);
              }
              String kept = old == null ? address : old.link().address();
              return found.map(link -> link.named(kept)).orElse(null);
            });
    lookups.remove(lookup.address, lookup);
  }

  /** A question that the database is being asked. */
  private static final class Lookup {
    final String address;
    final long epoch;
    final long askedAt;
    final CompletableFuture<Optional<KnownLink>> result = new CompletableFuture<>();
    volatile boolean overtaken;

    Lookup(String address, long epoch, long askedAt) {
      this.address = address;
      this.epoch = epoch;
      this.askedAt = askedAt;
    }
  }
}
