package io.shortener.stats;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Writes the rollups: {@code visit_counts} and how far they go. Whoever writes holds the progress
 * until the end of the transaction, one at a time.
 */
@RegisterConstructorMapper(RollupDao.Progress.class)
interface RollupDao {
  /** What a profile has, by the numbers of {@link Trait}. */
  String HAD =
      """
      (VALUES (0, referrer), (1, browser), (2, os), (3, device), (4, country)) AS had (trait, value)
      """;

  /** How many clicks and events there may be that are not rolled up; some ids are of neither. */
  @SqlQuery(
      """
      SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END - rolled_up_to
      FROM rollup_progress
      CROSS JOIN events_id_seq
      """)
  long behind();

  @SqlQuery("SELECT EXISTS (SELECT FROM visit_changes)")
  boolean hasChanges();

  /** Empty while somebody else holds it, who rolls up or deletes. */
  @SqlQuery(
      """
      SELECT rolled_up_to, next_to, pg_snapshot_xmin(pg_current_snapshot()) >= next_xid AS is_settled,
             pg_snapshot_xmax(pg_current_snapshot()) < next_xid AS is_foreign,
             hours_packed_to, days_packed_to, blocks_packed_to
      FROM rollup_progress
      FOR UPDATE SKIP LOCKED
      """)
  Optional<Progress> hold();

  @SqlQuery(
      """
      SELECT rolled_up_to, next_to, FALSE AS is_settled, FALSE AS is_foreign, hours_packed_to,
             days_packed_to, blocks_packed_to
      FROM rollup_progress
      """)
  Progress progress();

  /** The newest id that was given to a click or an event. */
  @SqlQuery("SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM events_id_seq")
  long newestId();

  /**
   * Says to which id is rolled up next: when all who may have got one up to it are done. Their
   * transactions began to write before this one did. The newest of those that have ended, which a
   * snapshot tells, would be too old a bound: who writes just now may have begun after it.
   *
   * @param id asked for before anything was locked
   */
  @SqlUpdate("UPDATE rollup_progress SET next_to = :id, next_xid = pg_current_xact_id()")
  void rollUpNextTo(long id);

  @SqlUpdate("UPDATE rollup_progress SET rolled_up_to = :id")
  void rolledUpTo(long id);

  @SqlUpdate(
      """
      UPDATE rollup_progress
      SET hours_packed_to = :hours, days_packed_to = :days, blocks_packed_to = :blocks
      """)
  void packedTo(int hours, int days, int blocks);

  /** PostgreSQL cannot know how much there is to roll up, and takes it for little. */
  @SqlUpdate("SET LOCAL enable_nestloop = off")
  void joinByHash();

  /** Packs and what is forgotten are few rows of many. */
  @SqlUpdate("SET LOCAL enable_nestloop = on")
  void joinByIndex();

  /**
   * Adds clicks to the rollups, and some of what has changed in those that were added before. A
   * link that has been deleted gets no more rows; all links together keep what it adds and takes
   * back. Days and blocks that are over and have got much by now are noted as late.
   *
   * <p>Links and profiles are looked up one by one in their indexes: joined, PostgreSQL may prefer
   * to read all of a table that has millions.
   *
   * @param after the first click has an id greater than this
   * @param to the last click's id, or where it would be
   * @param today the first quarter of the day that is not over
   * @param block the first quarter of the block that is not over
   * @param few so many rows of a link are not worth a pack
   * @return links that are no more
   */
  @SqlQuery(
      """
      WITH taken AS (
        DELETE FROM visit_changes
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM visit_changes LIMIT :changes))
        RETURNING deleted_url_id, changes
      ),
      change AS MATERIALIZED (
        SELECT url_id, is_kept, quarter, kind, referrer, browser, os, device, country,
               sum(visits) AS visits
        FROM (
          SELECT url_id, TRUE AS is_kept,
                 CAST(floor(date_part('epoch', timestamp) / 900) AS int) AS quarter, kind,
                 COALESCE(referrer, '') AS referrer, COALESCE(browser, '') AS browser,
                 COALESCE(os, '') AS os, COALESCE(device, '') AS device,
                 COALESCE(country, '') AS country, 1 AS visits
          FROM clicks
          WHERE id > :after AND id <= :to
          UNION ALL
          SELECT url_id,
                 (SELECT url_id FROM click_counts WHERE url_id = noted.url_id) IS NOT NULL,
                 quarter, kind, COALESCE(referrer, ''), COALESCE(browser, ''), COALESCE(os, ''),
                 COALESCE(device, ''), COALESCE(country, ''), visits
          FROM taken
          CROSS JOIN unnest(changes) AS noted
        ) AS visit
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
      ),
      combination AS MATERIALIZED (
        SELECT *,
               (SELECT id
                FROM profiles
                WHERE profiles.kind = had.kind AND profiles.referrer = had.referrer
                      AND profiles.browser = had.browser AND profiles.os = had.os
                      AND profiles.device = had.device
                      AND profiles.country = had.country) AS profile_id
        FROM (SELECT DISTINCT kind, referrer, browser, os, device, country FROM change) AS had
      ),
      added AS (
        INSERT INTO profiles (kind, referrer, browser, os, device, country)
        SELECT kind, referrer, browser, os, device, country
        FROM combination
        WHERE profile_id IS NULL
        RETURNING kind, referrer, browser, os, device, country, id
      ),
      counted AS (
        INSERT INTO visit_counts (url_id, profile_id, visits, quarter, kind)
        SELECT link, profile_id, sum(visits), quarter, kind
        FROM change
        JOIN (
          SELECT * FROM combination WHERE profile_id IS NOT NULL
          UNION ALL
          SELECT * FROM added
        ) AS profile USING (kind, referrer, browser, os, device, country)
        CROSS JOIN LATERAL (VALUES (CASE WHEN is_kept THEN url_id END), (0)) AS of (link)
        WHERE link IS NOT NULL
        GROUP BY link, profile_id, quarter, kind
        ON CONFLICT (url_id, quarter, profile_id) DO UPDATE
        SET visits = visit_counts.visits + EXCLUDED.visits
        RETURNING url_id, quarter
      ),
      late AS (
        INSERT INTO late_packs (url_id, start, span)
        SELECT url_id, start, span
        FROM (
          SELECT url_id, quarter / span * span AS start, span, count(*) AS got
          FROM counted
          CROSS JOIN (VALUES (96, :today), (3072, :block)) AS present (span, first)
          WHERE quarter < first
          GROUP BY 1, 2, 3
        ) AS past
        WHERE got + (SELECT count(*)
                     FROM (
                       SELECT
                       FROM visit_counts
                       WHERE visit_counts.url_id = past.url_id
                             AND quarter >= start AND quarter < start + span
                       LIMIT :few
                     ) AS there) > :few
        ON CONFLICT DO NOTHING
      )
      SELECT deleted_url_id FROM taken WHERE deleted_url_id IS NOT NULL
      """)
  List<Long> rollUp(long after, long to, int changes, int today, int block, int few);

  /** Gives numbers to what new profiles have and none had before. */
  @SqlUpdate(
      """
      INSERT INTO traits (id, trait, value)
      SELECT nextval('trait_numbers') * 8 + trait, trait, value
      FROM (
        SELECT DISTINCT trait, value
        FROM profiles
        CROSS JOIN LATERAL
      """
          + HAD
          + """
        WHERE traits IS NULL AND kind = 'human' AND value <> ''
              AND NOT EXISTS (
                SELECT FROM traits WHERE traits.trait = had.trait AND traits.value = had.value)
      ) AS added
      """)
  void addTraits();

  /** Notes of new profiles the numbers of what they have. */
  @SqlUpdate(
      """
      UPDATE profiles
      SET traits = ARRAY(
        SELECT id
        FROM
      """
          + HAD
          + """
        JOIN traits USING (trait, value)
        WHERE kind = 'human')
      WHERE traits IS NULL
      """)
  void nameTraits();

  @SqlUpdate("DELETE FROM visit_counts WHERE url_id = :urlId")
  void forgetCounts(long urlId);

  @SqlUpdate("DELETE FROM visit_packs WHERE url_id = :urlId")
  void forgetPacks(long urlId);

  @SqlUpdate("DELETE FROM block_sums WHERE url_id = :urlId")
  void forgetSums(long urlId);

  /**
   * How far the rollups go.
   *
   * @param isSettled whether it is certain what there is up to the next id
   * @param isForeign whether it was said on another server, of which this is a copy
   * @param hoursPackedTo the first quarter of which no hour was packed
   * @param daysPackedTo the first quarter of which no day was packed
   * @param blocksPackedTo the first quarter of which no block was packed
   */
  record Progress(
      long rolledUpTo,
      long nextTo,
      boolean isSettled,
      boolean isForeign,
      int hoursPackedTo,
      int daysPackedTo,
      int blocksPackedTo) {}
}
