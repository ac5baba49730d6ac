package io.shortener.faults;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What a follower remembers of one link. One thread writes, others may look.
 *
 * <p>Requests that were sent and got no whole answer are counted apart: whether their clicks were
 * recorded cannot be known, so each of them may have been or not.
 */
final class Tally {
  private static final int FOUND = 302;
  private static final int UNAVAILABLE = 503;

  private final KnownLink link;
  private final Set<Integer> alsoFine;
  private final long times;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong brokenOff = new AtomicLong();
  private final AtomicLong hung = new AtomicLong();
  private final AtomicLong curt = new AtomicLong();
  private final Map<Integer, Long> refused = new ConcurrentHashMap<>();
  private volatile String firstFailure = "";

  /**
   * @param alsoFine statuses beside 302 that are no failure
   */
  Tally(KnownLink link, Set<Integer> alsoFine) {
    this(link, alsoFine, Long.MAX_VALUE);
  }

  /**
   * @param times how often the link is to be followed
   */
  Tally(KnownLink link, Set<Integer> alsoFine, long times) {
    this.link = link;
    this.alsoFine = alsoFine;
    this.times = times;
  }

  KnownLink link() {
    return link;
  }

  /**
   * Counts an answer.
   *
   * @param text asked for only when the answer is a failure, or 503
   */
  void answered(int status, Supplier<String> text) {
    if (status == FOUND) {
      acknowledged.incrementAndGet();
      return;
    }
    refused.merge(status, 1L, Long::sum);
    if (status == UNAVAILABLE && !text.get().toLowerCase(Locale.ROOT).contains(" retry-after: ")) {
      curt.incrementAndGet();
    }
    if (!alsoFine.contains(status) && firstFailure.isEmpty()) {
      firstFailure = text.get();
    }
  }

  /** The first answer that was a failure, empty when there was none. */
  String firstFailure() {
    return firstFailure;
  }

  /** The connection ended instead of an answer. */
  void unanswered(boolean begun) {
    (begun ? brokenOff : unanswered).incrementAndGet();
  }

  /** The answer did not come, and the connection did not end. */
  void hung() {
    hung.incrementAndGet();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** Clicks of which nobody knows whether they were recorded. */
  long unknown() {
    return unanswered.get() + brokenOff.get() + hung.get();
  }

  long brokenOffs() {
    return brokenOff.get();
  }

  long hangs() {
    return hung.get();
  }

  /** How often each status was answered that is no redirect. */
  Map<Integer, Long> refused() {
    return Map.copyOf(refused);
  }

  /** How often 503 was answered without saying when to come again. */
  long curt() {
    return curt.get();
  }

  /** How many requests were sent. */
  long asked() {
    return acknowledged() + unknown() + refused.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether the link was followed as often as it was to be. */
  boolean isComplete() {
    return asked() >= times;
  }

  /** Those of {@link #refused} that should not have been. */
  long failures() {
    return refused.entrySet().stream()
        .filter(status -> !alsoFine.contains(status.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
