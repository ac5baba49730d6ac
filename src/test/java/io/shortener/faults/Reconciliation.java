package io.shortener.faults;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Clicks as clients remember them beside clicks as they are in the database, link by link.
 *
 * @param acknowledged redirects that clients received
 * @param recorded click events
 * @param lost redirects without an event
 * @param recordedUnanswered events of requests whose answer did not arrive
 * @param doubled events beyond those that a redirect or an unanswered request explains
 * @param miscounted links whose click count differs from their events
 * @param misstated links whose statistics differ from their events
 */
record Reconciliation(
    long acknowledged,
    long recorded,
    long lost,
    long recordedUnanswered,
    long doubled,
    long miscounted,
    long misstated) {
  static final Reconciliation NOTHING = new Reconciliation(0, 0, 0, 0, 0, 0, 0);

  /** Compares every link of which something is remembered. */
  static Reconciliation of(List<Tally> tallies, Ledger ledger) {
    Map<KnownLink, List<Tally>> byLink =
        tallies.stream().collect(Collectors.groupingBy(Tally::link));
    return byLink.entrySet().stream()
        .map(entry -> ofLink(entry.getKey(), entry.getValue(), ledger))
        .reduce(NOTHING, Reconciliation::plus);
  }

  private static Reconciliation ofLink(KnownLink link, List<Tally> tallies, Ledger ledger) {
    long acknowledged = tallies.stream().mapToLong(Tally::acknowledged).sum();
    long unknown = tallies.stream().mapToLong(Tally::unknown).sum();
    long recorded = ledger.clickEvents(link);
    long more = Math.max(0, recorded - acknowledged);
    return new Reconciliation(
        acknowledged,
        recorded,
        Math.max(0, acknowledged - recorded),
        Math.min(more, unknown),
        Math.max(0, more - unknown),
        ledger.clickCount(link) == recorded ? 0 : 1,
        ledger.visits(link) == recorded ? 0 : 1);
  }

  private Reconciliation plus(Reconciliation other) {
    return new Reconciliation(
        acknowledged + other.acknowledged,
        recorded + other.recorded,
        lost + other.lost,
        recordedUnanswered + other.recordedUnanswered,
        doubled + other.doubled,
        miscounted + other.miscounted,
        misstated + other.misstated);
  }
}
