package io.shortener.changes;

import io.shortener.http.Caller;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** How a transaction says who changes something. */
public interface AuthorDao {
  /** Has whatever is changed until the transaction ends recorded as this caller's. */
  default void changeAs(Caller caller) {
    caller
        .keyId()
        .ifPresentOrElse(
            key -> sign(key, caller.name(), null),
            () -> sign(null, null, caller.address().getHostAddress()));
  }

  /** Whose changes they are is for the database to read; what is null is left out. */
  @SqlQuery(
      """
      SELECT set_config(
        'shortener.caller',
        CAST(jsonb_strip_nulls(jsonb_build_object(
          'key_id', CAST(:keyId AS bigint), 'key', CAST(:key AS text),
          'address', CAST(:address AS text))) AS text),
        TRUE)
      """)
  String sign(@Nullable Long keyId, @Nullable String key, @Nullable String address);
}
