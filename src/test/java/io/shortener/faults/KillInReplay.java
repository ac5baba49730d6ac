package io.shortener.faults;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The service is killed while it brings the clicks of an outage to the database. */
final class KillInReplay implements Fault {
  private static final Duration REPLAY_LIMIT = Duration.ofSeconds(30);

  @Override
  public boolean endsConnections() {
    return true;
  }

  @Override
  public void strike(Round round) {
    FragilePostgres postgres = round.installation().postgres();
    Service service = round.installation().service();
    round.flow(round.pace().before());
    Phase down = round.begin("down");
    postgres.kill();
    // What was on its way may have been committed without anybody being told.
    long committed = round.redirects() + round.pace().connections();
    round.flow(round.pace().outage());
    long redirects = round.redirects();
    long back = System.nanoTime();
    postgres.start();
    down.end();
    AtomicLong recorded = new AtomicLong();
    Patience.await(
        REPLAY_LIMIT,
        "the replay begins",
        () -> {
          recorded.set(round.recorded().orElse(0L));
          return recorded.get() > committed;
        });
    service.kill();
    round.note(
        String.format(
            "killed in the replay: %d of %d clicks were in the database, %d before it began",
            recorded.get(), redirects, committed));
    service.start();
    round.awaitRedirects();
    round.awaitRecorded();
    round.recoveredSince(back);
    round.flow(round.pace().after());
  }
}
