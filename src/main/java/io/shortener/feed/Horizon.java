package io.shortener.feed;

import io.shortener.http.ApiException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Up to which id it is certain what there is. Ids come from a sequence, and transactions commit in
 * another order: what has the lower id may appear later. So an id is noted, then who writes at this
 * moment, and the id is settled once none of these writes any more. Thread-safe.
 */
final class Horizon {
  /** How long what is known is fresh: looks begin as far apart. */
  private static final Duration FRESH = Duration.ofMillis(25);

  /** How long somebody waits for the first id that is settled, or for who looks for it already. */
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Jdbi database;
  private final String feed;
  private final String sequence;
  private final List<String> tables;
  private final LongSupplier nanoTime;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile @Nullable State state;

  // What follows is for whoever holds the lock.
  private Optional<Long> next = Optional.empty();
  private Set<String> awaited = new HashSet<>();

  /**
   * @param feed its name in the database
   * @param sequence gives the ids, one by one
   * @param tables where a row is inserted by whoever takes an id
   */
  Horizon(Jdbi database, String feed, String sequence, List<String> tables, LongSupplier nanoTime) {
    this.database = database.registerArrayType(String.class, "text");
    this.feed = feed;
    this.sequence = sequence;
    this.tables = List.copyOf(tables);
    this.nanoTime = nanoTime;
  }

  /**
   * How things were a moment ago, for who asks again and again.
   *
   * @throws ApiException 503 when nothing is certain yet
   */
  State recent() {
    State known = state;
    return known != null && age(known) < FRESH.toNanos() ? known : look();
  }

  /**
   * How things are now; how they were before when somebody else has been looking for too long.
   *
   * @throws ApiException 503 when nothing is certain yet
   */
  State look() {
    long asked = nanoTime.getAsLong();
    try {
      if (looking.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          State known = state;
          if (known == null || !known.isSince(asked)) {
            update();
          }
        } finally {
          looking.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    State known = state;
    if (known == null) {
      throw ApiException.unavailable();
    }
    return known;
  }

  private long age(State known) {
    return nanoTime.getAsLong() - known.lookedAt();
  }

  /** Not more often than is good for those who write. */
  private void update() throws InterruptedException {
    State known = state;
    if (known != null) {
      TimeUnit.NANOSECONDS.sleep(FRESH.toNanos() - age(known));
    }
    advance();
    long end = nanoTime.getAsLong() + PATIENCE.toNanos();
    while (state == null && nanoTime.getAsLong() - end < 0) {
      Thread.sleep(PAUSE.toMillis());
      advance();
    }
  }

  /** The id is asked for before the writers: whoever has taken one up to it is among them. */
  private void advance() {
    long now = nanoTime.getAsLong();
    database.useExtension(
        FeedDao.class,
        feeds -> {
          FeedDao.Newest newest = feeds.newest(feed, sequence).orElseThrow();
          forgetWhatIsOfAnother(newest);
          State known = state;
          if (known != null && known.settled() == newest.id()) {
            state = new State(newest.mark(), known.settled(), newest.id(), now);
          } else {
            settle(newest, feeds.writers(tables), now);
          }
        });
  }

  /** After a restore the sequence may be behind what was settled before it. */
  private void forgetWhatIsOfAnother(FeedDao.Newest newest) {
    State known = state;
    if (known != null && (known.mark() != newest.mark() || newest.id() < known.settled())) {
      state = null;
      next = Optional.empty();
      awaited = new HashSet<>();
    }
  }

  private void settle(FeedDao.Newest newest, Set<String> writers, long now) {
    awaited.retainAll(writers);
    Optional<Long> settled = Optional.ofNullable(state).map(State::settled);
    if (awaited.isEmpty()) {
      settled = next.isPresent() ? next : settled;
      next = Optional.of(newest.id());
      awaited = new HashSet<>(writers);
      if (writers.isEmpty()) {
        settled = next;
      }
    }
    settled.ifPresent(id -> state = new State(newest.mark(), id, newest.id(), now));
  }

  /**
   * What is certain.
   *
   * @param mark the feed's
   * @param settled up to this id everything that there will ever be is visible
   * @param newest ids up to this one were given
   * @param lookedAt when somebody began to look
   */
  record State(int mark, long settled, long newest, long lookedAt) {
    /** Whether all that was there at a time is in it. */
    boolean isSince(long time) {
      return lookedAt - time >= 0;
    }
  }
}
