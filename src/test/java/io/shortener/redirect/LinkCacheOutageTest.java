package io.shortener.redirect;

import static io.shortener.redirect.Unavailable.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the database fails or does not answer. */
class LinkCacheOutageTest {
  private final IllegalStateException failure = new IllegalStateException("as if");
  private static final Duration PROBE_PAUSE = Duration.ofMillis(500);
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final CacheInHand hand = new CacheInHand();
  private final LinkCache cache = hand.cache();

  /** A link that was known when the database was last heard. */
  @BeforeEach
  void know() {
    hand.row("abc123", "http://a");
    hand.follow("abc123");
    hand.pass(LinkCache.TRUST);
  }

  @Test
  void linkThatIsKnownLeadsOnWhenTheDatabaseFails() {
    hand.fail(failure);

    assertThat(hand.follow("abc123")).contains("http://a");
    assertThat(hand.questions()).isEqualTo(2);
    assertThat(hand.counted("stale")).isEqualTo(1);
    assertThat(hand.counted("miss")).isEqualTo(1);
  }

  @Test
  void linkThatIsKnownLeadsOnWhenTheDatabaseSaysNothing() {
    CompletableFuture<Optional<KnownLink>> visit = hand.visit("abc123");

    assertThat(visit)
        .succeedsWithin(Duration.ofSeconds(30))
        .isEqualTo(cache.known("abc123"))
        .isNotEqualTo(Optional.empty());
    assertThat(hand.waiting()).isEqualTo(1);
  }

  @Test
  void unknownCodeFailsAsTheDatabaseDoes() {
    hand.fail(failure);
    CompletableFuture<Optional<KnownLink>> visit = hand.visit("new000");
    hand.answer();

    assertThat(visit)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isSameAs(failure);
  }

  @Test
  void failureIsNotRememberedAsAnUnknownCode() {
    hand.row("new000", "http://new");
    hand.fail(failure);
    assertThat(hand.visit("new000")).isNotDone();
    hand.answer();
    hand.recover();
    hand.pass(PROBE_PAUSE);

    assertThat(hand.follow("new000")).contains("http://new");
  }

  @Test
  void linkThatIsKnownToHaveChangedIsNotGivenOut() {
    cache.linkChanged("abc123");
    hand.fail(failure);
    CompletableFuture<Optional<KnownLink>> visit = hand.visit("abc123");
    hand.answer();

    assertThat(visit).isCompletedExceptionally();
    assertThat(cache.known("abc123")).isEmpty();
  }

  @Test
  void afterAFailureNobodyWaitsForAProbeThatIsMadeEvery500Milliseconds() {
    breakDown();

    assertThat(hand.visit("abc123")).isCompleted();
    assertThat(hand.visit("abc123")).isCompleted();
    assertThat(hand.waiting()).isEqualTo(1);
    hand.answer();

    hand.pass(PROBE_PAUSE.minus(MILLISECOND));
    assertThat(hand.visit("abc123")).isCompleted();
    assertUnavailable(hand.visit("new000"));
    assertThat(hand.waiting()).isZero();

    hand.pass(MILLISECOND);
    assertThat(hand.visit("abc123")).isCompleted();
    assertUnavailable(hand.visit("new000"));
    assertThat(hand.waiting()).isEqualTo(1);
    assertThat(hand.counted("hit")).isZero();
  }

  @Test
  void unknownCodeIsAProbeToo() {
    breakDown();

    assertThat(hand.visit("new000")).isNotDone();
    assertThat(hand.waiting()).isEqualTo(1);
    assertThat(hand.counted("miss")).isEqualTo(2);
    assertUnavailable(hand.visit("new001"));
    assertThat(hand.counted("miss")).isEqualTo(2);
    assertThat(hand.visit("abc123")).isCompleted();
    assertThat(hand.waiting()).isEqualTo(1);
  }

  @Test
  void probeThatIsAnsweredEndsTheOutage() {
    breakDown();
    hand.recover();
    hand.row("abc123", "http://b");
    assertThat(hand.follow("abc123")).contains("http://a");

    assertThat(hand.follow("abc123")).contains("http://b");
    assertThat(hand.counted("hit")).isEqualTo(1);
    assertThat(hand.follow("new000")).isEmpty();
    assertThat(hand.follow("new001")).isEmpty();
  }

  @Test
  void lookupThatIsRefusedForWantOfRoomDoesNotKeepAKnownLinkFromLeadingOn() {
    hand.limit(0);

    assertThat(hand.visit("abc123").join().map(KnownLink::location)).contains("http://a");
  }

  @Test
  void lookupThatIsRefusedForWantOfRoomIsNoOutage() {
    hand.limit(0);
    assertUnavailable(hand.visit("new000"));
    hand.limit(2);

    assertThat(hand.visit("new001")).isNotDone();
    assertThat(hand.visit("new002")).isNotDone();
  }

  @Test
  void rememberedLinkIsLookedUpAtItsFirstVisit() {
    hand.row("hot000", "http://now");
    cache.addUntrusted(List.of(link("hot000", "http://then")));
    cache.heard();

    assertThat(hand.follow("hot000")).contains("http://now");
    assertThat(cache.known("hot000")).isPresent();
  }

  @Test
  void rememberedLinkLeadsOnWhenItCannotBeLookedUp() {
    cache.addUntrusted(List.of(link("hot000", "http://then")));
    hand.fail(failure);

    assertThat(hand.follow("hot000")).contains("http://then");
  }

  @Test
  void rememberedLinkDoesNotReplaceWhatIsKnown() {
    cache.addUntrusted(List.of(link("abc123", "http://then")));
    hand.fail(failure);

    assertThat(hand.follow("abc123")).contains("http://a");
  }

  @Test
  void failureForAnUnknownCodeBeginsTheOutage() {
    hand.fail(failure);
    assertThat(hand.visit("new000")).isNotDone();
    hand.answer();

    assertThat(hand.visit("abc123")).isCompleted();
    assertUnavailable(hand.visit("new001"));
    assertThat(hand.waiting()).isEqualTo(1);
  }

  @Test
  void linkIsLookedUpAfterTheOutageWhenChangesMayHaveBeenMissed() {
    breakDown();
    hand.recover();
    hand.row("abc123", "http://b");
    cache.distrustAll();

    assertThat(hand.follow("abc123")).contains("http://b");
  }

  @Test
  void lateFailureOfALookupBeforeMissedChangesDoesNotProlongTheOutage() {
    breakDown();
    hand.whileAsked(cache::distrustAll);
    assertThat(hand.visit("new000")).isNotDone();
    hand.answer();
    hand.whileAsked(() -> {});
    hand.recover();
    hand.row("abc123", "http://b");

    assertThat(hand.follow("abc123")).contains("http://b");
  }

  @Test
  void patienceLostBeforeMissedChangesDoesNotProlongTheOutage() {
    CompletableFuture<Optional<KnownLink>> before = hand.visit("abc123");
    cache.distrustAll();
    assertThat(before).succeedsWithin(Duration.ofSeconds(30));
    hand.row("abc123", "http://b");

    assertThat(hand.follow("abc123")).contains("http://b");
  }

  private void breakDown() {
    hand.fail(failure);
    hand.follow("abc123");
  }

  private static Link link(String code, String originalUrl) {
    return new Link(1, null, "", code, originalUrl, LinkRules.USUAL);
  }
}
