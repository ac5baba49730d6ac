package io.shortener.redirect;

import static io.shortener.redirect.Unavailable.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shortener.urls.Link;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** While the database answers; see {@link LinkCacheOutageTest} for while it does not. */
class LinkCacheTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final CacheInHand hand = new CacheInHand();
  private final LinkCache cache = hand.cache();

  @Test
  void linkThatIsKnownIsNotLookedUpAgain() {
    hand.row("abc123", "http://a");

    assertThat(hand.follow("abc123")).contains("http://a");
    assertThat(hand.follow("abc123")).contains("http://a");
    assertThat(hand.questions()).isEqualTo(1);
    assertThat(hand.counted("miss")).isEqualTo(1);
    assertThat(hand.counted("hit")).isEqualTo(1);
  }

  @Test
  void manyWhoAskAtOnceShareOneLookup() {
    hand.row("abc123", "http://a");

    List<CompletableFuture<Optional<KnownLink>>> visits =
        Stream.generate(() -> hand.visit("abc123")).limit(50).toList();
    hand.answer();

    assertThat(visits)
        .allMatch(visit -> visit.join().map(KnownLink::location).equals(Optional.of("http://a")));
    assertThat(hand.questions()).isEqualTo(1);
  }

  @Test
  void codeThatLeadsNowhereIsRememberedForASecond() {
    assertThat(hand.follow("none00")).isEmpty();
    hand.row("none00", "http://elsewhere.made");
    hand.pass(Duration.ofSeconds(1).minus(MILLISECOND));

    assertThat(hand.follow("none00")).isEmpty();
    assertThat(hand.questions()).isEqualTo(1);
    assertThat(hand.counted("miss")).isEqualTo(1);
    assertThat(hand.counted("hit")).isEqualTo(1);
    hand.pass(MILLISECOND);
    assertThat(hand.follow("none00")).contains("http://elsewhere.made");
  }

  @Test
  void codeThatIsMadeHereLeadsOnAtOnce() {
    assertThat(hand.follow("none00")).isEmpty();
    hand.row("none00", "http://made.here");
    cache.linkChanged("none00");

    assertThat(hand.follow("none00")).contains("http://made.here");
  }

  @Test
  void codeThatIsMadeWhileItIsLookedUpIsNotRememberedAsUnknown() {
    hand.whileAsked(() -> cache.linkChanged("none00"));
    assertThat(hand.follow("none00")).isEmpty();
    hand.whileAsked(() -> {});
    hand.row("none00", "http://made.here");

    assertThat(hand.follow("none00")).contains("http://made.here");
  }

  @Test
  void linkThatIsChangedLeadsElsewhereAtOnce() {
    hand.row("abc123", "http://old");
    hand.follow("abc123");
    hand.row("abc123", "http://new");
    cache.linkChanged("abc123");

    assertThat(hand.follow("abc123")).contains("http://new");
  }

  @Test
  void lookupThatIsOvertakenByAChangeIsNotKept() {
    hand.row("abc123", "http://old");
    hand.whileAsked(() -> cache.linkChanged("abc123"));
    hand.follow("abc123");
    hand.whileAsked(() -> {});
    hand.row("abc123", "http://new");

    assertThat(cache.known("abc123")).isEmpty();
    assertThat(hand.follow("abc123")).contains("http://new");
  }

  @Test
  void whoeverComesAfterAChangeDoesNotWaitForTheLookupBefore() {
    hand.row("abc123", "http://old");
    CompletableFuture<Optional<KnownLink>> before = hand.visit("abc123");
    cache.linkChanged("abc123");
    hand.row("abc123", "http://new");
    CompletableFuture<Optional<KnownLink>> after = hand.visit("abc123");

    hand.answerLast();

    assertThat(after.join().map(KnownLink::location)).contains("http://new");
    assertThat(before).isNotDone();
  }

  @Test
  void everyLinkIsLookedUpAgainWhenChangesMayHaveBeenMissed() {
    hand.row("abc123", "http://old");
    hand.follow("abc123");
    hand.row("abc123", "http://new");
    cache.distrustAll();

    assertThat(cache.known("abc123")).isEmpty();
    assertThat(hand.follow("abc123")).contains("http://new");
    assertThat(cache.known("abc123")).isPresent();
  }

  @Test
  void codeThatLedNowhereIsLookedUpAgainWhenChangesMayHaveBeenMissed() {
    hand.follow("none00");
    hand.row("none00", "http://new");
    cache.distrustAll();

    assertThat(hand.follow("none00")).contains("http://new");
  }

  @Test
  void lookupDuringWhichChangesMayHaveBeenMissedIsDoneAgain() {
    hand.row("abc123", "http://old");
    hand.whileAsked(cache::distrustAll);
    hand.follow("abc123");
    hand.whileAsked(() -> {});
    hand.row("abc123", "http://new");

    assertThat(cache.known("abc123")).isEmpty();
    assertThat(hand.follow("abc123")).contains("http://new");
  }

  @Test
  void linkIsBelievedForASecondWhenNothingIsHeard() {
    hand.row("abc123", "http://a");
    hand.follow("abc123");
    hand.pass(LinkCache.TRUST.minus(MILLISECOND));

    assertThat(cache.known("abc123")).isPresent();
    hand.pass(MILLISECOND);
    assertThat(cache.known("abc123")).isEmpty();
  }

  @Test
  void linkIsBelievedUntilASecondAfterTheLastSign() {
    hand.row("abc123", "http://a");
    hand.follow("abc123");
    for (int i = 0; i < 10; i++) {
      hand.pass(LinkCache.TRUST.minus(MILLISECOND));
      assertThat(cache.known("abc123")).isPresent();
      cache.heard();
    }

    hand.pass(LinkCache.TRUST.minus(MILLISECOND));
    assertThat(cache.known("abc123")).isPresent();
    hand.pass(MILLISECOND);
    assertThat(cache.known("abc123")).isEmpty();
    assertThat(hand.follow("abc123")).contains("http://a");
    assertThat(hand.questions()).isEqualTo(2);
    assertThat(hand.counted("miss")).isEqualTo(2);
  }

  @Test
  void linkThatIsGoneWhenItIsLookedUpAgainIsForgotten() {
    hand.row("abc123", "http://a");
    hand.follow("abc123");
    hand.removeRow("abc123");
    hand.pass(LinkCache.TRUST);

    assertThat(hand.follow("abc123")).isEmpty();
    assertThat(cache.hottest(10)).isEmpty();
  }

  @Test
  void memoryIsBounded() {
    int fitting = 100;
    int each = 260 + "abc123".length() + 434;
    CacheInHand small = new CacheInHand((long) fitting * each);
    IntStream.range(0, 20 * fitting)
        .forEach(
            i -> {
              String code = "%06d".formatted(i);
              small.row(code, "x".repeat(434));
              small.follow(code);
            });

    await().until(() -> small.size() <= fitting);
    assertThat(small.size()).isGreaterThan(fitting / 2.0);
  }

  @Test
  void whoTriesManyCodesDrivesOutNoLink() {
    CacheInHand small = new CacheInHand(1_000);
    small.row("abc123", "http://a");
    small.follow("abc123");

    IntStream.range(0, 30_000).forEach(i -> small.follow("%06d".formatted(i)));

    assertThat(small.cache().known("abc123")).isPresent();
  }

  @Test
  void mostVisitedLinksAreHottest() {
    Link rare = hand.row("rare00", "http://rare");
    Link often = hand.row("often0", "http://often");
    hand.follow("rare00");
    IntStream.range(0, 10).forEach(i -> hand.follow("often0"));

    assertThat(cache.hottest(1)).containsExactly(often);
    assertThat(cache.hottest(10)).containsExactly(often, rare);
  }

  @Test
  void tooManyLookupsAreRefusedWith503UntilThereIsRoom() {
    hand.row("abc123", "http://a");
    hand.limit(0);

    assertUnavailable(hand.visit("abc123"));
    hand.limit(1);
    assertThat(hand.follow("abc123")).contains("http://a");
  }

  @Test
  void lookupThatIsOvertakenLeavesWhatALaterOneFound() {
    hand.row("abc123", "http://a");
    assertThat(hand.visit("abc123")).isNotDone();
    cache.linkChanged("abc123");
    assertThat(hand.visit("abc123")).isNotDone();
    hand.answerLast();
    hand.answerFirst();

    assertThat(cache.known("abc123").map(KnownLink::location)).contains("http://a");
  }

  @Test
  void lookupThatDiesLeavesNobodyWaiting() {
    hand.row("abc123", "http://a");
    hand.whileAsked(
        () -> {
          throw new StackOverflowError("as if");
        });
    CompletableFuture<Optional<KnownLink>> visit = hand.visit("abc123");
    hand.answer();

    assertThat(visit).isCompletedExceptionally();
    hand.whileAsked(() -> {});
    assertThat(hand.follow("abc123")).contains("http://a");
  }

  @Test
  void whoeverComesAfterMissedChangesDoesNotWaitForTheLookupBefore() {
    hand.row("abc123", "http://old");
    CompletableFuture<Optional<KnownLink>> before = hand.visit("abc123");
    cache.distrustAll();
    hand.row("abc123", "http://new");
    CompletableFuture<Optional<KnownLink>> after = hand.visit("abc123");

    hand.answerLast();

    assertThat(after).isCompleted();
    assertThat(before).isNotDone();
  }
}
