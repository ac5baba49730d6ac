package io.shortener.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import io.dropwizard.lifecycle.JettyManaged;
import io.dropwizard.testing.ConfigOverride;
import io.shortener.http.Scope;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import java.time.Instant;
import java.util.List;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes below {@code /keys}. */
class KeysTest {
  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.empty(ConfigOverride.config("access", "keys"));

  private final KeyMaker keys = KeyMaker.of(SERVICE);
  private final String admin = keys.key(Scope.ADMIN);

  @Test
  void keyIsToldOnceAndKeptAsAHash() {
    long owner = keys.user();

    Answer made =
        create(
            "name",
            " deploy ",
            "scopes",
            List.of("read", "create", "read"),
            "owner_id",
            owner,
            "expires_at",
            "2999-01-01T00:00:00");

    assertThat(made.status()).isEqualTo(201);
    JsonNode key = made.json();
    String secret = key.get("key").asText();
    assertThat(secret).matches("sk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}").startsWith(prefix(key));
    assertThat(key.get("name").asText()).isEqualTo("deploy");
    assertThat(key.get("scopes").toString()).isEqualTo("[\"read\",\"create\"]");
    assertThat(key.get("owner_id").asLong()).isEqualTo(owner);
    assertThat(key.get("expires_at").asText()).isEqualTo("2999-01-01T00:00:00");
    assertThat(key.get("last_used_at").isNull()).isTrue();

    String path = "/keys/" + key.get("id");
    assertThat(made.header("Location").orElseThrow()).endsWith(path);
    assertThat(keys.get(admin, path).json().has("key")).isFalse();
    assertThat(keys.get(admin, path).json().get("prefix").asText()).isEqualTo(prefix(key));
    assertThat(keys.get(admin, "/keys").body()).contains(prefix(key)).doesNotContain(secret);
    List<String> rows =
        keys.database()
            .withHandle(
                handle ->
                    handle
                        .createQuery("SELECT CAST(k AS text) FROM access_keys AS k")
                        .mapTo(String.class)
                        .list());
    assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(secret.substring(16)));
  }

  /** A parser that remembers headers of a connection must not take one for the other. */
  @Test
  void keyInAnotherCaseIsNone() {
    String key = keys.key(Scope.READ);
    HttpClient http = SERVICE.http();

    assertThat(http.get("/users", "Authorization", "Bearer " + key).status()).isEqualTo(200);
    assertThat(http.get("/users", "Authorization", "Bearer " + Ascii.toUpperCase(key)).status())
        .isEqualTo(401);
    assertThat(http.get("/users", "Authorization", "Bearer " + key).status()).isEqualTo(200);
  }

  @Test
  void keyIsNotMadeWhereItWouldHaveToBeKept() {
    Answer answer =
        SERVICE
            .http()
            .with("Authorization", "Bearer " + admin, "Idempotency-Key", "a")
            .post("/keys", Json.of("name", "kept", "scopes", List.of("read")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains("'Idempotency-Key'");
    assertThat(keys.get(admin, "/keys").body()).doesNotContain("kept");
  }

  @Test
  void keyIsGoodUntilItIsRevoked() {
    JsonNode key = create("name", "a", "scopes", List.of("read")).json();
    String secret = key.get("key").asText();
    assertThat(keys.get(secret, "/users").status()).isEqualTo(200);

    Answer revoked = keys.ask(admin, "DELETE", "/keys/" + key.get("id"), null);

    assertThat(revoked.status()).isEqualTo(204);
    assertThat(keys.get(secret, "/users").status()).isEqualTo(401);
    assertThat(keys.get(admin, "/keys/" + key.get("id")).error()).isEqualTo("Key not found");
    assertThat(keys.ask(admin, "DELETE", "/keys/" + key.get("id"), null).status()).isEqualTo(404);
  }

  @Test
  void keysOfADeletedUserGoWithThem() {
    long owner = keys.user();
    JsonNode key = create("name", "a", "scopes", List.of("create"), "owner_id", owner).json();

    assertThat(keys.ask(admin, "DELETE", "/users/" + owner, null).status()).isEqualTo(204);

    assertThat(keys.get(admin, "/keys/" + key.get("id")).status()).isEqualTo(404);
  }

  @Test
  void ownerOfAKeyForAdministrationIsDeletedByOneAlone() {
    long user = keys.user();
    String owned = keys.keyOf(user, Scope.ADMIN);
    String path = "/users/" + user;

    Answer refused = keys.ask(keys.key(Scope.WRITE), "DELETE", path, null);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.error())
        .isEqualTo("Only a key with the scope admin may delete an owner of one");
    assertThat(keys.get(owned, path).status()).isEqualTo(200);
    assertThat(keys.ask(keys.key(Scope.WRITE, Scope.ADMIN), "DELETE", path, null).status())
        .isEqualTo(204);
  }

  @Test
  void listIsOrderedAndPaged() {
    JsonNode first = create("name", "a", "scopes", List.of("read")).json();
    JsonNode second = create("name", "b", "scopes", List.of("read")).json();

    List<Long> ids =
        keys.get(admin, "/keys").json().findValues("id").stream().map(JsonNode::asLong).toList();

    assertThat(ids)
        .isSorted()
        .containsSubsequence(first.get("id").asLong(), second.get("id").asLong());
    assertThat(keys.get(admin, "/keys?page=1&per_page=1").json()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"scopes\": [\"read\"]}                | Missing or invalid 'name'",
        "{\"name\": \" \", \"scopes\": [\"read\"]} | Missing or invalid 'name'",
        "{\"name\": \"a\"}                        | 'scopes' must be one or more of read, create,",
        "{\"name\": \"a\", \"scopes\": []}         | 'scopes' must be one or more of read, create,",
        "{\"name\": \"a\", \"scopes\": [\"root\"]}  | 'scopes' must be one or more of read, create,",
        "{\"name\": \"a\", \"scopes\": \"read\"}    | 'scopes' must be an array of texts",
        "{\"name\": \"a\", \"scopes\": [\"create\"]} | 'owner_id' is needed for the scope create"
      })
  void keyThatCannotBeIsRefused(String body, String error) {
    Answer answer = keys.ask(admin, "POST", "/keys", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).startsWith(error);
  }

  @Test
  void expiryMustBeAhead() {
    Answer answer =
        create("name", "a", "scopes", List.of("read"), "expires_at", "2020-01-01T00:00:00");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("'expires_at' must be in the future");
  }

  @Test
  void ownerMustBeThere() {
    Answer answer = create("name", "a", "scopes", List.of("create"), "owner_id", 9_000_000);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("User not found");
  }

  @Test
  void lastUseIsWrittenBesideRequests() {
    JsonNode key = create("name", "a", "scopes", List.of("read")).json();
    keys.database()
        .useExtension(
            KeyDao.class,
            dao -> {
              KeyUses uses = new KeyUses(dao);
              uses.note(key.get("id").asLong(), Instant.parse("2026-01-02T03:04:05Z"));
              uses.run();
              uses.note(key.get("id").asLong(), Instant.parse("2026-01-01T00:00:00Z"));
              uses.run();
            });

    assertThat(keys.get(admin, "/keys/" + key.get("id")).json().get("last_used_at").asText())
        .isEqualTo("2026-01-02T03:04:05");
  }

  @Test
  void lastUseIsWrittenWhenTheServiceStops() throws Exception {
    JsonNode key = create("name", "a", "scopes", List.of("read")).json();
    keys.get(key.get("key").asText(), "/urls?per_page=1");

    for (LifeCycle part : SERVICE.environment().lifecycle().getManagedObjects()) {
      if (part instanceof JettyManaged managed && managed.getManaged() instanceof KeyUses uses) {
        uses.stop();
      }
    }

    assertThat(keys.get(admin, "/keys/" + key.get("id")).json().get("last_used_at").isNull())
        .isFalse();
  }

  private Answer create(Object... namesAndValues) {
    return keys.ask(admin, "POST", "/keys", Json.of(namesAndValues));
  }

  private static String prefix(JsonNode key) {
    return key.get("prefix").asText();
  }
}
