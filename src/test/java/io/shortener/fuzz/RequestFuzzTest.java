package io.shortener.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.reference.ApiDocument;
import io.shortener.testing.RunningService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Repeat a failure with the seed that it names: {@code mvn test -Dtest=RequestFuzzTest
 * -Dfuzz.seed=N}; {@code -Dfuzz.requests=20000} asks for more.
 */
class RequestFuzzTest {
  private static final int DEFAULT_REQUESTS = 2_000;
  private static final int ENOUGH_FAILURES = 40;

  @RegisterExtension static final RunningService SERVICE = RunningService.seeded();

  private final long seed = Long.getLong("fuzz.seed", new Random().nextInt(Integer.MAX_VALUE));
  private final int requests = Integer.getInteger("fuzz.requests", DEFAULT_REQUESTS);
  private final Dice dice = new Dice(seed);
  private final KnownRows rows = new KnownRows(dice);
  private final Tally tally = new Tally();
  private final ApiDocument document = ApiDocument.of(SERVICE.http());
  private final List<String> failures = new ArrayList<>();

  @Test
  void everyAnswerIsADocumentedOne() throws IOException {
    System.out.printf("fuzz.seed=%d fuzz.requests=%d%n", seed, requests);
    Requests sequence = new Requests(dice, rows);
    try (Wire wire = new Wire(SERVICE.http().port())) {
      for (int i = 1; i <= requests && failures.size() < ENOUGH_FAILURES; i++) {
        ask(wire, i, sequence.next());
      }
    }
    System.out.printf("fuzz.seed=%d fuzz.requests=%d %s%n", seed, requests, tally);

    assertThat(failures).as("fuzz.seed=%d", seed).isEmpty();
    for (Endpoint endpoint : Endpoint.values()) {
      assertThat(tally.of(endpoint)).as(endpoint.name()).isGreaterThanOrEqualTo(requests / 100);
    }
  }

  private void ask(Wire wire, int number, Draft draft) {
    if (draft.endpoint == Endpoint.LOOK && draft.readable) {
      draft.method = "HEAD";
      Optional<RawAnswer> look = exchange(wire, number, draft);
      draft.method = "GET";
      Optional<RawAnswer> whole = exchange(wire, number, draft);
      if (look.isPresent() && whole.isPresent() && !sameHead(look.get(), whole.get())) {
        fail(number, draft, whole, "HEAD answered otherwise: " + look.get().dump());
      }
    } else {
      exchange(wire, number, draft);
    }
  }

  private Optional<RawAnswer> exchange(Wire wire, int number, Draft draft) {
    Optional<RawAnswer> answer = Optional.empty();
    try {
      answer = wire.exchange(draft);
      tally.count(draft.endpoint, answer.map(got -> Integer.toString(got.status())).orElse("cut"));
      if (answer.isPresent()) {
        List<String> faults = new ArrayList<>(AnswerRules.faults(draft, answer.get()));
        if (draft.endpoint.isRoute() && draft.raw.isEmpty()) {
          faults.addAll(document.faults(draft.method, draft.target, answer.get().seen()));
        }
        if (!faults.isEmpty()) {
          fail(number, draft, answer, String.join("; ", faults));
        }
        if (answer.get().status() == 201) {
          AnswerRules.json(answer.get()).ifPresent(json -> rows.learn(draft.route, json));
        }
      } else if (!draft.mayBeCut) {
        fail(number, draft, answer, "The connection was cut");
      }
    } catch (IOException | NumberFormatException e) {
      fail(number, draft, answer, e.toString());
    }
    return answer;
  }

  private static boolean sameHead(RawAnswer look, RawAnswer whole) {
    return look.status() == whole.status()
        && List.of("Content-Type", "Location", "Cache-Control", "Allow", "Retry-After").stream()
            .allMatch(name -> look.header(name).equals(whole.header(name)));
  }

  private void fail(int number, Draft draft, Optional<RawAnswer> answer, String why) {
    failures.add(
        "%nrequest %d with fuzz.seed=%d, %s: %s%n--- request%n%s%n--- answer%n%s%n"
            .formatted(
                number,
                seed,
                draft.endpoint,
                why,
                Escaped.bytes(draft.bytes()),
                answer.map(RawAnswer::dump).orElse("none")));
  }
}
