package io.shortener.retries;

import io.shortener.http.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The answers that are kept, and the transactions in which they come about. Thread-safe. */
final class KeptAnswers {
  static final String OTHER_REQUEST = "This Idempotency-Key was used for another request";

  /** How long an answer is kept. */
  static final Duration LIFE = Duration.ofHours(24);

  /** So many are forgotten at once. */
  private static final int STEP = 500;

  /** A body is kept in parts of this size. */
  private static final int PART_BYTES = 1 << 18;

  private final Clock clock;

  KeptAnswers(Clock clock) {
    this.clock = clock;
  }

  /**
   * Does what a request asks for, unless it is done, and keeps the answer in the same transaction.
   *
   * @param database whose time limits hold for it
   * @return empty while a request with the same key is running
   * @throws ApiException 422 when the key is that of another request
   */
  Optional<Outcome> answer(KeyedRequest request, Jdbi database, Work work) throws Exception {
    List<Answer> unsent = new ArrayList<>();
    try {
      return database.inTransaction(
          handle -> {
            KeptAnswerDao answers = handle.attach(KeptAnswerDao.class);
            if (!answers.take(request.key())) {
              return Optional.empty();
            }
            Optional<KeptAnswer> kept = find(request, answers);
            Answer answer = kept.isPresent() ? load(request, kept.get(), answers) : work.run();
            unsent.add(answer);
            if (kept.isEmpty()) {
              keep(request, answer, answers);
            }
            return Optional.of(new Outcome(answer, kept.isPresent()));
          });
    } catch (Exception e) {
      for (Answer answer : unsent) {
        answer.body().discard();
      }
      throw e;
    }
  }

  /** Forgets those that have had their time, some hundred in a transaction. */
  void forgetOld(Jdbi database) {
    int forgotten;
    do {
      forgotten =
          database.inTransaction(
              handle -> handle.attach(KeptAnswerDao.class).forgetOld(oldest(), STEP));
    } while (forgotten == STEP);
  }

  /** What was kept until then is kept no longer. */
  private Instant oldest() {
    return clock.instant().minus(LIFE);
  }

  private Optional<KeptAnswer> find(KeyedRequest request, KeptAnswerDao answers) {
    Optional<KeptAnswer> kept = answers.find(request.key());
    if (kept.filter(answer -> !answer.keptAt().isAfter(oldest())).isPresent()) {
      answers.forget(request.key());
      return Optional.empty();
    }
    if (kept.filter(answer -> !answer.fingerprint().equals(request.fingerprint())).isPresent()) {
      throw ApiException.unprocessable(OTHER_REQUEST);
    }
    return kept;
  }

  private static Answer load(KeyedRequest request, KeptAnswer kept, KeptAnswerDao answers)
      throws IOException {
    Spool body = new Spool();
    try {
      answers.forEachPart(
          request.key(),
          part -> {
            try {
              body.write(part);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (RuntimeException e) {
      body.discard();
      throw e;
    }
    return new Answer(kept.status(), kept.headers(), body);
  }

  private void keep(KeyedRequest request, Answer answer, KeptAnswerDao answers) throws IOException {
    answers.keep(
        request.key(), request.fingerprint(), answer.status(), answer.headers(), clock.instant());
    try (InputStream body = answer.body().stream()) {
      byte[] part = body.readNBytes(PART_BYTES);
      for (int number = 0; part.length > 0; number++) {
        answers.keepPart(request.key(), number, part);
        part = body.readNBytes(PART_BYTES);
      }
    }
  }

  /** What a request asks for. */
  @FunctionalInterface
  interface Work {
    /**
     * Does it, as a part of the transaction that is running.
     *
     * @throws Exception what is wrong: nothing is done then, and nothing kept
     */
    Answer run() throws Exception;
  }

  /**
   * An answer.
   *
   * @param isReplayed whether it is the one to an earlier request
   */
  record Outcome(Answer answer, boolean isReplayed) {}
}
