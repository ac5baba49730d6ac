package io.shortener.faults;

import io.shortener.testing.HttpClient;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;

/**
 * Changes links through one process of the service, one after the other, and measures how long
 * another takes to obey each.
 */
final class Changes implements Closeable {
  private static final Duration OBEDIENCE_LIMIT = Duration.ofSeconds(10);

  private final Round round;
  private final HttpClient http;
  private final List<ChangingLink> links;
  private final Lookout first;
  private final Lookout second;
  private final Latencies latencies = new Latencies();
  private int made;
  private int stale;

  /**
   * @param secondPort of the process that changes nothing
   */
  Changes(Round round, int secondPort, List<ChangingLink> links) {
    this.round = round;
    this.http = round.installation().http();
    this.links = links;
    this.first = new Lookout(round, http.port());
    this.second = new Lookout(round, secondPort);
  }

  /** Makes one more, and returns when it is obeyed. */
  void makeOne() {
    // Each is switched on again at once: who waits at a link that is off asks without end.
    ChangingLink changing = links.get(made / ChangingLink.KINDS_OF_CHANGES % links.size());
    KnownLink link = changing.link();
    expect(second, changing, "the second process has forgotten a change that it had obeyed");
    String change = changing.change();
    int status = http.put("/urls/" + link.id(), change).status();
    long changed = System.nanoTime();
    if (status != 200) {
      round.breach("a change of a link was answered " + status);
    }
    first.ask(link);
    awaitObedience(changing, changed);
    latencies.add(changed, System.nanoTime() - changed);
    // Asked before the second was, and once more now that both should know.
    String before = first.answer();
    if (!List.of(before, first.look(link)).equals(List.of(changing.answer(), changing.answer()))) {
      stale++;
    }
    made++;
  }

  private void awaitObedience(ChangingLink changing, long changed) {
    String seen = second.look(changing.link());
    while (!seen.equals(changing.answer())) {
      if (System.nanoTime() - changed > OBEDIENCE_LIMIT.toNanos()) {
        throw new FaultException(
            "A change is not obeyed after " + OBEDIENCE_LIMIT.toSeconds() + " s: " + seen);
      }
      seen = second.look(changing.link());
    }
  }

  /** All links are as they were left, for both processes. */
  void expectLasting() {
    for (ChangingLink changing : links) {
      expect(first, changing, "the first process has forgotten a change");
      expect(second, changing, "the second process has forgotten a change that it had obeyed");
    }
  }

  private void expect(Lookout lookout, ChangingLink changing, String otherwise) {
    if (!lookout.look(changing.link()).equals(changing.answer())) {
      round.breach(otherwise);
    }
  }

  int made() {
    return made;
  }

  /** How often the process that had made a change did not obey it itself. */
  int stale() {
    return stale;
  }

  /** From the answer to a change until it was obeyed. */
  Latencies.Summary obedience(Phase phase) {
    return Latencies.between(phase.from(), phase.to(), List.of(latencies));
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
