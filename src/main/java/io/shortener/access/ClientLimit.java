package io.shortener.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.math.LongMath;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import io.shortener.http.Caller;
import io.shortener.http.TooManyRequests;
import java.math.RoundingMode;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What each client may do in a minute: a bucket of as many tokens, which fills again as steadily.
 * Clients on this machine may do anything. Thread-safe; nothing here blocks.
 */
final class ClientLimit {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** So many buckets are about 20 MB; a client whose bucket had to go begins with a full one. */
  private static final int CLIENTS = 50_000;

  private final String policy;
  private final long perMinute;
  private final TimeMeter time;
  private final Cache<Object, Bucket> buckets;

  /**
   * @param policy what clients are told that the limit is called
   * @param perMinute 0 for no limit
   */
  ClientLimit(String policy, long perMinute, LongSupplier nanoTime) {
    this.policy = policy;
    this.perMinute = perMinute;
    this.time = new NanoTime(nanoTime);
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(CLIENTS)
            // By then a bucket is as full as a new one.
            .expireAfterAccess(WINDOW)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /** Takes from the bucket of a key, or else of an address. */
  Optional<TooManyRequests> take(Caller caller) {
    if (isFree(caller.address())) {
      return Optional.empty();
    }
    Object client = caller.keyId().<Object>map(id -> id).orElseGet(() -> network(caller.address()));
    ConsumptionProbe taken = bucket(client).tryConsumeAndReturnRemaining(1);
    return taken.isConsumed()
        ? Optional.empty()
        : Optional.of(refusal(taken.getNanosToWaitForRefill()));
  }

  /** Takes from the bucket of an address, if there is something in it. */
  void take(InetAddress address) {
    if (!isFree(address)) {
      boolean unused = bucket(network(address)).tryConsume(1);
    }
  }

  /** Whether the bucket of an address is empty, and until when. */
  Optional<TooManyRequests> look(InetAddress address) {
    Bucket bucket = isFree(address) ? null : buckets.getIfPresent(network(address));
    if (bucket == null) {
      return Optional.empty();
    }
    EstimationProbe next = bucket.estimateAbilityToConsume(1);
    return next.canBeConsumed()
        ? Optional.empty()
        : Optional.of(refusal(next.getNanosToWaitForRefill()));
  }

  private boolean isFree(InetAddress address) {
    return perMinute == 0 || address.isLoopbackAddress();
  }

  private Bucket bucket(Object client) {
    return buckets.get(
        client,
        unused ->
            Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, WINDOW))
                .withCustomTimePrecision(time)
                .build());
  }

  private TooManyRequests refusal(long waitNanos) {
    long seconds = LongMath.divide(waitNanos, TimeUnit.SECONDS.toNanos(1), RoundingMode.CEILING);
    return new TooManyRequests(policy, perMinute, Math.max(1, seconds));
  }

  /** An address of IPv4, or the 64 bits of IPv6 that one customer has at least. */
  private static Object network(InetAddress address) {
    return address instanceof Inet6Address
        ? new Network(ByteBuffer.wrap(address.getAddress()).getLong())
        : address;
  }

  private record Network(long bits) {}

  private record NanoTime(LongSupplier nanoTime) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
