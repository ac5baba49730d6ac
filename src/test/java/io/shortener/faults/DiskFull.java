package io.shortener.faults;

import java.time.Duration;

/** The disk under PostgreSQL is full to the last byte, and has room again after a while. */
final class DiskFull implements Fault {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final SmallDisk disk;

  DiskFull(SmallDisk disk) {
    this.disk = disk;
  }

  @Override
  public void strike(Round round) {
    round.flow(round.pace().before());
    Phase full = round.begin("full");
    long end = System.nanoTime() + round.pace().outage().toNanos();
    while (System.nanoTime() - end < 0) {
      // Again and again: PostgreSQL gives files back when it is in need.
      disk.fill();
      round.flow(PAUSE);
    }
    long back = System.nanoTime();
    disk.free();
    round.installation().postgres().start();
    full.end();
    round.awaitRecorded();
    round.recoveredSince(back);
    round.flow(round.pace().after());
  }
}
