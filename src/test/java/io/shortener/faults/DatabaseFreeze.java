package io.shortener.faults;

import java.time.Duration;
import java.util.List;

/** Every process of PostgreSQL is stopped and goes on after a while; connections stay open. */
final class DatabaseFreeze implements Fault {
  private static final Duration NOTICED = Duration.ofSeconds(1);
  private static final Duration CIRCUIT_OPEN = Duration.ofSeconds(5);
  private static final double NOTICED_LIMIT_MILLIS = 1_500;
  private static final double CIRCUIT_OPEN_LIMIT_MILLIS = 50;

  @Override
  public void strike(Round round) {
    FragilePostgres postgres = round.installation().postgres();
    KnownLink unvisited = round.newLink();
    round.flow(round.pace().before());
    postgres.freeze();
    List<Phase> phases = phases(round);
    try (Stranger stranger = new Stranger(round, unvisited)) {
      round.flow(round.pace().outage());
      stranger.expectAnswers();
    }
    phases.forEach(Phase::end);
    long thawed = System.nanoTime();
    postgres.thaw();
    round.awaitRecorded();
    round.recoveredSince(thawed);
    round.flow(round.pace().after());
  }

  /** A short freeze ends before the circuit has to be open. */
  private static List<Phase> phases(Round round) {
    Phase noticed = round.begin("frozen").after(NOTICED);
    return round.pace().timed()
        ? List.of(noticed, round.begin("circuit open").after(CIRCUIT_OPEN))
        : List.of(noticed);
  }

  @Override
  public void judge(Round round, Reconciliation counts) {
    if (round.pace().timed()) {
      expect(round, round.phases().get(0), NOTICED_LIMIT_MILLIS);
      expect(round, round.phases().get(1), CIRCUIT_OPEN_LIMIT_MILLIS);
    }
  }

  private static void expect(Round round, Phase phase, double limit) {
    double p99 = round.latencies(phase).p99();
    if (p99 >= limit) {
      round.breach(String.format("p99 %.0f ms, not below %.0f, %s", p99, limit, phase.name()));
    }
  }
}
