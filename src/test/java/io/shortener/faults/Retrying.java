package io.shortener.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.Some;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client that makes links, each with a key of its own, asks again until it is answered. The
 * answer to each commit is lost: the connection to the database ends, and once the service is
 * killed while it waits. Afterwards there is one link for each key, the one that was answered.
 */
final class Retrying implements Fault {
  private static final int CREATED = 201;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Map<String, JsonNode> answered = new HashMap<>();
  private @Nullable CommitCuttingProxy proxy;
  private long owner;
  private int asked;

  @Override
  public void prepare(Round round) {
    Installation installation = round.installation();
    proxy = new CommitCuttingProxy(installation.postgres().port(), "kept_answers");
    installation.service().use(proxy.port());
    owner = new Some(installation.http()).userId();
    round.followOwnLinks();
  }

  @Override
  public boolean endsConnections() {
    return true;
  }

  @Override
  public void strike(Round round) {
    CommitCuttingProxy database = Optional.ofNullable(proxy).orElseThrow();
    Service service = round.installation().service();
    round.flow(round.pace().before());
    Phase cutting = round.begin("cutting");
    for (int i = 0; i < round.pace().cuts(); i++) {
      database.cutNext();
      makeLink(round);
    }
    cutting.end();
    long killed = System.nanoTime();
    database.cutNext(service::kill);
    makeLink(round);
    if (database.cuts() != round.pace().cuts() + 1) {
      round.breach("only " + database.cuts() + " answers to commits were lost");
    }
    round.awaitRedirects();
    round.recoveredSince(killed);
    round.flow(round.pace().after());
  }

  /** Asks until there is an answer, and once more, which changes nothing. */
  private void makeLink(Round round) {
    String key = UUID.randomUUID().toString();
    String url = "https://example.com/" + key;
    Answer[] last = new Answer[1];
    Patience.await(
        ANSWER_LIMIT,
        "a link is made",
        () -> {
          Optional<Answer> answer = post(round, key, url);
          answer.ifPresent(arrived -> last[0] = arrived);
          return answer.filter(arrived -> arrived.status() == CREATED).isPresent();
        });
    if (last[0].header("Idempotency-Replayed").isEmpty()) {
      round.breach("a link was made again although it had been committed");
    }
    Optional<Answer> again = post(round, key, url);
    if (again.filter(answer -> answer.body().equals(last[0].body())).isEmpty()) {
      round.breach("the same request was answered in another way");
    }
    answered.put(url, last[0].json());
  }

  private Optional<Answer> post(Round round, String key, String url) {
    Service service = round.installation().service();
    asked++;
    try {
      return Optional.of(
          service
              .http()
              .send(
                  "POST",
                  "/urls",
                  Json.of("original_url", url, "user_id", owner),
                  "Content-Type",
                  "application/json",
                  "Idempotency-Key",
                  key));
    } catch (UncheckedIOException e) {
      Patience.pass(PAUSE);
      service.startIfEnded();
      return Optional.empty();
    }
  }

  @Override
  public void judge(Round round, Reconciliation counts) {
    HttpClient http = round.installation().http();
    JsonNode links = http.get("/urls?user_id=" + owner).json();
    Map<String, JsonNode> made = new HashMap<>();
    links.forEach(link -> made.put(link.get("original_url").asText(), link));
    if (links.size() != answered.size() || !made.equals(answered)) {
      round.breach(links.size() + " links are there for " + answered.size() + " keys");
    }
    round.find(
        String.format(
            "%d links were asked for %d times, %d are there",
            answered.size(), asked, links.size()));
  }

  @Override
  public void close() {
    if (proxy != null) {
      proxy.close();
    }
  }
}
