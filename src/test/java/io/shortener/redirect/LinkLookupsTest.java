package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.http.ApiException;
import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The test is the threads, the clock and the database, in which every code but none00 leads on. */
class LinkLookupsTest {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Set<String>> questions = new ArrayList<>();
  private final AtomicLong nanoTime = new AtomicLong();
  private @Nullable RuntimeException failure;
  private final LinkLookups lookups = new LinkLookups(this::answer, tasks::add, nanoTime::get);

  @Test
  void whatGathersIsAskedForTogether() {
    CompletableFuture<Optional<Link>> first = lookups.find("first0");
    CompletableFuture<Optional<Link>> none = lookups.find("none00");
    CompletableFuture<Optional<Link>> domains = lookups.find("go.example/sale");

    runAll();

    assertThat(questions).containsExactly(Set.of("first0", "none00", "go.example/sale"));
    assertThat(first).isCompletedWithValue(Optional.of(link("", "first0")));
    assertThat(none).isCompletedWithValue(Optional.empty());
    assertThat(domains).isCompletedWithValue(Optional.of(link("go.example", "sale")));
  }

  @Test
  void questionIsForAHundredLinksAtMost() {
    List<CompletableFuture<Optional<Link>>> visits =
        IntStream.range(0, 250).mapToObj(i -> lookups.find("%06d".formatted(i))).toList();

    runAll();

    assertThat(questions).extracting(Set::size).containsExactly(100, 100, 50);
    assertThat(visits).allMatch(visit -> visit.join().isPresent());
  }

  @Test
  void codeThatIsAskedForTwiceIsInAQuestionOnce() {
    CompletableFuture<Optional<Link>> before = lookups.find("abc123");
    CompletableFuture<Optional<Link>> after = lookups.find("abc123");

    runAll();

    assertThat(questions).containsExactly(Set.of("abc123"));
    assertThat(before).isCompletedWithValue(Optional.of(link("", "abc123")));
    assertThat(after).isCompletedWithValue(Optional.of(link("", "abc123")));
  }

  @Test
  void failureIsToldToAllWhoAskedTogetherAndToNobodyElse() {
    failure = new IllegalStateException("as if");
    CompletableFuture<Optional<Link>> one = lookups.find("one000");
    CompletableFuture<Optional<Link>> two = lookups.find("two000");
    runAll();
    IllegalStateException told = (IllegalStateException) failure;
    failure = null;
    CompletableFuture<Optional<Link>> later = lookups.find("one000");
    runAll();

    assertThat(one.handle((found, cause) -> cause)).isCompletedWithValue(told);
    assertThat(two.handle((found, cause) -> cause)).isCompletedWithValue(told);
    assertThat(later).isCompletedWithValue(Optional.of(link("", "one000")));
  }

  @Test
  void whoeverWaitsForAThreadLongerThan400MillisecondsIsRefused() {
    CompletableFuture<Optional<Link>> late = lookups.find("late00");
    nanoTime.addAndGet(1);
    CompletableFuture<Optional<Link>> early = lookups.find("early0");
    nanoTime.addAndGet(Duration.ofMillis(400).toNanos());

    runAll();

    assertRefused(late);
    assertThat(questions).containsExactly(Set.of("early0"));
    assertThat(early).isCompletedWithValue(Optional.of(link("", "early0")));
  }

  @Test
  void whoeverFindsNoRoomIsRefusedAndLeavesNothingBehind() {
    LinkLookups full =
        new LinkLookups(
            this::answer,
            task -> {
              if (!tasks.isEmpty()) {
                throw new RejectedExecutionException("full");
              }
              tasks.add(task);
            },
            nanoTime::get);
    CompletableFuture<Optional<Link>> first = full.find("first0");

    assertRefused(full.find("second"));
    runAll();

    assertThat(first).isCompletedWithValue(Optional.of(link("", "first0")));
    assertThat(questions).containsExactly(Set.of("first0"));
  }

  @Test
  void whoeverFindsNoRoomIsAnsweredAllTheSameByAThreadThatCameMeanwhile() {
    LinkLookups busy =
        new LinkLookups(
            this::answer,
            task -> {
              task.run();
              throw new RejectedExecutionException("full");
            },
            nanoTime::get);

    assertThat(busy.find("abc123")).isCompletedWithValue(Optional.of(link("", "abc123")));
  }

  private List<Link> answer(Collection<String> addresses) {
    questions.add(Set.copyOf(addresses));
    if (failure != null) {
      throw failure;
    }
    return addresses.stream()
        .filter(address -> !address.equals("none00"))
        .map(
            address -> {
              int slash = address.indexOf('/');
              return link(address.substring(0, Math.max(slash, 0)), address.substring(slash + 1));
            })
        .toList();
  }

  private static Link link(String domain, String code) {
    return new Link(1, null, domain, code, "http://a", LinkRules.USUAL);
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private static void assertRefused(CompletableFuture<Optional<Link>> visit) {
    assertThat(visit)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.body().status()).isEqualTo(503));
  }
}
