package io.shortener.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shortener.http.ApiException;
import io.shortener.http.Scope;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** For how long an instance believes a key without asking the database. */
class KnownKeysTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final Map<String, StoredKey> table = new ConcurrentHashMap<>();
  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final KnownKeys known =
      new KnownKeys(this::lookUp, Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);

  @Test
  void keyIsLookedUpOnceInFiveSeconds() {
    KeySecret secret = store(null);

    for (int i = 0; i < 10; i++) {
      assertThat(known.authenticate(secret.text())).isPresent();
    }
    assertThat(lookups).hasValue(1);

    nanos.addAndGet(KnownKeys.TRUST.toNanos());
    assertThat(known.authenticate(secret.text())).isPresent();
    assertThat(lookups).hasValue(2);
  }

  @Test
  void keyThatIsRevokedElsewhereIsBelievedForFiveSecondsAtMost() {
    KeySecret secret = store(null);
    assertThat(known.authenticate(secret.text())).isPresent();

    table.clear();
    nanos.addAndGet(KnownKeys.TRUST.toNanos() - 1);
    assertThat(known.authenticate(secret.text())).isPresent();
    nanos.incrementAndGet();
    assertThat(known.authenticate(secret.text())).isEmpty();
  }

  @Test
  void unknownKeyIsNotLookedUpAgainAndAgain() {
    String stranger = KeySecret.draw(new SecureRandom()).text();

    assertThat(known.authenticate(stranger)).isEmpty();
    assertThat(known.authenticate(stranger)).isEmpty();
    assertThat(lookups).hasValue(1);
    assertThat(known.authenticate("no key at all")).isEmpty();
    assertThat(lookups).hasValue(1);
  }

  @Test
  void prefixAloneOpensNothing() {
    KeySecret secret = store(null);

    assertThat(known.authenticate(secret.prefix() + "_" + "a".repeat(43))).isEmpty();
    assertThat(known.authenticate(secret.prefix())).isEmpty();
  }

  @Test
  void keyEndsWhenItsTimeIsOver() {
    assertThat(known.authenticate(store(NOW.plusSeconds(1)).text())).isPresent();
    assertThat(known.authenticate(store(NOW).text())).isEmpty();
  }

  @Test
  void lookupFromBeforeARevocationIsNeitherSharedNorLeftBehind() throws Exception {
    KeySecret secret = store(null);
    CountDownLatch found = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    KnownKeys slow = slowOnceFound(found, goOn);
    CompletableFuture<Optional<StoredKey>> asking =
        CompletableFuture.supplyAsync(() -> slow.authenticate(secret.text()));
    pass(found);

    table.clear();
    slow.forget(secret.prefix());

    assertThat(slow.authenticate(secret.text())).isEmpty();
    goOn.countDown();
    asking.get(10, TimeUnit.SECONDS);
    assertThat(slow.authenticate(secret.text())).isEmpty();
  }

  @Test
  void lookupThatFailsFailsForAllWhoWaitForIt() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    KnownKeys hanging =
        new KnownKeys(
            prefix -> {
              lookups.incrementAndGet();
              pass(goOn);
              throw ApiException.unavailable();
            },
            Clock.fixed(NOW, ZoneOffset.UTC),
            nanos::get);
    String shown = KeySecret.draw(new SecureRandom()).text();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> clients =
        Stream.generate(
                () ->
                    new Thread(
                        () -> {
                          try {
                            hanging.authenticate(shown);
                          } catch (ApiException e) {
                            failures.add(e);
                          }
                        }))
            .limit(20)
            .toList();
    clients.forEach(Thread::start);
    await().until(() -> clients.stream().allMatch(KnownKeysTest::isWaiting));

    goOn.countDown();
    for (Thread client : clients) {
      client.join();
    }

    assertThat(failures).hasSize(20);
    assertThat(lookups).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void databaseThatIsAwayIsNoReasonToCallAKeyUnknown() {
    KnownKeys cut =
        new KnownKeys(
            prefix -> {
              throw ApiException.unavailable();
            },
            Clock.fixed(NOW, ZoneOffset.UTC),
            nanos::get);

    assertThatThrownBy(() -> cut.authenticate(KeySecret.draw(new SecureRandom()).text()))
        .isInstanceOf(ApiException.class);
  }

  private KnownKeys slowOnceFound(CountDownLatch found, CountDownLatch goOn) {
    return new KnownKeys(
        prefix -> {
          Optional<StoredKey> key = lookUp(prefix);
          if (key.isPresent()) {
            found.countDown();
            pass(goOn);
          }
          return key;
        },
        Clock.fixed(NOW, ZoneOffset.UTC),
        nanos::get);
  }

  private static boolean isWaiting(Thread thread) {
    return switch (thread.getState()) {
      case BLOCKED, WAITING, TIMED_WAITING -> true;
      default -> false;
    };
  }

  private Optional<StoredKey> lookUp(String prefix) {
    lookups.incrementAndGet();
    return Optional.ofNullable(table.get(prefix));
  }

  private KeySecret store(@Nullable Instant end) {
    KeySecret secret = KeySecret.draw(new SecureRandom());
    Key key = new Key(1, "test", secret.prefix(), List.of(Scope.READ), null, NOW, end, null);
    table.put(secret.prefix(), new StoredKey(key, secret.hash()));
    return secret;
  }

  private static void pass(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
