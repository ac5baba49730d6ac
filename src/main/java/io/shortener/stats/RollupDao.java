package io.shortener.stats;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Writes the rollups. */
@RegisterConstructorMapper(RollupDao.Taken.class)
interface RollupDao {
  @SqlQuery("SELECT EXISTS (SELECT FROM visit_changes)")
  boolean hasChanges();

  /**
   * Moves some of what has changed into the rollups, unless another instance is doing so.
   *
   * @return how many rows there were
   */
  @Transaction
  default int takeChanges(int limit) {
    if (!tryLock()) {
      return 0;
    }
    joinByHash();
    Taken taken = take(limit);
    taken.deletedUrls().forEach(this::forgetVisits);
    taken.deletedUrls().forEach(this::forgetProfiles);
    return taken.changes();
  }

  /** Until the end of the transaction. */
  @SqlQuery("SELECT pg_try_advisory_xact_lock(7300215001)")
  boolean tryLock();

  /** PostgreSQL cannot know how much there is in a change, and takes it for little. */
  @SqlUpdate("SET LOCAL enable_nestloop = off")
  void joinByHash();

  /**
   * One statement, so that who reads sees a change in one place or the other. A link that has been
   * deleted gets no more rows; all links together keep what its clicks add and take back.
   *
   * <p>Links and profiles are looked up one by one in their indexes: joined, PostgreSQL may prefer
   * to read all of a table that has millions.
   */
  @SqlQuery(
      """
      WITH taken AS (
        DELETE FROM visit_changes
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM visit_changes LIMIT :limit))
        RETURNING deleted_url_id, changes
      ),
      change AS MATERIALIZED (
        SELECT *,
               (SELECT url_id FROM click_counts WHERE url_id = summed.url_id) IS NOT NULL AS is_kept
        FROM (
          SELECT url_id, quarter, kind,
                 COALESCE(referrer, '') AS referrer, COALESCE(browser, '') AS browser,
                 COALESCE(os, '') AS os, COALESCE(device, '') AS device,
                 COALESCE(country, '') AS country, CAST(sum(visits) AS bigint) AS visits
          FROM taken
          CROSS JOIN unnest(changes)
          GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        ) AS summed
      ),
      counted AS (
        INSERT INTO visit_counts (url_id, quarter, human, bot, preview, prefetch, span)
        SELECT url_id, quarter / span * span,
               COALESCE(sum(visits) FILTER (WHERE kind = 'human'), 0),
               COALESCE(sum(visits) FILTER (WHERE kind = 'bot'), 0),
               COALESCE(sum(visits) FILTER (WHERE kind = 'preview'), 0),
               COALESCE(sum(visits) FILTER (WHERE kind = 'prefetch'), 0),
               span
        FROM (
          SELECT url_id, quarter, kind, visits FROM change WHERE is_kept
          UNION ALL
          SELECT 0, quarter, kind, visits FROM change
        ) AS visit
        CROSS JOIN (VALUES (CAST(1 AS smallint)), (4)) AS spans (span)
        GROUP BY url_id, quarter / span * span, span
        ON CONFLICT (url_id, span, quarter) DO UPDATE
        SET human = visit_counts.human + EXCLUDED.human,
            bot = visit_counts.bot + EXCLUDED.bot,
            preview = visit_counts.preview + EXCLUDED.preview,
            prefetch = visit_counts.prefetch + EXCLUDED.prefetch
      ),
      combination AS MATERIALIZED (
        SELECT *,
               (SELECT id
                FROM profiles
                WHERE profiles.referrer = had.referrer AND profiles.browser = had.browser
                      AND profiles.os = had.os AND profiles.device = had.device
                      AND profiles.country = had.country) AS profile_id
        FROM (
          SELECT DISTINCT referrer, browser, os, device, country
          FROM change
          WHERE kind = 'human' AND is_kept
                AND concat(referrer, browser, os, device, country) <> ''
        ) AS had
      ),
      added AS (
        INSERT INTO profiles (referrer, browser, os, device, country)
        SELECT referrer, browser, os, device, country FROM combination WHERE profile_id IS NULL
        RETURNING referrer, browser, os, device, country, id
      ),
      profiled AS (
        INSERT INTO profile_counts (url_id, profile_id, people, quarter, span)
        SELECT url_id, profile_id, sum(visits), quarter / span * span, span
        FROM change
        JOIN (
          SELECT * FROM combination WHERE profile_id IS NOT NULL
          UNION ALL
          SELECT * FROM added
        ) AS profile USING (referrer, browser, os, device, country)
        CROSS JOIN (VALUES (CAST(1 AS smallint)), (96)) AS spans (span)
        WHERE kind = 'human' AND is_kept
        GROUP BY url_id, profile_id, quarter / span * span, span
        ON CONFLICT (url_id, span, quarter, profile_id) DO UPDATE
        SET people = profile_counts.people + EXCLUDED.people
      ),
      had AS (
        SELECT sum(visits) AS people, quarter, trait, value
        FROM (
          SELECT quarter, referrer, browser, os, device, country, sum(visits) AS visits
          FROM change
          WHERE kind = 'human'
          GROUP BY quarter, referrer, browser, os, device, country
        ) AS profile
        CROSS JOIN LATERAL (
          VALUES (CAST('referrer' AS visitor_trait), referrer), ('browser', browser), ('os', os),
                 ('device', device), ('country', country)
        ) AS had (trait, value)
        WHERE value <> ''
        GROUP BY quarter, trait, value
      ),
      shared AS (
        INSERT INTO trait_counts (people, quarter, span, trait, value)
        SELECT sum(people), quarter / span * span, span, trait, value
        FROM had
        CROSS JOIN (VALUES (CAST(1 AS smallint)), (96)) AS spans (span)
        GROUP BY quarter / span * span, span, trait, value
        ON CONFLICT (span, quarter, trait, value) DO UPDATE
        SET people = trait_counts.people + EXCLUDED.people
      )
      SELECT count(*) AS changes,
             COALESCE(array_agg(deleted_url_id) FILTER (WHERE deleted_url_id IS NOT NULL), '{}')
               AS deleted_urls
      FROM taken
      """)
  Taken take(int limit);

  @SqlUpdate("DELETE FROM visit_counts WHERE url_id = :urlId")
  void forgetVisits(long urlId);

  @SqlUpdate("DELETE FROM profile_counts WHERE url_id = :urlId")
  void forgetProfiles(long urlId);

  /**
   * What was moved.
   *
   * @param changes rows
   * @param deletedUrls links that are no more
   */
  record Taken(int changes, List<Long> deletedUrls) {}
}
