package io.shortener.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.testing.ConfigOverride;
import io.shortener.database.DatabaseAddress;
import io.shortener.testing.ChildProcess;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys while nobody can look them up. */
class KeysOutageTest {
  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.on(
          new DatabaseAddress(
              "jdbc:postgresql://localhost:" + ChildProcess.freePort() + "/links", "postgres", ""),
          ConfigOverride.config("access", "keys"));

  @Test
  void keyThatCannotBeLookedUpIsNotCalledUnknown() {
    Answer answer =
        SERVICE
            .http()
            .get("/urls", "Authorization", "Bearer " + KeySecret.draw(new SecureRandom()).text());

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isPresent();
    assertThat(SERVICE.http().get("/urls").status()).isEqualTo(401);
    assertThat(SERVICE.http().get("/health").status()).isEqualTo(200);
  }
}
