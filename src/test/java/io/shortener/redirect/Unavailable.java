package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.http.ApiException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What becomes of a lookup that is refused. */
final class Unavailable {
  private Unavailable() {}

  /** It has failed already, and its visitor is told 503. */
  static void assertUnavailable(CompletableFuture<?> lookup) {
    assertThat(lookup)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.body().status()).isEqualTo(503));
  }
}
