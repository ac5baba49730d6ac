package io.shortener.stats;

import com.google.common.collect.Lists;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Adds clicks to the rollups. Those that it has not reached are counted when somebody asks: nothing
 * is wrong while this does not run, only slower. For one thread; of several instances one does the
 * work at a time.
 */
final class Rollups {
  /** So many ids in a transaction, for which whoever deletes clicks may have to wait. */
  private static final long CHUNK = 50_000;

  /** So many deletions in a transaction; one may have a thousand changes. */
  private static final int CHANGES = 200;

  private static final int CROWDS = 500;

  /** So many days or blocks that got more in a transaction: days of all links have many rows. */
  private static final int LATE = 10;

  private static final int BLOCKS = 50;

  /** Fewer rows of an hour are read as fast as a pack. */
  private static final int FEW_IN_AN_HOUR = 100;

  /** Fewer rows of a day or a block are read as fast as a pack. */
  private static final int FEW = 8;

  /** Fewer rows are joined with their profiles as fast as sums of parts are read. */
  private static final int MANY_IN_A_DAY = 300;

  /** Fewer packs of days in a block are read as fast as a sum. */
  private static final int FEW_DAYS = 3;

  /** Clicks of an hour come a little later than its end. */
  private static final Duration DELAY = Duration.ofMinutes(2);

  private final Jdbi database;
  private final Clock clock;

  /**
   * @param database for long work
   */
  Rollups(Jdbi database, Clock clock) {
    this.database =
        database
            .registerArrayType(Long.class, "bigint")
            .registerArrayType(Integer.class, "integer");
    this.clock = clock;
  }

  /**
   * Adds the clicks that were there the last time, and finds out which are there now.
   *
   * @return how many are left, about
   */
  long update() {
    long behind = database.withExtension(RollupDao.class, RollupDao::behind);
    if (behind > 0 || database.withExtension(RollupDao.class, RollupDao::hasChanges)) {
      boolean isMore = true;
      while (isMore) {
        isMore = database.inTransaction(this::addSome);
      }
    }
    packWhatGotMore();
    packWhatIsOver();
    return behind;
  }

  private boolean addSome(Handle handle) {
    RollupDao rollups = handle.attach(RollupDao.class);
    // Before this transaction has a number: whoever has taken an id up to this one has a lower.
    long newest = rollups.newestId();
    return rollups.hold().filter(progress -> addSome(rollups, progress, newest)).isPresent();
  }

  private boolean addSome(RollupDao rollups, RollupDao.Progress progress, long newest) {
    long after = progress.rolledUpTo();
    long to = progress.isSettled() ? Math.min(progress.nextTo(), after + CHUNK) : after;
    rollups.joinByHash();
    Instant now = clock.instant();
    List<Long> deletedLinks =
        rollups.rollUp(after, to, CHANGES, Quarters.day(now), Quarters.block(now), FEW);
    rollups.joinByIndex();
    rollups.addTraits();
    rollups.nameTraits();
    rollups.rolledUpTo(to);
    deletedLinks.forEach(
        deleted -> {
          rollups.forgetCounts(deleted);
          rollups.forgetPacks(deleted);
          rollups.forgetSums(deleted);
        });
    if (to >= progress.nextTo() || progress.isForeign()) {
      rollups.rollUpNextTo(newest);
    }
    return (to > after && to < progress.nextTo()) || rollups.hasChanges();
  }

  /**
   * Packs days, then blocks, that have got more since they were over, until all are packed or many
   * clicks have come meanwhile. An import may come to a day again and again: until it is through,
   * what a day got stands beside its pack.
   */
  private void packWhatGotMore() {
    boolean isMore = true;
    while (isMore) {
      isMore =
          database
                  .withExtension(PackDao.class, PackDao::lateSpan)
                  .filter(span -> whileHeld(handle -> packSomeLate(handle, span)))
                  .isPresent()
              && database.withExtension(RollupDao.class, RollupDao::behind) < CHUNK;
    }
  }

  private static void packSomeLate(Handle handle, int span) {
    PackDao packs = handle.attach(PackDao.class);
    pack(packs, span, packs.takeLate(span, LATE));
  }

  private void packWhatIsOver() {
    Instant over = clock.instant().minus(DELAY);
    int hours = Quarters.hour(over);
    int days = Quarters.day(over);
    int blocks = Quarters.block(over);
    RollupDao.Progress before = database.withExtension(RollupDao.class, RollupDao::progress);
    if (hours > before.hoursPackedTo()
        && pack(Quarters.OF_AN_HOUR, before.hoursPackedTo(), hours, FEW_IN_AN_HOUR)
        && pack(Quarters.OF_A_DAY, before.daysPackedTo(), days, FEW)
        && pack(Quarters.OF_A_BLOCK, before.blocksPackedTo(), blocks, FEW)
        && whileHeld(handle -> handle.attach(RollupDao.class).packedTo(hours, days, blocks))) {
      sumUp(blocks);
    }
  }

  private void sumUp(int to) {
    List<PackDao.Crowd> blocks =
        database.withExtension(PackDao.class, packs -> packs.blocks(to, FEW_DAYS));
    Lists.partition(blocks, BLOCKS)
        .forEach(
            some ->
                whileHeld(
                    handle -> handle.attach(PackDao.class).sumUp(urlIds(some), starts(some))));
  }

  /** Packs all links of a time, each transaction some; returns whether nobody was in the way. */
  private boolean pack(int span, int from, int to, int few) {
    List<PackDao.Crowd> crowds =
        from < to
            ? database.withExtension(PackDao.class, packs -> packs.crowds(span, from, to, few))
            : List.of();
    return Lists.partition(crowds, CROWDS).stream()
        .allMatch(some -> whileHeld(handle -> pack(handle.attach(PackDao.class), span, some)));
  }

  /** Packs some links and times, and sums up again what had a sum. */
  private static void pack(PackDao packs, int span, List<PackDao.Crowd> crowds) {
    boolean isDay = span == Quarters.OF_A_DAY;
    List<PackDao.Crowd> sums = isDay ? packs.takeSums(urlIds(crowds), starts(crowds)) : List.of();
    packs.pack(span, urlIds(crowds), starts(crowds), isDay ? MANY_IN_A_DAY : Integer.MAX_VALUE);
    packs.sumUp(urlIds(sums), starts(sums));
  }

  private static List<Long> urlIds(List<PackDao.Crowd> crowds) {
    return crowds.stream().map(PackDao.Crowd::urlId).toList();
  }

  private static List<Integer> starts(List<PackDao.Crowd> crowds) {
    return crowds.stream().map(PackDao.Crowd::start).toList();
  }

  private boolean whileHeld(Consumer<Handle> work) {
    return database.inTransaction(
        handle -> {
          boolean held = handle.attach(RollupDao.class).hold().isPresent();
          if (held) {
            work.accept(handle);
          }
          return held;
        });
  }
}
