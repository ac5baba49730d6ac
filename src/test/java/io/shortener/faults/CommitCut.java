package io.shortener.faults;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the database end between a commit and its answer: what was written is there, and
 * the writer cannot know.
 */
final class CommitCut implements Fault {
  private static final Duration CUT_LIMIT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private @Nullable CommitCuttingProxy proxy;

  @Override
  public void prepare(Round round) {
    Installation installation = round.installation();
    proxy = new CommitCuttingProxy(installation.postgres().port(), "click_batches");
    installation.service().use(proxy.port());
    round.followOwnLinks();
  }

  @Override
  public void strike(Round round) {
    if (proxy == null) {
      throw new IllegalStateException("Not prepared");
    }
    round.flow(round.pace().before());
    Phase cutting = round.begin("cutting");
    for (int cuts = 1; cuts <= round.pace().cuts(); cuts++) {
      cutOnce(proxy, cuts);
      round.flow(PAUSE);
    }
    cutting.end();
    long last = System.nanoTime();
    round.note(proxy.cuts() + " commits cut off");
    round.awaitRecorded();
    round.recoveredSince(last);
    round.flow(round.pace().after());
  }

  private static void cutOnce(CommitCuttingProxy proxy, int number) {
    proxy.cutNext();
    Patience.await(CUT_LIMIT, "clicks are committed", () -> proxy.cuts() == number);
  }

  @Override
  public void close() {
    if (proxy != null) {
      proxy.close();
    }
  }
}
