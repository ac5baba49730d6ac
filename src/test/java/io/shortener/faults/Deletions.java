package io.shortener.faults;

import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.Some;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Links are deleted, by themselves and with their owners, and switched off and on, while others
 * follow them. Half of the clients follow links to which nothing happens.
 */
final class Deletions implements Fault {
  private static final int NOT_FOUND = 404;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final Duration EFFECT_LIMIT = Duration.ofSeconds(10);

  private List<Follower> ofSwitched = List.of();
  private List<Follower> ofDeleted = List.of();
  private List<Follower> ofDeletedOwners = List.of();

  @Override
  public void prepare(Round round) {
    int sixth = Math.max(1, round.pace().connections() / 6);
    IntStream.range(0, sixth * 3)
        .forEach(i -> round.follow(round.newLink(), port(round), Set.of()));
    ofSwitched = followers(round, sixth);
    ofDeleted = followers(round, sixth);
    ofDeletedOwners = followers(round, sixth);
  }

  private static List<Follower> followers(Round round, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> round.follow(round.newLink(), port(round), Set.of(NOT_FOUND)))
        .toList();
  }

  private static int port(Round round) {
    return round.installation().service().port();
  }

  @Override
  public void strike(Round round) {
    HttpClient http = round.installation().http();
    Phase changing = round.begin("changing");
    long end = System.nanoTime() + round.pace().outage().toNanos();
    ExecutorService owners = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> all =
          List.of(
              owners.submit(
                  () -> untilEnd(end, ofSwitched, follower -> switchOver(round, http, follower))),
              owners.submit(
                  () -> untilEnd(end, ofDeleted, follower -> deleteLink(round, http, follower))),
              owners.submit(
                  () ->
                      untilEnd(
                          end, ofDeletedOwners, follower -> deleteOwner(round, http, follower))));
      for (Future<?> each : all) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException("Interrupted", e);
    } catch (ExecutionException e) {
      throw new FaultException("An owner of links has failed: " + e.getCause(), e);
    } finally {
      owners.shutdownNow();
    }
    changing.end();
  }

  private static void untilEnd(long end, List<Follower> followers, Consumer<Follower> step) {
    for (int i = 0; System.nanoTime() - end < 0; i++) {
      step.accept(followers.get(i % followers.size()));
    }
  }

  private static void switchOver(Round round, HttpClient http, Follower follower) {
    Tally tally = follower.current();
    String path = "/urls/" + tally.link().id();
    long refused = notFound(tally);
    expect(round, "PUT " + path, 200, () -> http.put(path, Json.of("is_active", false)));
    Patience.await(EFFECT_LIMIT, "a link that is off ends", () -> notFound(tally) > refused);
    long redirects = tally.acknowledged();
    expect(round, "PUT " + path, 200, () -> http.put(path, Json.of("is_active", true)));
    Patience.await(
        EFFECT_LIMIT, "a link that is on leads on", () -> tally.acknowledged() > redirects);
  }

  private static void deleteLink(Round round, HttpClient http, Follower follower) {
    KnownLink link = round.newLink();
    follow(round, follower, link, () -> http.delete("/urls/" + link.id()));
  }

  private static void deleteOwner(Round round, HttpClient http, Follower follower) {
    long owner = new Some(http).userId();
    KnownLink link = KnownLink.of(owner, http);
    follow(round, follower, link, () -> http.delete("/users/" + owner));
  }

  private static void follow(
      Round round, Follower follower, KnownLink link, Supplier<Answer> deletion) {
    round.isGone(link);
    Tally tally = follower.follow(link, Set.of(NOT_FOUND));
    Patience.await(EFFECT_LIMIT, "a new link leads on", () -> tally.acknowledged() > 0);
    expect(round, "a deletion", 204, deletion);
    Patience.await(EFFECT_LIMIT, "a deleted link ends", () -> notFound(tally) > 0);
  }

  private static long notFound(Tally tally) {
    return tally.refused().getOrDefault(NOT_FOUND, 0L);
  }

  private static void expect(Round round, String what, int status, Supplier<Answer> request) {
    long start = System.nanoTime();
    Answer answer = request.get();
    if (answer.status() != status) {
      round.breach(what + " was answered " + answer.status());
    }
    if (System.nanoTime() - start > ANSWER_LIMIT.toNanos()) {
      round.breach(what + " took more than " + ANSWER_LIMIT.toSeconds() + " s");
    }
  }
}
