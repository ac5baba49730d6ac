package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.database.DatabaseAddress;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import io.shortener.testing.TestPostgres;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two instances on one database, of which each knows its links by heart. */
class RedirectCacheTest {
  private static final DatabaseAddress DATABASE = TestPostgres.seededDatabase();

  @RegisterExtension static final RunningService SERVICE = RunningService.on(DATABASE);
  @RegisterExtension static final RunningService OTHER = RunningService.on(DATABASE);

  private final HttpClient http = SERVICE.http();
  private final HttpClient other = OTHER.http();
  private final Some some = new Some(http);

  @Test
  void changeIsSeenByTheNextVisitor() {
    JsonNode url = some.url("http://0");
    for (int i = 1; i <= 20; i++) {
      assertThat(http.get(path(url)).header("Location")).contains("http://" + (i - 1));
      change(url, "original_url", "http://" + i);
    }

    assertThat(http.get(path(url)).header("Location")).contains("http://20");
  }

  @Test
  void deletedLinkIsNotFoundByTheNextVisitor() {
    JsonNode url = some.url();
    assertThat(http.get(path(url)).status()).isEqualTo(302);
    http.delete("/urls/" + url.get("id"));

    assertThat(http.get(path(url)).status()).isEqualTo(404);
  }

  @Test
  void linkIsSwitchedOffAndOnForTheNextVisitor() {
    JsonNode url = some.url();
    for (int i = 0; i < 10; i++) {
      assertThat(http.get(path(url)).status()).isEqualTo(302);
      change(url, "is_active", false);
      assertThat(http.get(path(url)).status()).isEqualTo(404);
      change(url, "is_active", true);
    }
  }

  @Test
  void titleThatChangesLeavesTheLinkAsItIs() {
    JsonNode url = some.url("http://same");
    http.get(path(url));
    change(url, "title", "new");

    assertThat(http.get(path(url)).header("Location")).contains("http://same");
  }

  @Test
  void linkMadeElsewhereLeadsOnHereAtOnce() {
    JsonNode url = some.url("http://new");

    assertThat(other.get(path(url)).header("Location")).contains("http://new");
  }

  @Test
  void otherInstanceSeesAChange() {
    JsonNode url = some.url("http://old");
    assertThat(other.get(path(url)).header("Location")).contains("http://old");
    change(url, "original_url", "http://new");

    soon().until(() -> location(other, url).equals(Optional.of("http://new")));
  }

  @Test
  void otherInstanceSeesThatALinkIsSwitchedOffAndOn() {
    JsonNode url = some.url();
    assertThat(other.get(path(url)).status()).isEqualTo(302);
    change(url, "is_active", false);
    soon().until(() -> other.get(path(url)).status() == 404);
    change(url, "is_active", true);

    soon().until(() -> other.get(path(url)).status() == 302);
  }

  @Test
  void otherInstanceSeesADeletion() {
    JsonNode url = some.url();
    assertThat(other.get(path(url)).status()).isEqualTo(302);
    http.delete("/urls/" + url.get("id"));

    soon().until(() -> other.get(path(url)).status() == 404);
  }

  @Test
  void bothInstancesSeeThatAUserIsDeleted() {
    long user = some.userId();
    JsonNode url = some.urlOf(user);
    assertThat(http.get(path(url)).status()).isEqualTo(302);
    assertThat(other.get(path(url)).status()).isEqualTo(302);
    http.delete("/users/" + user);

    soon().until(() -> http.get(path(url)).status() == 404);
    soon().until(() -> other.get(path(url)).status() == 404);
  }

  @Test
  void visitsToBothInstancesAreCounted() {
    JsonNode url = some.url();
    for (int i = 0; i < 10; i++) {
      http.get(path(url));
      other.get(path(url));
    }

    assertThat(http.get("/urls/" + url.get("id")).json().get("click_count").asLong()).isEqualTo(20);
  }

  private void change(JsonNode url, String field, Object value) {
    Answer changed = http.put("/urls/" + url.get("id"), Json.of(field, value));
    assertThat(changed.status()).isEqualTo(200);
  }

  private static Optional<String> location(HttpClient client, JsonNode url) {
    return client.get(path(url)).header("Location");
  }

  private static String path(JsonNode url) {
    return "/" + url.get("short_code").asText();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
