package io.shortener.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the service says was recorded: the one place that knows where clicks are to be read. */
final class Ledger {
  private static final int PAGE_SIZE = 10_000;
  private static final int PATIENCE = 30;

  private final HttpClient http;

  Ledger(HttpClient http) {
    this.http = http;
  }

  /** The click counts of a user's links by id; empty when the service cannot say. */
  Optional<Map<Long, Long>> clickCounts(long userId) {
    try {
      Answer answer = http.get("/urls?user_id=" + userId);
      if (answer.status() != 200) {
        return Optional.empty();
      }
      Map<Long, Long> counts = new HashMap<>();
      for (JsonNode url : answer.json()) {
        counts.put(url.get("id").asLong(), url.get("click_count").asLong());
      }
      return Optional.of(counts);
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** A link's click count. */
  long clickCount(KnownLink link) {
    return read("/urls/" + link.id()).get("click_count").asLong();
  }

  /** How many visits of a link its statistics have, whatever they were. */
  long visits(KnownLink link) {
    return read("/urls/" + link.id() + "/stats").at("/lifetime/clicks").asLong();
  }

  /** How many click events a link has. */
  long clickEvents(KnownLink link) {
    return clickEventsByKind(link).values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many click events a link has of each kind of visitor. */
  Map<String, Long> clickEventsByKind(KnownLink link) {
    Map<String, Long> events = new TreeMap<>();
    for (int page = 1; ; page++) {
      JsonNode found =
          read(
              "/events?event_type=click&url_id="
                  + link.id()
                  + ("&page=" + page + "&per_page=" + PAGE_SIZE));
      found.forEach(event -> events.merge(event.at("/details/kind").asText(), 1L, Long::sum));
      if (found.size() < PAGE_SIZE) {
        return events;
      }
    }
  }

  /**
   * A page of so many clicks may be too much for a database that is busy with those of an outage;
   * then the service says to come again.
   */
  private JsonNode read(String path) {
    Answer answer = http.get(path);
    for (int times = 1; answer.status() == 503 && times < PATIENCE; times++) {
      Patience.pass(Duration.ofSeconds(1));
      answer = http.get(path);
    }
    if (answer.status() != 200) {
      throw new FaultException(path + " answers " + answer.status() + ": " + answer.body());
    }
    return answer.json();
  }
}
