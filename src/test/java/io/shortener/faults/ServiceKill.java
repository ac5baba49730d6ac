package io.shortener.faults;

/** The service's process is killed and started again. */
final class ServiceKill implements Fault {
  @Override
  public boolean endsConnections() {
    return true;
  }

  @Override
  public void strike(Round round) {
    round.flow(round.pace().before());
    long killed = System.nanoTime();
    round.installation().service().kill();
    round.installation().service().start();
    round.awaitRedirects();
    round.recoveredSince(killed);
    round.flow(round.pace().after());
  }
}
