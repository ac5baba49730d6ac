package io.shortener.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.shortener.http.Caller;
import io.shortener.http.TooManyRequests;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket for each client. */
class ClientLimitTest {
  private final AtomicLong nanos = new AtomicLong(1);
  private final ClientLimit limit = new ClientLimit("writes", 3, nanos::get);

  @Test
  void whoHasTakenAllWaitsForTheNext() {
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take(from("192.0.2.1"))).isEmpty();
    }
    assertThat(limit.take(from("192.0.2.1"))).contains(new TooManyRequests("writes", 3, 20));

    nanos.addAndGet(Duration.ofSeconds(20).toNanos());
    assertThat(limit.take(from("192.0.2.1"))).isEmpty();
    assertThat(limit.take(from("192.0.2.1"))).isPresent();
  }

  @Test
  void othersAreNotHeldBack() {
    exhaust("192.0.2.1");

    assertThat(limit.take(from("192.0.2.2"))).isEmpty();
    assertThat(limit.take(withKey(1, "192.0.2.1"))).isEmpty();
  }

  @Test
  void keyHasOneBucketWhereverItIsUsed() {
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take(withKey(7, "192.0.2." + i))).isEmpty();
    }
    assertThat(limit.take(withKey(7, "192.0.2.9"))).isPresent();
    assertThat(limit.take(withKey(8, "192.0.2.9"))).isEmpty();
  }

  @Test
  void networkOfIpv6IsOneClient() {
    exhaust("2001:db8:1:2::1");

    assertThat(limit.take(from("2001:db8:1:2:ffff:ffff:ffff:ffff"))).isPresent();
    assertThat(limit.take(from("2001:db8:1:3::1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
  void thisMachineIsFree(String address) {
    exhaust(address);

    assertThat(limit.take(from(address))).isEmpty();
    assertThat(limit.look(InetAddresses.forString(address))).isEmpty();
  }

  @Test
  void nothingIsLimitedByZero() {
    ClientLimit none = new ClientLimit("writes", 0, nanos::get);

    for (int i = 0; i < 10; i++) {
      assertThat(none.take(from("192.0.2.1"))).isEmpty();
    }
  }

  @Test
  void lookingTakesNothing() {
    InetAddress address = InetAddresses.forString("192.0.2.1");
    for (int i = 0; i < 10; i++) {
      assertThat(limit.look(address)).isEmpty();
    }
    for (int i = 0; i < 3; i++) {
      limit.take(address);
      assertThat(limit.look(address).isPresent()).isEqualTo(i == 2);
    }
    assertThat(limit.look(address)).map(TooManyRequests::waitSeconds).contains(20L);
  }

  private void exhaust(String address) {
    for (int i = 0; i < 4; i++) {
      Optional<TooManyRequests> unused = limit.take(from(address));
    }
  }

  private static Caller from(String address) {
    return caller(Optional.empty(), address);
  }

  private static Caller withKey(long id, String address) {
    return caller(Optional.of(id), address);
  }

  private static Caller caller(Optional<Long> key, String address) {
    return new Caller(key, "test", InetAddresses.forString(address), Optional.empty());
  }
}
