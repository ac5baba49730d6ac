package io.shortener.faults;

import io.shortener.testing.Some;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One fault under traffic: who follows what, what happened when, and what was wrong. */
final class Round {
  private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(30);

  /** A million clicks may wait in the journal, and everybody goes on clicking meanwhile. */
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(4);

  private final Installation installation;
  private final Pace pace;
  private final long owner;
  private final List<Follower> followers = new ArrayList<>();
  private final Set<KnownLink> gone = ConcurrentHashMap.newKeySet();
  private final List<Phase> phases = new ArrayList<>();
  private final Set<String> breaches = Collections.synchronizedSet(new LinkedHashSet<>());
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final List<String> findings = new CopyOnWriteArrayList<>();
  private double recovery = Double.NaN;

  Round(Installation installation, Pace pace) {
    this.installation = installation;
    this.pace = pace;
    this.owner = new Some(installation.http()).userId();
  }

  Installation installation() {
    return installation;
  }

  Pace pace() {
    return pace;
  }

  /** A new link that outlives the round. */
  KnownLink newLink() {
    return KnownLink.of(owner, installation.http());
  }

  /** As {@link #newLink}, but it leads only so many people on. */
  KnownLink newLink(long maxClicks) {
    return KnownLink.limited(owner, maxClicks, installation.http());
  }

  /** One client for each connection, each with a link of its own. */
  void followOwnLinks() {
    for (int i = 0; i < pace.connections(); i++) {
      follow(newLink(), installation.service().port(), Set.of());
    }
  }

  /**
   * One client more.
   *
   * @param alsoFine statuses beside 302 that are no failure
   */
  Follower follow(KnownLink link, int port, Set<Integer> alsoFine) {
    Follower follower = new Follower(port, link, alsoFine);
    followers.add(follower);
    return follower;
  }

  /** Returns when everybody has been redirected once: every link is known by then. */
  void startFollowing() {
    followers.forEach(Follower::start);
    awaitRedirects(Map.of());
  }

  void stopFollowing() {
    followers.forEach(Follower::stop);
    followers.forEach(Follower::join);
  }

  /** Lets traffic flow. */
  void flow(Duration time) {
    Patience.pass(time);
  }

  /** A span of time whose latencies are of interest; it lasts until it is ended. */
  Phase begin(String name) {
    Phase phase = new Phase(name);
    phases.add(phase);
    return phase;
  }

  /** Returns when everybody has been redirected once more. */
  void awaitRedirects() {
    awaitRedirects(acknowledged());
  }

  private void awaitRedirects(Map<Tally, Long> before) {
    Patience.await(
        WARM_UP_LIMIT,
        "every link redirects",
        () ->
            followers.stream()
                .map(Follower::current)
                .allMatch(tally -> tally.acknowledged() > before.getOrDefault(tally, 0L)));
  }

  /** Returns when what has been acknowledged until now is in the database. */
  void awaitRecorded() {
    Map<Tally, Long> now = acknowledged();
    if (!Patience.holdsWithin(DRAIN_LIMIT, () -> isRecorded(now))) {
      breach("clicks are not in the database " + DRAIN_LIMIT.toSeconds() + " s after its return");
    }
  }

  /** Clicks of this round in the database; empty when the service cannot say. */
  Optional<Long> recorded() {
    return new Ledger(installation.http())
        .clickCounts(owner)
        .map(counts -> counts.values().stream().mapToLong(Long::longValue).sum());
  }

  /** Redirects that clients have received until now. */
  long redirects() {
    return acknowledged().values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<Tally, Long> acknowledged() {
    Map<Tally, Long> now = new HashMap<>();
    tallies().forEach(tally -> now.put(tally, tally.acknowledged()));
    return now;
  }

  private boolean isRecorded(Map<Tally, Long> acknowledged) {
    Map<Long, Long> expected = new HashMap<>();
    acknowledged.forEach((tally, count) -> expected.merge(tally.link().id(), count, Long::sum));
    Optional<Map<Long, Long>> counts = new Ledger(installation.http()).clickCounts(owner);
    return counts.isPresent()
        && expected.entrySet().stream()
            .allMatch(link -> counts.get().getOrDefault(link.getKey(), 0L) >= link.getValue());
  }

  /** Waits until nothing more comes in, and compares. */
  Reconciliation reconcile() {
    awaitRecorded();
    List<Long> last = new ArrayList<>(List.of(-1L));
    Patience.holdsWithin(
        DRAIN_LIMIT,
        () -> {
          Patience.pass(pace.quiet());
          last.add(recorded().orElse(-1L));
          return last.get(last.size() - 1).equals(last.get(last.size() - 2));
        });
    return Reconciliation.of(tallies(), new Ledger(installation.http()));
  }

  /** Links that are no more: nothing is asked about their clicks. */
  void isGone(KnownLink link) {
    gone.add(link);
  }

  /** What is remembered of links that are still there. */
  List<Tally> tallies() {
    return followers.stream()
        .flatMap(follower -> follower.tallies().stream())
        .filter(tally -> !gone.contains(tally.link()))
        .toList();
  }

  List<Follower> followers() {
    return followers;
  }

  List<Phase> phases() {
    return phases;
  }

  Latencies.Summary latencies(Phase phase) {
    return Latencies.between(
        phase.from(), phase.to(), followers.stream().map(Follower::latencies).toList());
  }

  /** The promise is broken. */
  void breach(String what) {
    breaches.add(what);
  }

  List<String> breaches() {
    return List.copyOf(breaches);
  }

  /** Worth reading in the report. */
  void note(String what) {
    notes.add(what);
  }

  List<String> notes() {
    return notes;
  }

  /** What was measured beside what every round has; the summary has it as well. */
  void find(String what) {
    findings.add(what);
  }

  List<String> findings() {
    return findings;
  }

  /** Everything is as before; the time that it took is reported. */
  void recoveredSince(long start) {
    recovery = (System.nanoTime() - start) / 1e9;
  }

  /** Seconds; not a number when nothing had to recover. */
  double recovery() {
    return recovery;
  }
}
