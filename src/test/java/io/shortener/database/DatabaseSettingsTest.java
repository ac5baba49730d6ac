package io.shortener.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.startup.StartupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the settings name a database. */
class DatabaseSettingsTest {
  @Test
  void nothingGivenIsTheEmbeddedDatabase() {
    assertThat(DatabaseSettings.defaults().address()).isEmpty();
  }

  @Test
  void poolsHaveSizesOfTheirOwn() {
    assertThat(DatabaseSettings.defaults().poolSize()).isEqualTo(16);
    assertThat(DatabaseSettings.defaults().longPoolSize()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://u:p@db:6000/links | jdbc:postgresql://db:6000/links | u | p",
        "postgres://u:p@db/links        | jdbc:postgresql://db:5432/links | u | p",
        "postgresql://db                | jdbc:postgresql://db:5432/shortener | me | mine",
        "postgresql://db/               | jdbc:postgresql://db:5432/shortener | me | mine",
        "postgresql://u@db/links        | jdbc:postgresql://db:5432/links | u | mine",
        "postgresql://u:p%40%3A%2F+%25@db/links | jdbc:postgresql://db:5432/links | u | p@:/+%",
        "postgresql://u:a:b@db/links    | jdbc:postgresql://db:5432/links | u | a:b",
        "postgresql://u:p@[::1]:6000/links | jdbc:postgresql://[::1]:6000/links | u | p",
        "postgresql://db/links?sslmode=require"
            + " | jdbc:postgresql://db:5432/links?sslmode=require | me | mine",
        "jdbc:postgresql://db/links     | jdbc:postgresql://db/links | me | mine",
        "jdbc:postgresql://db/links?user=x&password=y"
            + " | jdbc:postgresql://db/links?user=x&password=y | me | mine"
      })
  void urlIsReadAs(String url, String jdbcUrl, String user, String password) {
    assertThat(new DatabaseSettings(url, "other", 1, "other", "me", "mine", 0, 0).address())
        .contains(new DatabaseAddress(jdbcUrl, user, password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "mysql://u:secret@db/links",
        "postgresql://",
        "postgresql://u:secret@/links",
        "postgresql://u:secret%zz@db/links",
        "postgresql://u:se cret@db/links",
        "jdbc:postgresql://u:secret@db:5432/links"
      })
  void unreadableUrlIsRefusedAndNotRepeated(String url) {
    DatabaseSettings settings = new DatabaseSettings(url, "", 0, "", "", "", 0, 0);

    assertThatThrownBy(settings::address)
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "DATABASE_URL cannot be read; write it as postgresql://user:password@host:5432/name.");
  }

  @Test
  void hostAloneIsEnough() {
    assertThat(new DatabaseSettings("", "db", 0, "", "", "", 0, 0).address())
        .contains(new DatabaseAddress("jdbc:postgresql://db:5432/shortener", "shortener", ""));
  }

  @Test
  void hostMayBeAnIpv6Address() {
    assertThat(new DatabaseSettings("", "::1", 6000, "links", "u", "p", 0, 0).address())
        .contains(new DatabaseAddress("jdbc:postgresql://[::1]:6000/links", "u", "p"));
  }

  @Test
  void passwordsAreNotShown() {
    DatabaseSettings settings =
        new DatabaseSettings("postgresql://u:secret@db/links", "", 0, "", "", "secret", 0, 0);

    assertThat(settings.toString()).doesNotContain("secret");
    assertThat(settings.address().orElseThrow().toString())
        .isEqualTo("jdbc:postgresql://db:5432/links");
    assertThat(new DatabaseAddress("jdbc:postgresql://db/l?password=secret", "", "").toString())
        .isEqualTo("jdbc:postgresql://db/l");
  }
}
