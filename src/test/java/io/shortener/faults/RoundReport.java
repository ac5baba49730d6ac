package io.shortener.faults;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a round showed, as a line of a table. */
record RoundReport(
    String kind,
    int number,
    Reconciliation counts,
    Map<Integer, Long> refused,
    long unanswered,
    List<PhaseLatency> phases,
    double recovery,
    List<String> findings,
    List<String> notes,
    List<String> breaches) {
  private static final String FORM = "%-11s %5s %12s %9s %5s %7s %-14s %10s %8s  %s";

  /** What a phase was called and how long answers took in it. */
  record PhaseLatency(String name, Latencies.Summary latencies) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.1f/%.0f", name, latencies.p99(), latencies.max());
    }
  }

  /** Of a round that has ended. */
  static RoundReport of(String kind, int number, Round round, Reconciliation counts) {
    Map<Integer, Long> refused = new TreeMap<>();
    for (Follower follower : round.followers()) {
      for (Tally tally : follower.tallies()) {
        tally.refused().forEach((status, times) -> refused.merge(status, times, Long::sum));
      }
    }
    return new RoundReport(
        kind,
        number,
        counts,
        refused,
        round.tallies().stream().mapToLong(Tally::unknown).sum(),
        round.phases().stream()
            .map(phase -> new PhaseLatency(phase.name(), round.latencies(phase)))
            .toList(),
        round.recovery(),
        List.copyOf(round.findings()),
        List.copyOf(round.notes()),
        List.copyOf(round.breaches()));
  }

  /** Whether the promise was kept. */
  boolean isKept() {
    return breaches.isEmpty();
  }

  static String header() {
    return String.format(
        FORM,
        "kind",
        "round",
        "acknowledged",
        "recorded",
        "lost",
        "doubled",
        "refused",
        "unanswered",
        "recovery",
        "p99/max ms");
  }

  /** One line, and one more for each finding, note and breach. */
  @Override
  public String toString() {
    String line =
        String.format(
            FORM,
            kind,
            number,
            counts.acknowledged(),
            counts.recorded(),
            counts.lost(),
            counts.doubled(),
            refused.isEmpty() ? "-" : refused.toString().replaceAll("[{} ]", ""),
            unanswered,
            Double.isNaN(recovery) ? "-" : String.format(Locale.ROOT, "%.2f", recovery),
            phases.isEmpty()
                ? "-"
                : phases.stream().map(PhaseLatency::toString).collect(Collectors.joining(", ")));
    StringBuilder text = new StringBuilder(line.stripTrailing());
    findings.forEach(finding -> text.append("\n    ").append(finding));
    notes.forEach(note -> text.append("\n    ").append(note));
    breaches.forEach(breach -> text.append("\n    BROKEN: ").append(breach));
    return text.toString();
  }
}
