package io.shortener.faults;

import java.util.Set;

/**
 * The service is stopped as an operator stops it, under traffic, and started again. Whatever it had
 * accepted gets a whole answer.
 *
 * <p>A client that writes on a connection at the moment when the other side closes it gets none,
 * and nobody can help it: HTTP lets either side close between two requests. Such a request was
 * never read, so no click of it may be there; one that was read has left a click, and answering it
 * was promised. While it stops the service may answer 503 on connections that it is about to close,
 * afterwards no more.
 */
final class ServiceStop implements Fault {
  private static final int STOPPED_BY_SIGTERM = 143;
  private static final int UNAVAILABLE = 503;

  private long refusedInTheStop;

  @Override
  public void prepare(Round round) {
    for (int i = 0; i < round.pace().connections(); i++) {
      round.follow(round.newLink(), round.installation().service().port(), Set.of(UNAVAILABLE));
    }
  }

  @Override
  public boolean endsConnections() {
    return true;
  }

  @Override
  public void strike(Round round) {
    round.flow(round.pace().before());
    long asked = System.nanoTime();
    int status = round.installation().service().terminate();
    round.note(String.format("stopped after %.2f s", (System.nanoTime() - asked) / 1e9));
    refusedInTheStop = refused(round);
    if (status != STOPPED_BY_SIGTERM) {
      round.breach("the service ended with status " + status);
    }
    round.installation().service().start();
    round.awaitRedirects();
    round.recoveredSince(asked);
    round.flow(round.pace().after());
  }

  @Override
  public void judge(Round round, Reconciliation counts) {
    if (counts.recordedUnanswered() > 0) {
      round.breach(counts.recordedUnanswered() + " clicks were accepted and not answered");
    }
    long brokenOff = round.tallies().stream().mapToLong(Tally::brokenOffs).sum();
    if (brokenOff > 0) {
      round.breach(brokenOff + " answers were broken off");
    }
    long refusedLater = refused(round) - refusedInTheStop;
    if (refusedLater > 0) {
      round.breach(refusedLater + " visitors were refused after the stop");
    }
  }

  private static long refused(Round round) {
    return round.tallies().stream()
        .mapToLong(tally -> tally.refused().getOrDefault(UNAVAILABLE, 0L))
        .sum();
  }
}
