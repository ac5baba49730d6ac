package io.shortener.faults;

import java.util.List;

/** Carries out rounds and says whether the promise was kept. */
final class Judge {
  private final Installation installation;
  private final Pace pace;

  Judge(Installation installation, Pace pace) {
    this.installation = installation;
    this.pace = pace;
  }

  /** Carries out one round. */
  RoundReport hear(Kind kind, int number) {
    return hear(kind.label(), number, kind.fault(installation));
  }

  /** Carries out one round of a fault that is of no kind. */
  RoundReport hear(String label, int number, Fault fault) {
    installation.restore();
    Round round = new Round(installation, pace);
    Reconciliation counts = Reconciliation.NOTHING;
    try (fault) {
      carryOut(fault, round);
      counts = round.reconcile();
      judge(fault, round, counts);
    } catch (RuntimeException e) {
      round.breach(e.toString());
    }
    return RoundReport.of(label, number, round, counts);
  }

  /** What was acknowledged until a round fails is to be counted all the same. */
  private void carryOut(Fault fault, Round round) {
    try {
      fault.prepare(round);
      round.startFollowing();
      fault.strike(round);
    } catch (RuntimeException e) {
      round.breach(e.toString());
      installation.restore();
    } finally {
      round.stopFollowing();
    }
  }

  private static void judge(Fault fault, Round round, Reconciliation counts) {
    breachIfAny(round, counts.lost(), "redirects whose clicks are lost");
    breachIfAny(round, counts.doubled(), "clicks that no redirect explains");
    breachIfAny(round, counts.miscounted(), "links whose count differs from their events");
    breachIfAny(round, counts.misstated(), "links whose statistics differ from their events");
    List<Tally> all =
        round.followers().stream().flatMap(follower -> follower.tallies().stream()).toList();
    breachIfAny(round, all.stream().mapToLong(Tally::failures).sum(), "visitors that were refused");
    breachIfAny(
        round, all.stream().mapToLong(Tally::hangs).sum(), "requests that got no answer in 10 s");
    if (!fault.endsConnections()) {
      breachIfAny(
          round,
          all.stream().mapToLong(tally -> tally.unknown() - tally.hangs()).sum(),
          "requests whose connection ended instead of an answer");
    }
    all.stream()
        .map(Tally::firstFailure)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .ifPresent(text -> round.note("refused, for instance: " + text));
    for (Phase phase : round.phases()) {
      if (round.latencies(phase).requests() == 0) {
        round.breach("nothing was answered while " + phase.name());
      }
    }
    fault.judge(round, counts);
  }

  private static void breachIfAny(Round round, long number, String what) {
    if (number > 0) {
      round.breach(number + " " + what);
    }
  }
}
