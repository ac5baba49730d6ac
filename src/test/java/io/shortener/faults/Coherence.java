package io.shortener.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Links are changed through one process of the service while they are followed through two: the
 * other has to obey soon, also when it cannot hear of changes for a while.
 */
final class Coherence implements Fault {
  private static final int NOT_FOUND = 404;
  private static final Duration LISTENING_LIMIT = Duration.ofSeconds(10);
  private static final double P99_LIMIT_MILLIS = 100;
  private static final double MAX_LIMIT_MILLIS = 2_000;

  private final Service second;
  private List<ChangingLink> links = List.of();
  private List<Integer> ofFirst = List.of();

  Coherence(Service second) {
    this.second = second;
  }

  /** Each link has a client at either process. */
  @Override
  public void prepare(Round round) {
    FragilePostgres postgres = round.installation().postgres();
    awaitListeners(postgres, 1);
    ofFirst = Deafening.listeners(postgres);
    second.use(postgres.port());
    awaitListeners(postgres, 2);
    int half = Math.max(1, round.pace().connections() / 2);
    links = Stream.generate(round::newLink).limit(half).map(ChangingLink::new).toList();
    for (ChangingLink changing : links) {
      round.follow(changing.link(), round.installation().service().port(), Set.of(NOT_FOUND));
      round.follow(changing.link(), second.port(), Set.of(NOT_FOUND));
    }
  }

  private static void awaitListeners(FragilePostgres postgres, int count) {
    Patience.await(
        LISTENING_LIMIT,
        count + " processes hear of changes",
        () -> Deafening.listeners(postgres).size() == count);
  }

  @Override
  public void strike(Round round) {
    round.flow(round.pace().before());
    Latencies.Summary hearing = changeWhileHearing(round);
    Latencies.Summary deaf = changeWhileDeafened(round);
    if (round.pace().timed()) {
      expectBelow(round, "p99", hearing.p99(), P99_LIMIT_MILLIS);
      expectBelow(round, "max", hearing.max(), MAX_LIMIT_MILLIS);
      expectBelow(round, "max, connections ended,", deaf.max(), MAX_LIMIT_MILLIS);
    }
    round.flow(round.pace().after());
  }

  private Latencies.Summary changeWhileHearing(Round round) {
    try (Changes changes = new Changes(round, second.port(), links)) {
      Phase phase = round.begin("changing");
      while (changes.made() < round.pace().changes()) {
        changes.makeOne();
      }
      return conclude(round, phase, changes, "");
    }
  }

  private Latencies.Summary changeWhileDeafened(Round round) {
    try (Changes changes = new Changes(round, second.port(), links);
        Deafening deafening = new Deafening(round, ofFirst, round.pace().deafenings())) {
      Phase phase = round.begin("deafened");
      while (changes.made() < round.pace().changes() || !deafening.isOver()) {
        changes.makeOne();
      }
      return conclude(
          round, phase, changes, ", connections for changes ended: " + deafening.done());
    }
  }

  private static Latencies.Summary conclude(
      Round round, Phase phase, Changes changes, String circumstance) {
    phase.end();
    changes.expectLasting();
    if (changes.stale() > 0) {
      round.breach(changes.stale() + " changes not obeyed by the process that had made them");
    }
    Latencies.Summary obedience = changes.obedience(phase);
    round.find(
        String.format(
            Locale.ROOT,
            "%d changes%s: obeyed by the other process after p50 %.1f, p99 %.1f, max %.1f ms,"
                + " stale in the process that made them: %d",
            changes.made(),
            circumstance,
            obedience.p50(),
            obedience.p99(),
            obedience.max(),
            changes.stale()));
    return obedience;
  }

  private static void expectBelow(Round round, String what, double millis, double limit) {
    if (!(millis < limit)) {
      round.breach(
          String.format(
              Locale.ROOT,
              "%s until a change is obeyed is %.0f ms, not %.0f",
              what,
              millis,
              limit));
    }
  }

  @Override
  public void close() {
    second.stop();
  }
}
