package io.shortener.retries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.database.DatabaseAddress;
import io.shortener.retries.KeptAnswers.Outcome;
import io.shortener.testing.TestPostgres;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {
  private static final DatabaseAddress ADDRESS = TestPostgres.migratedDatabase();
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);

  private final Jdbi database =
      Jdbi.create(ADDRESS.jdbcUrl(), ADDRESS.user(), ADDRESS.password())
          .installPlugin(new SqlObjectPlugin())
          .registerArrayType(String.class, "text");

  @BeforeEach
  void forgetAll() {
    database.useHandle(handle -> handle.execute("TRUNCATE kept_answers CASCADE"));
  }

  @Test
  void answerIsKeptForADay() throws Exception {
    answer(NOON, "key", "first");

    assertThat(answer(NOON.plus(DAY).minusSeconds(1), "key", "second")).isEqualTo("first");
    assertThat(answer(NOON.plus(DAY), "key", "third")).isEqualTo("third");
    assertThat(answer(NOON.plus(DAY), "key", "fourth")).isEqualTo("third");
  }

  @Test
  void oldAnswersGoWithTheirBodiesAndNoOthers() throws Exception {
    answer(NOON, "old", "body");
    answer(NOON.plusSeconds(1), "young", "body");

    answersAt(NOON.plus(DAY)).forgetOld(database);

    assertThat(keys("kept_answers")).containsExactly("young");
    assertThat(keys("kept_answer_parts")).containsExactly("young");
  }

  @Test
  void moreThanOneStepIsForgotten() {
    database.useHandle(
        handle ->
            handle.execute(
                """
                INSERT INTO kept_answers (key, fingerprint, status, headers, kept_at)
                SELECT i, '', 201, '{}', '2026-06-01T12:00:00Z' FROM generate_series(1, 1234) AS i
                """));

    answersAt(NOON.plus(DAY)).forgetOld(database);

    assertThat(keys("kept_answers")).isEmpty();
  }

  @Test
  void bodyOfManyPartsComesBackToTheByte() throws Exception {
    String body = "0123456789abcdeé".repeat(100_000);

    answer(NOON, "key", body);

    assertThat(keys("kept_answer_parts")).hasSizeGreaterThan(5);
    assertThat(answer(NOON, "key", "other")).isEqualTo(body);
  }

  @Test
  void failureLeavesNothing() throws Exception {
    KeptAnswers.Work failing =
        () -> {
          throw new IOException("no");
        };

    assertThatThrownBy(() -> answer(NOON, "key", failing)).isInstanceOf(IOException.class);

    assertThat(answer(NOON, "key", "second try")).isEqualTo("second try");
  }

  @Test
  void answerThatCannotBeKeptTakesNoPlaceOnTheDisk() throws Exception {
    Spool body = new Spool();
    body.write(new byte[1 << 17]);

    KeptAnswers.Work unkept =
        () -> {
          database.useHandle(KeptAnswersTest::failAtCommit);
          return new Answer(201, List.of(), body);
        };

    assertThatThrownBy(() -> answer(NOON, "key", unkept)).isInstanceOf(TransactionException.class);

    assertThatThrownBy(body::stream).isInstanceOf(ClosedChannelException.class);
  }

  private static void failAtCommit(Handle handle) {
    handle.execute(
        """
        CREATE TEMPORARY TABLE once (id int UNIQUE DEFERRABLE INITIALLY DEFERRED);
        INSERT INTO once VALUES (1), (1)
        """);
  }

  private String answer(Instant now, String key, String body) throws Exception {
    Outcome outcome =
        answer(
            now,
            key,
            () -> {
              Spool spool = new Spool();
              spool.write(body.getBytes(StandardCharsets.UTF_8));
              return new Answer(201, List.of("Location", "here"), spool);
            });
    assertThat(outcome.answer().headers()).containsExactly("Location", "here");
    return new String(outcome.answer().body().stream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Outcome answer(Instant now, String key, KeptAnswers.Work work) throws Exception {
    return answersAt(now).answer(new KeyedRequest(key, ""), database, work).orElseThrow();
  }

  private static KeptAnswers answersAt(Instant now) {
    return new KeptAnswers(Clock.fixed(now, ZoneOffset.UTC));
  }

  private List<String> keys(String table) {
    return database.withHandle(
        handle -> handle.select("SELECT key FROM " + table).mapTo(String.class).list());
  }
}
