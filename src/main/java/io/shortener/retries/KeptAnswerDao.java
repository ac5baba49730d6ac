package io.shortener.retries;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables {@code kept_answers} and {@code kept_answer_parts}. */
@RegisterConstructorMapper(KeptAnswer.class)
interface KeptAnswerDao {
  /**
   * Takes a key for this transaction; false when another one has it. It ends with the transaction,
   * so that nothing is left of a process that is killed.
   */
  @SqlQuery("SELECT pg_try_advisory_xact_lock(hashtextextended(:key, 0))")
  boolean take(String key);

  @SqlQuery("SELECT fingerprint, status, headers, kept_at FROM kept_answers WHERE key = :key")
  Optional<KeptAnswer> find(String key);

  /** The body of an answer from its start, read while it is consumed. */
  @FetchSize(4)
  @SqlQuery("SELECT content FROM kept_answer_parts WHERE key = :key ORDER BY part")
  void forEachPart(String key, Consumer<byte[]> consumer);

  @SqlUpdate(
      """
      INSERT INTO kept_answers (key, fingerprint, status, headers, kept_at)
      VALUES (:key, :fingerprint, :status, :headers, :keptAt)
      """)
  void keep(String key, String fingerprint, int status, List<String> headers, Instant keptAt);

  @SqlUpdate("INSERT INTO kept_answer_parts (key, part, content) VALUES (:key, :part, :content)")
  void keepPart(String key, int part, byte[] content);

  @SqlUpdate("DELETE FROM kept_answers WHERE key = :key")
  void forget(String key);

  /**
   * Forgets some of the answers that are as old as that, the oldest first.
   *
   * @return how many
   */
  @SqlUpdate(
      """
      DELETE FROM kept_answers
      WHERE key IN (
        SELECT key
        FROM kept_answers
        WHERE kept_at <= :before
        ORDER BY kept_at
        LIMIT :limit
        FOR UPDATE SKIP LOCKED
      )
      """)
  int forgetOld(Instant before, int limit);
}
