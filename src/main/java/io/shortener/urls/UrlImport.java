package io.shortener.urls;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.base.Throwables;
import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import io.shortener.http.ErrorBody;
import io.shortener.http.ObjectRow;
import io.shortener.http.ObjectRows;
import io.shortener.http.Rows;
import io.shortener.http.SpooledBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes many urls by the rules that hold for each alone, some hundred in a transaction; what is
 * wrong with one keeps out no other. Thread-safe.
 */
public final class UrlImport {
  static final int MOST_ROWS = 100_000;
  private static final int BATCH_ROWS = 500;

  /** What PostgreSQL says to one of two transactions that are in each other's way. */
  private static final Set<String> COLLISIONS = Set.of("40001", "40P01");

  private final UrlDao urls;
  private final ShortCodes codes;
  private final Domains domains;
  private final Clock clock;
  private final LinkListener listener;
  private final Function<Throwable, ErrorBody> explain;

  /**
   * @param urls for what takes long
   * @param listener told of every link that is made here
   * @param explain what a client is told when the database does not take a url
   */
  public UrlImport(
      UrlDao urls,
      ShortCodes codes,
      Domains domains,
      Clock clock,
      LinkListener listener,
      Function<Throwable, ErrorBody> explain) {
    this.urls = urls;
    this.codes = codes;
    this.domains = domains;
    this.clock = clock;
    this.listener = listener;
    this.explain = explain;
  }

  /**
   * Looks through the body, and makes its urls while the results are read, each when its batch is
   * committed.
   *
   * @param body closed when all results are read, or none can be
   * @param caller who makes them
   * @param targets throws what a client is told of a URL that no link may lead to
   * @throws ApiException 400 or 413 when it cannot be read as rows; nothing is made then
   */
  Rows<Outcome> run(SpooledBody body, Format format, Caller caller, Consumer<String> targets)
      throws IOException {
    try {
      count(format.rows(body));
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
    }
    return consumer -> {
      try (body) {
        create(format.rows(body), caller, targets, consumer);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static void count(ObjectRows rows) throws IOException {
    for (int i = 0; rows.next().isPresent(); i++) {
      if (i == MOST_ROWS) {
        throw ApiException.tooLarge("There are more than " + MOST_ROWS + " rows");
      }
    }
  }

  private void create(
      ObjectRows rows, Caller caller, Consumer<String> targets, Consumer<Outcome> consumer)
      throws IOException {
    List<Draft> batch = new ArrayList<>();
    for (Optional<ObjectRow> row = rows.next(); row.isPresent(); row = rows.next()) {
      batch.add(read(row.get(), caller, targets));
      if (batch.size() == BATCH_ROWS) {
        create(batch, caller).forEach(consumer);
        batch.clear();
      }
    }
    create(batch, caller).forEach(consumer);
  }

  private Draft read(ObjectRow row, Caller caller, Consumer<String> targets) {
    try {
      NewUrl url = NewUrl.from(row.object(), domains).by(caller);
      targets.accept(url.originalUrl());
      return new Draft(row.number(), Optional.of(url), Optional.empty());
    } catch (ApiException e) {
      return new Draft(row.number(), Optional.empty(), Optional.of(e.body()));
    }
  }

  /** All good ones in one transaction; when it fails, each in its own. */
  private List<Outcome> create(List<Draft> batch, Caller caller) {
    List<NewUrl> good = batch.stream().flatMap(draft -> draft.url().stream()).toList();
    List<MadeUrl> made;
    try {
      made = good.isEmpty() ? List.of() : urls.createAll(good, codes, caller, clock.instant());
    } catch (RuntimeException e) {
      if (!isCollision(e)) {
        refusal(e);
      }
      return batch.stream().map(draft -> createAlone(draft, caller)).toList();
    }
    List<Outcome> outcomes = new ArrayList<>();
    int next = 0;
    for (Draft draft : batch) {
      outcomes.add(draft.url().isPresent() ? made(draft.row(), made.get(next++)) : refused(draft));
    }
    return outcomes;
  }

  /** Others made the same urls in another order; one row at a time waits for them instead. */
  private static boolean isCollision(RuntimeException failure) {
    return Throwables.getCausalChain(failure).stream()
        .anyMatch(
            cause ->
                cause instanceof SQLException sql
                    && COLLISIONS.contains(String.valueOf(sql.getSQLState())));
  }

  private Outcome createAlone(Draft draft, Caller caller) {
    if (draft.url().isEmpty()) {
      return refused(draft);
    }
    try {
      List<NewUrl> alone = List.of(draft.url().get());
      return made(draft.row(), urls.createAll(alone, codes, caller, clock.instant()).get(0));
    } catch (RuntimeException e) {
      return Outcome.refused(draft.row(), refusal(e));
    }
  }

  /** What is wrong with a row; what is wrong with the database ends it all. */
  private ErrorBody refusal(RuntimeException failure) {
    ErrorBody body = explain.apply(failure);
    if (body.status() >= 500 && !(failure instanceof ApiException)) {
      throw failure;
    }
    return body;
  }

  private Outcome made(long row, MadeUrl made) {
    listener.linkChanged(made.url().address());
    return new Outcome(row, made.status().getStatusCode(), made.url(), null);
  }

  private static Outcome refused(Draft draft) {
    return Outcome.refused(draft.row(), draft.error().orElseThrow());
  }

  /** How the rows of a body are found. */
  @FunctionalInterface
  interface Format {
    ObjectRows rows(SpooledBody body) throws IOException;
  }

  private record Draft(long row, Optional<NewUrl> url, Optional<ErrorBody> error) {}

  /**
   * What became of a row.
   *
   * @param row its place in the body, from 1
   * @param status what {@code POST /urls} would have answered
   * @param url if there is one now
   * @param error why there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Outcome(long row, int status, @Nullable Url url, @Nullable String error) {
    static Outcome refused(long row, ErrorBody error) {
      return new Outcome(row, error.status(), null, error.error());
    }
  }
}
