package io.shortener.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
  private static final String EMOJI = "\uD83D\uDE00";

  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @Test
  void newUserIsAnsweredAndFoundAgain() {
    Answer created =
        http.post("/users", Json.of("username", "ada", "email", "ada@example.com", "id", 999_999));

    assertThat(created.status()).isEqualTo(201);
    JsonNode user = created.json();
    assertThat(user.fieldNames())
        .toIterable()
        .containsExactly("id", "username", "email", "created_at");
    assertThat(user.get("id").asLong()).isBetween(1L, 999_998L);
    assertThat(user.get("username").asText()).isEqualTo("ada");
    assertThat(user.get("email").asText()).isEqualTo("ada@example.com");
    assertThat(user.get("created_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    Answer found = http.get("/users/" + user.get("id"));
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.json()).isEqualTo(user);
  }

  @Test
  void createdAtIsTheDatabasesTimeInUtc() {
    JsonNode user = some.user();

    assertThat(
            text(
                "SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')"
                    + " FROM users WHERE id = "
                    + user.get("id")))
        .isEqualTo(user.get("created_at").asText());
    assertThat(text("SELECT abs(extract(epoch FROM now() - created_at)) < 60 FROM users LIMIT 1"))
        .isEqualTo("t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|Invalid or missing username",
        "{\"email\": \"e\"}|Invalid or missing username",
        "{\"username\": null, \"email\": \"e\"}|Invalid or missing username",
        "{\"username\": 1, \"email\": \"e\"}|Invalid or missing username",
        "{\"username\": true, \"email\": \"e\"}|Invalid or missing username",
        "{\"username\": {}, \"email\": \"e\"}|Invalid or missing username",
        "{\"username\": [\"u\"], \"email\": \"e\"}|Invalid or missing username",
        "{\"username\": \"\", \"email\": \"e\"}|Invalid or missing username",
        "{\"username\": \" \\t\\u3000\", \"email\": \"e\"}|Invalid or missing username",
        "{\"username\": \"u\"}|Invalid or missing email",
        "{\"username\": \"u\", \"email\": null}|Invalid or missing email",
        "{\"username\": \"u\", \"email\": 5}|Invalid or missing email",
        "{\"username\": \"u\", \"email\": \"\\u00a0\"}|Invalid or missing email"
      })
  void userWithoutUsableNameOrAddressIsRefused(String body, String error) {
    Answer answer = http.post("/users", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(error);
    assertThat(answer.json().get("status").asInt()).isEqualTo(400);
  }

  @Test
  void nameAndAddressAreTrimmed() {
    String name = Some.name();

    JsonNode user =
        http.post("/users", Json.of("username", "\u3000" + name + " ", "email", "\ta b\u00A0"))
            .json();

    assertThat(user.get("username").asText()).isEqualTo(name);
    assertThat(user.get("email").asText()).isEqualTo("a b");
  }

  @Test
  void lengthsAreLimitedInCodePoints() {
    String name = EMOJI.repeat(90) + Some.name();
    String longest = name + "x".repeat(100 - name.codePointCount(0, name.length()));
    String address = EMOJI.repeat(255);

    Answer taken = http.post("/users", Json.of("username", " " + longest, "email", address + " "));
    Answer longName = http.post("/users", Json.of("username", longest + "x", "email", "e"));
    Answer longAddress =
        http.post("/users", Json.of("username", Some.name(), "email", address + "x"));

    assertThat(taken.status()).isEqualTo(201);
    assertThat(taken.json().get("username").asText()).isEqualTo(longest);
    assertThat(taken.json().get("email").asText()).isEqualTo(address);
    assertThat(longName.status()).isEqualTo(400);
    assertThat(longName.error()).isEqualTo("'username' must be at most 100 characters");
    assertThat(longAddress.status()).isEqualTo(400);
    assertThat(longAddress.error()).isEqualTo("'email' must be at most 255 characters");
  }

  @Test
  void nameIsTakenOnlyOnce() {
    String name = some.user().get("username").asText();

    Answer again = http.post("/users", Json.of("username", " " + name, "email", "other"));

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body()).isEqualTo("{\"error\":\"Username already exists\",\"status\":409}");
    assertThat(http.post("/users", Json.of("username", name + "x", "email", "e")).status())
        .isEqualTo(201);
  }

  @Test
  void nameInOtherCaseIsAnotherName() {
    String name = some.user().get("username").asText();

    Answer other =
        http.post(
            "/users", Json.of("username", name.toUpperCase(java.util.Locale.ROOT), "email", "e"));

    assertThat(other.status()).isEqualTo(201);
  }

  @Test
  void listIsOrderedById() {
    some.user();
    some.user();

    List<String> ids = http.get("/users").json().findValuesAsText("id");

    assertThat(ids)
        .hasSizeGreaterThanOrEqualTo(2)
        .isSortedAccordingTo((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)));
  }

  @Test
  void onlyGivenFieldsChange() {
    JsonNode user = some.user();
    String path = "/users/" + user.get("id");
    String renamed = Some.name();

    Answer name = http.put(path, Json.of("username", " " + renamed + " ", "other", 1));
    Answer address = http.put(path, Json.of("email", "\u3000new@example.com"));

    assertThat(name.status()).isEqualTo(200);
    assertThat(name.json().get("username").asText()).isEqualTo(renamed);
    assertThat(name.json().get("email")).isEqualTo(user.get("email"));
    assertThat(address.status()).isEqualTo(200);
    assertThat(address.json().get("username").asText()).isEqualTo(renamed);
    assertThat(address.json().get("email").asText()).isEqualTo("new@example.com");
    assertThat(address.json().get("created_at")).isEqualTo(user.get("created_at"));
    assertThat(http.get(path).json()).isEqualTo(address.json());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"username\": null}|Invalid username",
        "{\"username\": \" \"}|Invalid username",
        "{\"username\": 1, \"email\": \"e\"}|Invalid username",
        "{\"email\": null}|Invalid email",
        "{\"email\": \"\"}|Invalid email",
        "{\"username\": \"u\", \"email\": []}|Invalid email",
        "{}|Give 'username', 'email' or both"
      })
  void unusableChangeIsRefused(String body, String error) {
    JsonNode user = some.user();

    Answer answer = http.put("/users/" + user.get("id"), body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(error);
    assertThat(http.get("/users/" + user.get("id")).json()).isEqualTo(user);
  }

  @Test
  void changesHaveTheSameLimits() {
    String path = "/users/" + some.userId();
    String name = Some.name();
    String longest = name + "x".repeat(100 - name.length());

    assertThat(http.put(path, Json.of("username", longest)).status()).isEqualTo(200);
    assertThat(http.put(path, Json.of("email", "e".repeat(255))).status()).isEqualTo(200);
    assertThat(http.put(path, Json.of("username", longest + "x")).error())
        .isEqualTo("'username' must be at most 100 characters");
    assertThat(http.put(path, Json.of("email", "e".repeat(256))).error())
        .isEqualTo("'email' must be at most 255 characters");
  }

  @Test
  void nameOfAnotherIsNotToBeHad() {
    String taken = some.user().get("username").asText();
    JsonNode user = some.user();

    Answer answer = http.put("/users/" + user.get("id"), Json.of("username", taken));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.error()).isEqualTo("Username already exists");
    assertThat(
            http.put("/users/" + user.get("id"), Json.of("username", user.get("username")))
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9000000", "9223372036854775807"})
  void unknownUserIsNotFound(String id) {
    String path = "/users/" + id;

    assertThat(List.of(http.get(path), http.delete(path), http.put(path, Json.of("email", "e"))))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(404);
              assertThat(answer.error()).isEqualTo("User not found");
            });
  }

  @Test
  void deletedUserTakesUrlsAndEventsAlong() {
    long user = some.userId();
    long url = some.urlOf(user).get("id").asLong();
    long foreign = some.url().get("id").asLong();
    long onForeign =
        some.event("event_type", "seen", "url_id", foreign, "user_id", user).get("id").asLong();
    long onUrl = some.event("event_type", "seen", "url_id", url).get("id").asLong();
    long other = some.event("event_type", "seen", "url_id", foreign).get("id").asLong();

    Answer deleted = http.delete("/users/" + user);

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    assertThat(deleted.header("Content-Type")).isEmpty();
    assertThat(http.get("/users/" + user).status()).isEqualTo(404);
    assertThat(http.get("/urls/" + url).status()).isEqualTo(404);
    assertThat(http.get("/events/" + onUrl).status()).isEqualTo(404);
    assertThat(http.get("/events/" + onForeign).status()).isEqualTo(404);
    assertThat(http.get("/events?url_id=" + url).json()).isEmpty();
    assertThat(http.get("/urls/" + foreign).status()).isEqualTo(200);
    assertThat(http.get("/events/" + other).status()).isEqualTo(200);
    assertThat(http.delete("/users/" + user).status()).isEqualTo(404);
  }

  private static String text(String sql) {
    return SERVICE.database().withHandle(h -> h.createQuery(sql).mapTo(String.class).one());
  }
}
