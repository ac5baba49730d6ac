package io.shortener.changes;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.DefineNamedBindings;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.stringtemplate4.UseStringTemplateEngine;
import org.jspecify.annotations.Nullable;

/** The table {@code changes}, which triggers on other tables write. */
@RegisterConstructorMapper(Change.class)
public interface ChangeDao {
  /** A filter that is null does not matter. */
  @UseStringTemplateEngine
  @DefineNamedBindings
  @AllowUnusedBindings
  @SqlQuery(
      """
      SELECT id, kind, subject_id, action, timestamp, changed_by AS by, fields AS changes
      FROM changes
      WHERE id > :after AND id \\<= :to
      <if(kind)> AND kind = :kind <endif>
      <if(subjectId)> AND subject_id = :subjectId <endif>
      ORDER BY id
      LIMIT :limit
      """)
  List<Change> between(
      @Nullable String kind, @Nullable Long subjectId, long after, long to, int limit);

  /**
   * Forgets the oldest changes, if they are from before a time.
   *
   * @param atOnce how many at most
   * @return how many they were
   */
  @SqlUpdate(
      """
      DELETE FROM changes
      WHERE id IN (
        SELECT id
        FROM (SELECT id, timestamp FROM changes ORDER BY id LIMIT :atOnce) AS oldest
        WHERE timestamp < :before
      )
      """)
  int forget(Instant before, int atOnce);
}
