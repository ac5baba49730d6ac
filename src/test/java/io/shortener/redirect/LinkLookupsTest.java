package io.shortener.redirect;

import static io.shortener.redirect.Unavailable.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The test is the threads, the clock and the database, in which every code but none00 leads on. */
class LinkLookupsTest {
  private static final int THREADS = 2;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<List<String>> questions = new ArrayList<>();
  private final AtomicLong nanoTime = new AtomicLong();
  private Runnable whileAsked = () -> {};
  private final LinkLookups lookups =
      new LinkLookups(this::answer, tasks::add, THREADS, nanoTime::get);

  @Test
  void whatGathersIsAskedForTogether() {
    CompletableFuture<Optional<Link>> first = lookups.find("first0");
    CompletableFuture<Optional<Link>> none = lookups.find("none00");
    CompletableFuture<Optional<Link>> domains = lookups.find("go.example/sale");

    runAll();

    assertThat(questions)
        .singleElement()
        .asInstanceOf(LIST)
        .containsExactlyInAnyOrder("first0", "none00", "go.example/sale");
    assertThat(first).isCompletedWithValue(Optional.of(link("", "first0")));
    assertThat(none).isCompletedWithValue(Optional.empty());
    assertThat(domains).isCompletedWithValue(Optional.of(link("go.example", "sale")));
  }

  @Test
  void questionIsFor32LinksAtMost() {
    List<CompletableFuture<Optional<Link>>> visits =
        IntStream.range(0, 70).mapToObj(i -> lookups.find("%06d".formatted(i))).toList();

    runAll();

    assertThat(questions).extracting(List::size).containsExactly(32, 32, 6);
    assertThat(visits).allMatch(visit -> visit.join().isPresent());
  }

  @Test
  void noMoreThreadsAskThanMay() {
    for (int i = 0; i < 10; i++) {
      assertThat(lookups.find("%06d".formatted(i))).isNotDone();
    }

    assertThat(tasks).hasSize(THREADS);
    runAll();
    assertThat(lookups.find("later0")).isNotDone();
    assertThat(tasks).hasSize(1);
  }

  @Test
  void whoeverComesWhileTheDatabaseIsAskedIsAnsweredByTheSameThread() {
    List<CompletableFuture<Optional<Link>>> late = new ArrayList<>();
    LinkLookups alone = new LinkLookups(this::answer, tasks::add, 1, nanoTime::get);
    whileAsked =
        () -> {
          if (late.isEmpty()) {
            late.add(alone.find("late00"));
          }
        };
    assertThat(alone.find("early0")).isNotDone();

    assertThat(tasks).hasSize(1);
    runAll();

    assertThat(late).hasSize(1);
    assertThat(late.get(0)).isCompletedWithValue(Optional.of(link("", "late00")));
  }

  @Test
  void nobodyIsLeftWaitingByAThreadThatHadLookedForTheLastTime() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      LinkLookups alone = new LinkLookups(codes -> List.of(), thread, 1, nanoTime::get);
      for (int i = 0; i < 100_000; i++) {
        assertThat(alone.find("none00").get(30, TimeUnit.SECONDS)).isEmpty();
      }
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void codeThatIsAskedForTwiceIsInAQuestionOnce() {
    CompletableFuture<Optional<Link>> before = lookups.find("abc123");
    CompletableFuture<Optional<Link>> after = lookups.find("abc123");

    runAll();

    assertThat(questions).containsExactly(List.of("abc123"));
    assertThat(before).isCompletedWithValue(Optional.of(link("", "abc123")));
    assertThat(after).isCompletedWithValue(Optional.of(link("", "abc123")));
  }

  @Test
  void failureIsToldToAllWhoAskedTogetherAndToNobodyElse() {
    StackOverflowError failure = new StackOverflowError("as if");
    whileAsked =
        () -> {
          throw failure;
        };
    CompletableFuture<Optional<Link>> one = lookups.find("one000");
    CompletableFuture<Optional<Link>> two = lookups.find("two000");
    runAll();
    whileAsked = () -> {};
    CompletableFuture<Optional<Link>> later = lookups.find("one000");
    runAll();

    assertThat(one.handle((found, cause) -> cause)).isCompletedWithValue(failure);
    assertThat(two.handle((found, cause) -> cause)).isCompletedWithValue(failure);
    assertThat(later).isCompletedWithValue(Optional.of(link("", "one000")));
  }

  @Test
  void whoeverWaitsForAThreadLongerThan400MillisecondsIsRefused() {
    CompletableFuture<Optional<Link>> late = lookups.find("late00");
    nanoTime.addAndGet(1);
    CompletableFuture<Optional<Link>> early = lookups.find("early0");
    nanoTime.addAndGet(Duration.ofMillis(400).toNanos());

    runAll();

    assertUnavailable(late);
    assertThat(questions).containsExactly(List.of("early0"));
    assertThat(early).isCompletedWithValue(Optional.of(link("", "early0")));
  }

  @Test
  void thousandMayWaitAndThoseWhoWereAnsweredTakeNoRoom() {
    for (int round = 0; round < 2; round++) {
      List<CompletableFuture<Optional<Link>>> visits =
          IntStream.range(0, 1_000).mapToObj(i -> lookups.find("%06d".formatted(i))).toList();
      assertThat(visits).noneMatch(CompletableFuture::isDone);
      assertUnavailable(lookups.find("toomany"));

      tasks.remove().run();

      assertThat(visits).allMatch(visit -> visit.isDone() && visit.join().isPresent());
    }
  }

  @Test
  void whoeverComesWhenThreadsAreShutDownIsRefused() {
    LinkLookups shutDown =
        new LinkLookups(
            this::answer,
            task -> {
              throw new RejectedExecutionException("shut down");
            },
            1,
            nanoTime::get);

    assertUnavailable(shutDown.find("abc123"));
    assertUnavailable(shutDown.find("abc124"));
  }

  @Test
  void whoeverCannotBeGivenAThreadIsToldWhyAndNobodyAfterWaits() {
    OutOfMemoryError failure = new OutOfMemoryError("as if");
    LinkLookups exhausted =
        new LinkLookups(
            this::answer,
            task -> {
              throw failure;
            },
            1,
            nanoTime::get);

    assertThat(exhausted.find("abc123").handle((found, cause) -> cause))
        .isCompletedWithValue(failure);
    assertThat(exhausted.find("abc124").handle((found, cause) -> cause))
        .isCompletedWithValue(failure);
  }

  @Test
  void whoeverIsBeingAnsweredIsNotRefusedWhenThreadsAreShutDown() {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Void> answered = new CompletableFuture<>();
    whileAsked =
        () -> {
          asked.complete(null);
          answered.join();
        };
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    LinkLookups stopping =
        new LinkLookups(
            this::answer,
            task -> {
              if (tasks.isEmpty()) {
                tasks.add(task);
                return;
              }
              threads.add(CompletableFuture.runAsync(tasks.remove()));
              asked.join();
              throw new RejectedExecutionException("shut down");
            },
            THREADS,
            nanoTime::get);
    assertThat(stopping.find("first0")).isNotDone();
    CompletableFuture<Optional<Link>> second = stopping.find("second");

    assertThat(second).isNotDone();
    answered.complete(null);
    threads.get(0).join();
    assertThat(second).isCompletedWithValue(Optional.of(link("", "second")));
  }

  private List<Link> answer(Collection<String> addresses) {
    questions.add(List.copyOf(addresses));
    whileAsked.run();
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
}
