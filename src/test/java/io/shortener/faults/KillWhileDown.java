package io.shortener.faults;

import java.time.Duration;

/**
 * The service is killed and started again while there is no database: links that were visited
 * before go on to redirect at once.
 */
final class KillWhileDown implements Fault {
  /** What is visited is written down every few seconds. */
  private static final Duration UNTIL_WRITTEN_DOWN = Duration.ofSeconds(6);

  @Override
  public boolean endsConnections() {
    return true;
  }

  @Override
  public void strike(Round round) {
    FragilePostgres postgres = round.installation().postgres();
    Service service = round.installation().service();
    round.flow(round.pace().before().plus(UNTIL_WRITTEN_DOWN));
    postgres.kill();
    round.flow(round.pace().outage().dividedBy(2));
    long killed = System.nanoTime();
    service.kill();
    service.start();
    Phase restarted = round.begin("restarted without");
    round.awaitRedirects();
    round.recoveredSince(killed);
    round.flow(round.pace().outage().dividedBy(2));
    restarted.end();
    postgres.start();
    round.awaitRecorded();
    round.flow(round.pace().after());
  }
}
